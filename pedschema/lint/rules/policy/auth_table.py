"""A policy reads a table of the schema "auth".

Every join of every topic fails with 42501: clients' roles may not read the tables of "auth", and a policy
runs with the rights of who asks. A refused INSERT policy says "no" without a line in any log.

Instead: read the claims with `(select auth.jwt())`, or ask a function that is SECURITY DEFINER.
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pglast import ast

from pedschema.findings import Severity
from pedschema.lint.condition import find_conditions
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


@rule(
    "POL022",
    Severity.ERROR,
    good=(
        """
        create policy a on realtime.messages for select to authenticated
            using ((select realtime.topic()) = 'user:' || ((select auth.jwt()) ->> 'email'));
        """,
        """
        create function app.is_confirmed() returns boolean
        language sql stable security definer set search_path = '' as $$
            select exists (
                select from auth.users as u where u.id = auth.uid() and u.email_confirmed_at is not null
            )
        $$;
        create policy a on realtime.messages for select to authenticated
            using ((select realtime.topic()) = 'lobby' and (select app.is_confirmed()));
        """,
    ),
    bad=(
        """
        create policy a on realtime.messages for select to authenticated using (
            (select realtime.topic()) = 'lobby'
            and exists (
                select from auth.users as u
                where u.id = (select auth.uid()) and u.email_confirmed_at is not null
            )
        );
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield the first such table in each condition."""
    for condition in find_conditions(project):
        found = next((node for node in condition.find(ast.RangeVar) if node.schemaname == "auth"), None)
        if found is not None:
            yield condition.hit(
                f'it reads "auth.{found.relname}"',
                "read the claims, or ask a SECURITY DEFINER function",
                found,
            )
