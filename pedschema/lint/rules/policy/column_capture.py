"""A column that is meant to be the message's is that of the table in the subquery.

The comparison is then between a column and itself, always true, and a member of one room joins all others.
PostgreSQL looks for a bare name in the innermost FROM first: `room_users.topic = topic` is stored as
`room_users.topic = room_users.topic`, without a word.

Instead: write `messages.topic`, or `(select realtime.topic())`.
"""

from __future__ import annotations

__all__ = ["check"]

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.findings import Severity
from pedschema.lint.condition import find_conditions, unwrap
from pedschema.lint.edit import Edit, qualify_column
from pedschema.lint.rule import rule
from pedschema.lint.tables import in_public, read_tables
from pedschema.model.names import QualifiedName
from pedschema.syntax.tree import is_node

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pedschema.lint.condition import Condition
    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit
    from pedschema.lint.tables import KnownTable


_COLUMNS = {"topic", "extension", "payload", "event", "private", "binary_payload"}


@rule(
    "POL012",
    Severity.ERROR,
    good=(
        """
        create policy a on realtime.messages for select to authenticated using (
            exists (
                select from public.room_users as u
                where u.topic = messages.topic and u.user_id = (select auth.uid())
            )
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            exists (
                select from room_users
                where topic = (select realtime.topic()) and user_id = (select auth.uid())
            )
        );
        """,
        """
        create table public.room_users (user_id uuid, room text);
        create policy a on realtime.messages for select to authenticated using (
            exists (
                select from public.room_users as u
                where u.room = topic and u.user_id = (select auth.uid())
            )
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            exists (
                select from public.rooms as r
                where exists (select from public.room_users as u where u.topic = r.topic)
                    and r.topic = messages.topic
            )
        );
        """,
    ),
    bad=(
        """
        create policy a on realtime.messages for select to authenticated using (
            exists (
                select from public.room_users as u
                where u.topic = topic and u.user_id = (select auth.uid())
            )
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            exists (
                select 1 from room_users
                where ((room_users.topic = room_users.topic)
                    and (room_users.user_id = ( select auth.uid() as uid)))
            )
        );
        """,
        """
        create table public.room_users (user_id uuid, room text, topic text);
        create policy a on realtime.messages for select to authenticated using (
            exists (
                select from public.room_users as u
                where u.room = topic and u.user_id = (select auth.uid())
            )
        );
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield comparisons of a column with itself, and bare names that a table in the subquery takes."""
    tables = read_tables(project)
    for condition in find_conditions(project):
        for node in condition.find(ast.A_Expr):
            if node.name[-1].sval != "=" or isinstance(node.rexpr, tuple):
                continue
            one, other = unwrap(node.lexpr), unwrap(node.rexpr)
            if not (is_node(one, ast.ColumnRef) and is_node(other, ast.ColumnRef)):
                continue
            pairs = ((one, _names(other)), (other, _names(one)))
            caught = next((side for side, by in pairs if _is_caught(condition, side, by, tables)), None)
            if caught is not None:
                column = _names(caught)[-1]
                hit = condition.hit(
                    f'"{column}" is a column of the table in the subquery, not the message\'s',
                    f"write messages.{column}",
                    caught,
                )
                yield replace(hit, edits=_qualify(condition, caught))


def _qualify(condition: Condition, column: Any) -> tuple[Edit, ...]:
    """Return the edit for a bare name; of two that are qualified, nobody knows which one is meant."""
    relations = condition.find(ast.RangeVar)
    named = {each.alias.aliasname if each.alias else each.relname for each in relations}
    bare = len(_names(column)) == 1 and "messages" not in named
    return qualify_column(condition.policy, column) if bare else ()


def _names(column: Any) -> tuple[str, ...]:
    return tuple(part.sval if is_node(part, ast.String) else "*" for part in column.fields)


def _is_caught(
    condition: Condition, column: Any, other: tuple[str, ...], tables: Mapping[QualifiedName, KnownTable]
) -> bool:
    """Return whether `column`, compared with `other`, is the nearest FROM's where the message's is meant."""
    own = _names(column)
    if condition.column(column) or own == other:
        return own == other and not condition.column(column)
    selects = (each for each in condition.above(column) if is_node(each, ast.SelectStmt))
    level = next((each for each in selects if each.fromClause), None)
    if level is None or len(own) > 1 or own[0] not in _COLUMNS or other[-2:-1] == ("messages",):
        return False
    relations = [
        each for item in level.fromClause for each in condition.below(item) if is_node(each, ast.RangeVar)
    ]
    if other[-1] == own[0] and other[-2:-1]:
        return other[-2] in {each.alias.aliasname if each.alias else each.relname for each in relations}
    known = (tables.get(in_public(QualifiedName(each.schemaname or "", each.relname))) for each in relations)
    return any(table is not None and own[0] in table.columns for table in known)
