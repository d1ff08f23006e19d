"""A policy is for a command that Realtime never asks about, or for all of them.

FOR ALL gives the right to send along with the right to join, and to change what is stored; FOR UPDATE and
FOR DELETE give neither. Realtime reads one row at a join and inserts one before the first message, so SELECT
and INSERT are the only commands that a policy there decides.

Instead: write one policy FOR SELECT, and one FOR INSERT where clients may send.
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


@rule(
    "POL013",
    Severity.WARNING,
    good=(
        """
        create policy a on realtime.messages for select to authenticated
            using ((select realtime.topic()) = 'lobby');
        create policy b on realtime.messages for insert to authenticated
            with check ((select realtime.topic()) = 'lobby');
        """,
        """
        create policy a on realtime.messages as restrictive to authenticated using (topic <> 'closed');
        """,
        "create policy a on public.posts for update to authenticated using (true);",
    ),
    bad=(
        """
        create policy a on realtime.messages to authenticated using ((select realtime.topic()) = 'lobby');
        """,
        """
        create policy a on realtime.messages for update to authenticated using (true) with check (true);
        """,
        "create policy a on realtime.messages for delete to authenticated using (topic = 'lobby');",
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield policies for UPDATE and DELETE, and permissive ones for ALL."""
    for policy in project.message_policies:
        if policy.command in {"UPDATE", "DELETE"}:
            yield policy.hit(
                f"it is for {policy.command}, which Realtime never asks about",
                "drop it, or write it FOR SELECT or FOR INSERT",
            )
        elif policy.command == "ALL" and policy.permissive:
            yield policy.hit(
                "it is for all commands, so who may join may send",
                "write it FOR SELECT, and FOR INSERT where meant",
            )
