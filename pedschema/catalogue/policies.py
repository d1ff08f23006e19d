"""A feature's `*.sql` → policies on `realtime.messages`."""

from __future__ import annotations

__all__ = ["load_policies"]

from typing import TYPE_CHECKING

from pedschema.catalogue.context import TOPIC_FUNCTIONS
from pedschema.catalogue.fragments import Fragments
from pedschema.catalogue.mistakes import suggest
from pedschema.catalogue.statements import load_statement
from pedschema.model.names import QualifiedName
from pedschema.model.policy import Policy, TopicReference
from pedschema.model.table import Column, Table
from pedschema.syntax.policy import PolicyStatement, parse_policy

if TYPE_CHECKING:
    from pathlib import Path

    from pedschema.catalogue.context import Context
    from pedschema.catalogue.statements import Located

_MESSAGES = Table(
    QualifiedName("realtime", "messages"),
    (
        Column("topic", "text", nullable=False),
        Column("extension", "text", nullable=False),
        Column("payload", "jsonb", nullable=True),
        Column("event", "text", nullable=True),
        Column("private", "boolean", nullable=True),
        Column("updated_at", "timestamp without time zone", nullable=False),
        Column("inserted_at", "timestamp without time zone", nullable=False),
        Column("id", "uuid", nullable=False),
        Column("binary_payload", "bytea", nullable=True),
    ),
    ("id", "inserted_at"),
)
"""The table that policies are on (Realtime 2.129.8)."""

_EXTENSIONS = ("broadcast", "presence")
_CLAUSES = {"SELECT": (True, False), "INSERT": (False, True)}
"""Command to whether it takes USING and WITH CHECK."""


def load_policies(context: Context, feature: Path) -> tuple[tuple[Policy, ...], bool]:
    """Return the policies of one feature's folder, by name of file, and whether that is all of them."""
    policies: list[Policy] = []
    paths = sorted(feature.glob("*.sql"))
    for path in paths:
        with context.mistakes.collecting():
            located = load_statement(path, "CREATE POLICY")
            if found := parse_policy(located.statement):
                policies.append(_load(context, located, found, feature.name))
            else:
                what = "the statement is no CREATE POLICY"
                context.mistakes.add(
                    located.where(), what, fix="move it out of the feature", id="policy-statement"
                )
    return tuple(policies), len(policies) == len(paths)


def _load(context: Context, located: Located, found: PolicyStatement, feature: str) -> Policy:
    where = located.where()
    _check_statement(context, found, where)
    Fragments(context, {"messages": _MESSAGES}).check(found.expression, located.locate)
    return Policy(
        name=found.name,
        command=found.command,
        permissive=found.permissive,
        roles=found.roles,
        using=found.using,
        check=found.check,
        extensions=_load_extensions(context, located, found),
        topics=_load_references(context, located, found),
        literals=found.expression.literals,
        feature=feature,
        where=where,
    )


def _check_statement(context: Context, found: PolicyStatement, where: str) -> None:
    add, prefix = context.mistakes.add, f"{context.contract.schema}_"
    if found.table != _MESSAGES.name:
        written = str(found.table).removeprefix(".")
        what = f'the policy "{found.name}" is on "{written}"'
        add(where, what, fix="write ON realtime.messages", id="policy-table")
    if not found.name.startswith(prefix):
        what = f'the name "{found.name}" does not start with "{prefix}"'
        add(where, what, fix=f'name it "{prefix}{found.name}"', id="policy-prefix")
    if found.command not in _CLAUSES:
        what = f'the policy "{found.name}" is for {found.command}'
        add(where, what, fix="write FOR SELECT or FOR INSERT", id="policy-command")
    elif _CLAUSES[found.command] != (bool(found.using), bool(found.check)):
        clause = "USING" if found.command == "SELECT" else "WITH CHECK"
        what = f'the policy "{found.name}" is for {found.command}, which takes {clause} alone'
        add(where, what, fix=f"write the condition in {clause}", id="policy-clause")
    if "public" in found.roles:
        what = f'the policy "{found.name}" is for every role'
        add(where, what, fix="name the roles in TO", id="policy-roles")


def _load_extensions(context: Context, located: Located, found: PolicyStatement) -> tuple[str, ...]:
    named: set[str] = set()
    for comparison in found.expression.comparisons:
        if (comparison.relation, comparison.column) == ("messages", "extension"):
            named |= set(comparison.values)
            for value in set(comparison.values) - set(_EXTENSIONS):
                what = f'the extension "{value}" is unknown'
                fix = suggest(value, _EXTENSIONS, "use broadcast or presence")
                where = located.locate(comparison.index)
                context.mistakes.add(where, what, fix=fix, id="policy-extension-unknown")
    if not named:
        what = f'the policy "{found.name}" does not say whether it is about broadcast or presence'
        fix = "add messages.extension = 'broadcast'"
        context.mistakes.add(located.where(), what, fix=fix, id="policy-extension-missing")
    return tuple(sorted(named))


def _load_references(
    context: Context, located: Located, found: PolicyStatement
) -> tuple[TopicReference, ...]:
    references: set[TopicReference] = set()
    for call in found.expression.calls:
        if call.schema != context.contract.schema or call.name not in TOPIC_FUNCTIONS:
            continue
        pattern, part = (*call.arguments, None, None)[:2]
        if pattern is None or part is None or len(call.arguments) != 2:
            what = f"{call.schema}.{call.name} takes two literals: a topic's pattern and the name of a part"
            fix = "write both as string literals"
            context.mistakes.add(located.locate(call.index), what, fix=fix, id="policy-topic-arguments")
        else:
            references.add(TopicReference(pattern, part, TOPIC_FUNCTIONS[call.name]))
    return tuple(sorted(references))
