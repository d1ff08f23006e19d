"""A policy calls auth.uid() or realtime.topic() bare in a subquery over a table.

PostgreSQL calls it for each row, and where the table has policies of its own it cannot use an index: 233 ms
against 0.35 ms on a million memberships. A join waits for it, and a thousand clients that come back at
once wait for each other. On the one row that Realtime asks about, outside of subqueries, it costs nothing.

Instead: wrap the call, `(select auth.uid())`, so that it runs once.
"""

from __future__ import annotations

__all__ = ["check"]

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.findings import Severity
from pedschema.lint.builtin import PER_REQUEST
from pedschema.lint.condition import find_conditions
from pedschema.lint.edit import wrap_call
from pedschema.lint.rule import rule
from pedschema.syntax.tree import is_node, read_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.condition import Condition
    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


@rule(
    "PRF001",
    Severity.WARNING,
    good=(
        """
        create policy a on realtime.messages for select to authenticated using (
            exists (
                select from public.room_members as m
                where m.user_id = (select auth.uid()) and m.topic = (select realtime.topic())
            )
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated
            using (messages.extension = 'broadcast' and realtime.topic() = 'user:' || auth.uid()::text);
        """,
        """
        create policy a on realtime.messages for select to authenticated
            using ((select app.is_member(split_part(realtime.topic(), ':', 2))));
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            exists (
                select from unnest(string_to_array(realtime.topic(), ':')) as part (id)
                where part.id = (select auth.uid())::text
            )
        );
        """,
    ),
    bad=(
        """
        create policy a on realtime.messages for select to authenticated using (
            exists (
                select from public.room_members as m
                where m.user_id = auth.uid() and m.topic = (select realtime.topic())
            )
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            messages.topic in (select m.topic from public.room_members as m where m.user_id = auth.uid())
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            exists (
                select from public.rooms as r
                join public.room_members as m on m.room_id = r.id and m.user_id = (select auth.uid())
                where r.topic = realtime.topic()
            )
        );
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield the first bare call of each function in each condition."""
    for condition in find_conditions(project):
        bare: dict[tuple[str, str], list[Any]] = {}
        for node in condition.find(ast.FuncCall):
            name = read_name(node.funcname)
            if name in PER_REQUEST and _runs_per_row(condition, node):
                bare.setdefault(name, []).append(node)
        for name, calls in bare.items():
            written = ".".join(filter(None, name))
            hit = condition.hit(
                f'"{written}()" is called for each row of the subquery',
                f"write (select {written}(…))" if calls[0].args else f"write (select {written}())",
                calls[0],
            )
            edits = (edit for call in calls for edit in wrap_call(condition.policy, call))
            yield replace(hit, edits=tuple(edits))


def _runs_per_row(condition: Condition, call: Any) -> bool:
    """Return whether the nearest SELECT around the call that reads rows asks it for each of them."""
    source = False
    for node in condition.above(call):
        source = source or is_node(node, ast.RangeFunction)
        if is_node(node, ast.SelectStmt):
            if not node.fromClause and is_node(condition.parent(node), ast.SubLink):
                return False
            if any(
                is_node(found, ast.RangeVar)
                for item in node.fromClause or ()
                for found in condition.below(item)
            ):
                return not source
            source = False
    return False
