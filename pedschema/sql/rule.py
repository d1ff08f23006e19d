"""Functions that policies and publications call: the contract's own rules."""

from __future__ import annotations

__all__ = ["drop_rule", "render_grants", "render_rule", "rules_in_order"]

import re
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from pedschema.errors import ContractError, Mistake
from pedschema.model.owned import Identity, Kind, Owned
from pedschema.sql.quoting import identifier, qualified

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pedschema.model.function import Function
    from pedschema.model.names import QualifiedName

_GAP = r"(?:\s|--[^\n]*\n|/\*.*?\*/)"
_CREATE = re.compile(
    rf"({_GAP}*)create{_GAP}+(?:or{_GAP}+replace{_GAP}+)?(?=function\b)",
    re.IGNORECASE | re.DOTALL,
)


def render_rule(rule: Function, roles: Sequence[str], after: tuple[Identity, ...] = ()) -> Owned:
    """Return the rule as an owned object that only `roles` may execute.

    Raises:
        ContractError: the rule is no CREATE FUNCTION statement.
    """
    match = _CREATE.match(rule.sql)
    if match is None:
        raise ContractError(
            Mistake(
                where=rule.where or str(rule.name),
                what=f'rule "{rule.name}" is no create function statement',
                fix="write one CREATE FUNCTION statement",
                id="rule-not-a-function",
            ),
        )
    create = f"{match[1]}create or replace {rule.sql[match.end() :]}"
    grants = render_grants(rule.name, rule.arguments, roles)
    return Owned(_identity(rule), (create, *grants), after=after)


def render_grants(name: QualifiedName, arguments: str, roles: Sequence[str]) -> tuple[str, ...]:
    """Return the statements after which `roles` and the owner alone may execute the function."""
    function = f"{qualified(name)}({arguments})"
    revoke = f"revoke all on function {function} from public, anon, authenticated, service_role"
    if not roles:
        return (revoke,)
    return (revoke, f"grant execute on function {function} to {', '.join(map(identifier, roles))}")


def drop_rule(owned: Owned) -> str:
    """Return the statement that drops the rule or helper."""
    return f"drop function {qualified(owned.identity.name)}({owned.identity.of})"


def rules_in_order(rules: Iterable[Function]) -> tuple[tuple[Function, tuple[Identity, ...]], ...]:
    """Return each rule with the identities it calls, callers after what they call.

    A rule may call itself.

    Raises:
        ContractError: rules call each other in a circle.
    """
    by_identity = {_identity(rule): rule for rule in sorted(rules, key=_identity)}
    calls = {
        identity: tuple(
            called for called in by_identity if called.name.name in rule.calls and called != identity
        )
        for identity, rule in by_identity.items()
    }
    try:
        order = tuple(TopologicalSorter(calls).static_order())
    except CycleError as error:
        circle = [str(identity.name) for identity in error.args[1]]
        rule = by_identity[error.args[1][0]]
        raise ContractError(
            Mistake(
                where=rule.where or circle[0],
                what="rules call each other in a circle: " + ", ".join(f'"{name}"' for name in circle),
                fix="move what they share into a rule that calls neither",
                id="rule-circle",
            ),
        ) from error
    return tuple((by_identity[identity], calls[identity]) for identity in order)


def _identity(rule: Function) -> Identity:
    return Identity(Kind.RULE, rule.name, of=rule.arguments)
