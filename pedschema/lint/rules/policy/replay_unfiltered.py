"""A policy that decides joins looks at the age or the id of a message.

It hides no message: live messages and replayed ones are not shown to policies, one by one or at all. The
row that Realtime asks about is as old as the question, so such a window is always met, and a replay then
reads up to 25 messages of the last 72 hours without asking anybody.

Instead: keep what only some may read in a topic of its own, and send history from a table with policies.
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


_OF_ONE_MESSAGE = {"id", "inserted_at", "updated_at"}


@rule(
    "POL009",
    Severity.WARNING,
    good=(
        """
        create policy a on realtime.messages for select to authenticated
            using (messages.extension = 'broadcast' and (select realtime.topic()) = 'lobby');
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            exists (
                select from public.room_members as m
                where m.inserted_at < now()
                    and m.user_id = (select auth.uid())
                    and m.topic = (select realtime.topic())
            )
        );
        """,
    ),
    bad=(
        """
        create policy a on realtime.messages for select to authenticated
            using (inserted_at > now() - interval '1 hour' and (select realtime.topic()) = 'lobby');
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            exists (
                select from public.room_members as m
                where m.user_id = (select auth.uid())
                    and m.topic = (select realtime.topic())
                    and m.joined_at <= messages.inserted_at
            )
        );
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield the first use of each such column in conditions that decide joins."""
    for condition in find_conditions(project):
        if "read" not in condition.asks:
            continue
        uses = {condition.column(node): node for node in reversed(condition.find(ast.ColumnRef))}
        for name in sorted(_OF_ONE_MESSAGE & uses.keys()):
            yield condition.hit(
                f'"{name}" is the probe row\'s, not that of the messages to read',
                f'drop the condition on "{name}"',
                uses[name],
            )
