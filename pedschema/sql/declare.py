"""The contract as owned objects, in the order in which they can be created."""

from __future__ import annotations

__all__ = ["drop_owned", "render_owned"]

from typing import TYPE_CHECKING

from pedschema.errors import ContractError, Mistake
from pedschema.model.names import MAX_NAME_BYTES
from pedschema.model.owned import Identity, Kind, Owned
from pedschema.sql.policy import drop_policy, render_policy
from pedschema.sql.rule import drop_rule, render_rule, rules_in_order
from pedschema.sql.schema import drop_schema, render_schema
from pedschema.sql.shapes.body import Source
from pedschema.sql.switch import drop_switch, render_switch
from pedschema.sql.topic_helper import render_topic_helpers
from pedschema.sql.trigger import drop_trigger, render_triggers
from pedschema.sql.trigger_function import (
    drop_trigger_function,
    function_identity,
    render_trigger_function,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pedschema.model.catalogue import Catalogue

_DROPS: Mapping[Kind, Callable[[Owned], str]] = {
    Kind.SCHEMA: drop_schema,
    Kind.SWITCH: drop_switch,
    Kind.RULE: drop_rule,
    Kind.TRIGGER_FUNCTION: drop_trigger_function,
    Kind.TRIGGER: drop_trigger,
    Kind.POLICY: drop_policy,
}


def render_owned(catalogue: Catalogue, versions: Mapping[Identity, int]) -> tuple[Owned, ...]:
    """Return every owned object of the contract in the order of creation, `canonical` empty.

    Each statement runs verbatim, as the contract's role, under an empty search_path.

    Args:
        catalogue: the contract.
        versions: the version of each trigger function; 1 for one that is not there.

    Raises:
        ContractError: rules call each other in a circle, a rule is no function, a name is too long for
            PostgreSQL, or a statement trigger cannot pair rows for want of a primary key.
    """
    schema, roles, lock = catalogue.contract.schema, catalogue.roles, catalogue.lock
    owned = [render_schema(schema), render_switch(schema), *render_topic_helpers(schema, roles)]
    owned += [render_rule(rule, roles, after) for rule, after in rules_in_order(catalogue.rules)]
    triggers: list[Owned] = []
    for publication in catalogue.publications:
        source = Source(publication, lock, schema)
        version = versions.get(function_identity(schema, publication), 1)
        owned.append(render_trigger_function(source, version))
        triggers += render_triggers(publication, schema, lock=lock, version=version)
    owned += triggers
    owned += [render_policy(policy) for policy in catalogue.policies]
    _refuse_long_names(owned)
    return tuple(owned)


def drop_owned(owned: Owned) -> str:
    """Return the statement that drops the object in the state that `owned` describes."""
    return _DROPS[owned.identity.kind](owned)


def _refuse_long_names(owned: list[Owned]) -> None:
    """Raise if PostgreSQL would cut a name: another object would be created than the one declared."""
    mistakes = []
    for state in owned:
        name = state.identity.name.name + (f"_v{state.version}" if state.version else "")
        if len(name.encode()) > MAX_NAME_BYTES:
            kind = state.identity.kind.replace("_", " ")
            mistakes.append(
                Mistake(
                    where=str(state.identity.name),
                    what=f'{kind} "{name}" has a name of {len(name.encode())} bytes, {MAX_NAME_BYTES} fit',
                    fix="give it a shorter name",
                    id="name-too-long",
                ),
            )
    if mistakes:
        raise ContractError(*mistakes)
