"""A policy on realtime.messages reads realtime.messages.

Every join fails with 42P17, infinite recursion: to read the table its policies are asked, and they read it
again. One such policy refuses all topics, since the policies of a table are asked together.

Instead: ask the tables of the app; the message itself is at hand as `messages.topic` and
`messages.extension`.
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
    "POL018",
    Severity.ERROR,
    good=(
        """
        create policy a on realtime.messages for select to authenticated using (
            exists (select from public.messages as p where p.room_topic = realtime.messages.topic)
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated
            using (realtime.messages.extension = 'broadcast' and (select realtime.topic()) = 'lobby');
        """,
    ),
    bad=(
        """
        create policy a on realtime.messages for select to authenticated using (
            (select count(*) from realtime.messages as m where m.topic = (select realtime.topic())) < 10
        );
        """,
        """
        create policy a on realtime.messages for insert to authenticated with check (
            topic in (
                select m.topic from realtime.messages as m
                where m.payload ->> 'by' = (select auth.uid())::text
            )
        );
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield the first subquery on the table in each condition."""
    for condition in find_conditions(project):
        names = ((node, f"{node.schemaname}.{node.relname}") for node in condition.find(ast.RangeVar))
        found = next((node for node, name in names if name == "realtime.messages"), None)
        if found is not None:
            yield condition.hit(
                'it reads "realtime.messages", the table it protects', "ask a table of the app", found
            )
