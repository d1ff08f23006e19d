"""A policy trusts what users write about themselves.

Anybody makes themselves a moderator with one call of `supabase.auth.updateUser`, and joins. The claim
`user_metadata` and the column `raw_user_meta_data` are the user's own to change.

Instead: read `app_metadata`, which only the server writes, or a table that users cannot change.
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.findings import Severity
from pedschema.lint.condition import find_conditions
from pedschema.lint.rule import rule
from pedschema.lint.scalar import read_literal
from pedschema.syntax.tree import is_node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


_PATHS = {"->", "->>", "#>", "#>>"}


@rule(
    "POL020",
    Severity.ERROR,
    good=(
        """
        create policy a on realtime.messages for select to authenticated using (
            (select realtime.topic()) = 'staff' and (select auth.jwt()) -> 'app_metadata' ->> 'role' = 'staff'
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated
            using ((select realtime.topic()) = 'user_metadata');
        """,
    ),
    bad=(
        """
        create policy a on realtime.messages for select to authenticated using (
            (select realtime.topic()) = 'staff'
            and (select auth.jwt()) -> 'user_metadata' ->> 'role' = 'staff'
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            (select realtime.topic()) = 'staff'
            and current_setting('request.jwt.claims', true)::jsonb #>> '{user_metadata,role}' = 'staff'
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            (select realtime.topic()) = 'staff'
            and exists (
                select from public.people as p
                where p.id = (select auth.uid()) and p.raw_user_meta_data ->> 'role' = 'staff'
            )
        );
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield reads of the claim and of the column."""
    for condition in find_conditions(project):
        for node in condition.find(ast.A_Expr, ast.ColumnRef):
            name = _read_name(node)
            if name:
                yield condition.hit(
                    f'"{name}" is the user\'s own to change', "read app_metadata, or a table of the app", node
                )


def _read_name(node: Any) -> str:
    if is_node(node, ast.ColumnRef):
        last = node.fields[-1]
        return "raw_user_meta_data" if is_node(last, ast.String) and last.sval == "raw_user_meta_data" else ""
    path = read_literal(node.rexpr) if node.name[-1].sval in _PATHS else None
    steps = (path or "").strip("{}").split(",")
    return "user_metadata" if "user_metadata" in [step.strip(' "') for step in steps] else ""
