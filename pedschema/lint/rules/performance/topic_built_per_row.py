"""A policy builds a topic for each row of a table, and compares it with the one asked for.

Every join reads the whole table: 125 ms on a million rows against 1.1 ms, and an index on the built
topic does not help where the table has policies. A thousand clients that come back over ten connections
wait 12 s.

Instead: take the id out of the topic and look it up, or narrow the rows to those of the user first.

    where m.user_id = (select auth.uid()) and 'room:' || m.room_id = (select realtime.topic())
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.findings import Severity
from pedschema.lint.condition import find_conditions, unwrap
from pedschema.lint.restriction import conditions_of
from pedschema.lint.rule import rule
from pedschema.lint.scalar import list_items
from pedschema.syntax.tree import is_node, read_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.condition import Condition
    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


_BUILDERS = {"concat", "concat_ws", "format"}


@rule(
    "PRF002",
    Severity.WARNING,
    good=(
        """
        create policy a on realtime.messages for select to authenticated using (
            exists (
                select from public.room_members as m
                where m.user_id = (select auth.uid()) and 'room:' || m.room_id = (select realtime.topic())
            )
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            exists (
                select from public.rooms as r
                join public.room_members as m on m.room_id = r.id and m.user_id = (select auth.uid())
                where concat('room:', r.id) = (select realtime.topic())
            )
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            exists (select from public.rooms as r where r.topic = (select realtime.topic()))
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            exists (
                select from public.rooms as r
                where r.id = app.topic_uuid('room:{id}', 'id') and r.owner_id = (select auth.uid())
            )
        );
        """,
    ),
    bad=(
        """
        create policy a on realtime.messages for select to authenticated using (
            exists (
                select from public.rooms as r
                where 'room:' || r.id = (select realtime.topic())
                    and (r.owner_id = (select auth.uid()) or r.guest_id = (select auth.uid()))
            )
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            exists (
                select from public.rooms as r
                where (select realtime.topic()) in ('room:' || r.id, 'call:' || r.id) and r.is_open
            )
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated
            using ((select realtime.topic()) in (select 'room:' || r.id::text from public.rooms as r));
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            exists (
                select from public.rooms as r
                where ((('room:'::text || (r.id)::text) = messages.topic) and (r.status = 'open'::text))
            )
        );
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield subqueries that build a topic and have no key to narrow their rows by."""
    for condition in find_conditions(project):
        for select in condition.find(ast.SelectStmt) if condition.mentions["topic"] else ():
            if not select.fromClause:
                continue
            parts = [part for each in conditions_of(select) for part in _split(each)]
            built = next((part for part in parts if _is_built(condition, part)), None) or _built_target(
                condition, select
            )
            if built is not None and not any(_is_key(condition, part) for part in parts):
                yield condition.hit(
                    "a topic is built for each row of the table",
                    "take the id out of the topic, or narrow the rows to the user's first",
                    built,
                )


def _split(node: Any) -> Iterator[Any]:
    if is_node(node, ast.BoolExpr) and node.boolop.name == "AND_EXPR":
        for part in node.args:
            yield from _split(part)
    else:
        yield node


def _sides(node: Any) -> tuple[tuple[Any, Any], ...]:
    """Return the sides of an equality in both orders, or nothing."""
    equal = is_node(node, ast.A_Expr) and node.name[-1].sval == "=" and not isinstance(node.rexpr, tuple)
    return ((node.lexpr, node.rexpr), (node.rexpr, node.lexpr)) if equal and node.lexpr is not None else ()


def _is_built(condition: Condition, node: Any) -> bool:
    if any(_builds(condition, one) and condition.is_topic(other) for one, other in _sides(node)):
        return True
    listed = is_node(node, ast.A_Expr) and node.lexpr is not None and condition.is_topic(node.lexpr)
    items = (list_items(node.rexpr) if listed else None) or ()
    return any(not isinstance(item, str) and _builds(condition, item) for item in items)


def _built_target(condition: Condition, select: Any) -> Any:
    """Return what a SELECT gives to `topic IN (SELECT …)`, when it builds that."""
    above = condition.parent(select)
    target = select.targetList[0].val if select.targetList else None
    asked = is_node(above, ast.SubLink) and above.testexpr is not None and condition.is_topic(above.testexpr)
    return target if asked and target is not None and _builds(condition, target) else None


def _builds(condition: Condition, node: Any) -> bool:
    """Return whether `node` puts a column of the subquery and other text together."""
    inner = unwrap(node)
    joins = is_node(inner, ast.A_Expr) and inner.name[-1].sval == "||"
    calls = is_node(inner, ast.FuncCall) and read_name(inner.funcname)[1] in _BUILDERS
    return (joins or calls) and _has_own_column(condition, inner)


def _has_own_column(condition: Condition, node: Any) -> bool:
    columns = (each for each in condition.below(node) if is_node(each, ast.ColumnRef))
    return any(not condition.column(each) for each in columns)


def _is_key(condition: Condition, node: Any) -> bool:
    """Return whether `node` compares a column of the subquery with something of the request."""
    return any(
        is_node(one, ast.ColumnRef)
        and not condition.column(one)
        and not _has_own_column(condition, other)
        and bool(condition.mention("identity", other) or condition.mention("topic", other))
        for one, other in _sides(node)
    )
