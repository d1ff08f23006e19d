"""A policy uses a name that Realtime does not have.

It cannot be created, and the migration that it stands in is rolled back. The function
realtime.channel_name() went away in May 2024, and with its design the tables realtime.channels,
realtime.broadcasts and realtime.presences; `realtime.topic` without parentheses is read as a column of a
table that is not there.

Instead: put the policy on realtime.messages, tell broadcasts from presence by messages.extension, and call
realtime.topic().
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.findings import Severity
from pedschema.lint.condition import find_conditions
from pedschema.lint.rule import rule
from pedschema.syntax.tree import is_node, read_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


_TABLES = {"channels", "broadcasts", "presences"}


@rule(
    "POL016",
    Severity.ERROR,
    good=(
        """
        create policy a on realtime.messages for select to authenticated
            using (extension = 'presence' and (select realtime.topic()) = 'lobby');
        """,
        "create policy a on public.channels for select to authenticated using (name = 'lobby');",
    ),
    bad=(
        "create policy a on realtime.channels for select to authenticated using (name = 'lobby');",
        """
        create policy a on realtime.messages for select to authenticated
            using (extension = 'broadcast' and realtime.channel_name() = 'lobby');
        """,
        """
        create policy a on realtime.messages for select to authenticated
            using (extension = 'broadcast' and realtime.topic = 'lobby');
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            extension = 'broadcast'
            and exists (select from realtime.channels as c where c.name = (select realtime.topic()))
        );
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield policies on such tables, and conditions that name what is gone."""
    for policy in project.policies:
        if policy.table.schema == "realtime" and policy.table.name in _TABLES:
            yield policy.hit(f'"{policy.table}" does not exist', "put the policy on realtime.messages")
    for condition in find_conditions(project):
        for node in condition.find(ast.FuncCall, ast.RangeVar, ast.ColumnRef):
            name, fix = _read_obsolete(node)
            if name:
                yield condition.hit(f'"{name}" does not exist', fix, node)


def _read_obsolete(node: Any) -> tuple[str, str]:
    if is_node(node, ast.FuncCall):
        found = read_name(node.funcname) == ("realtime", "channel_name")
        return ("realtime.channel_name()" if found else ""), "call realtime.topic()"
    if is_node(node, ast.RangeVar):
        found = node.schemaname == "realtime" and node.relname in _TABLES
        return (f"realtime.{node.relname}" if found else ""), "ask messages.extension and realtime.topic()"
    names = [part.sval for part in node.fields if is_node(part, ast.String)]
    return (
        "realtime.topic" if names == ["realtime", "topic"] else ""
    ), "write realtime.topic() with parentheses"
