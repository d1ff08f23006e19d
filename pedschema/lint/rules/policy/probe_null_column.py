"""A policy reads "event" or "payload", which are NULL whenever Realtime asks.

A comparison with NULL is not true, so nobody joins or sends; where the NULL is let through, nothing is
restricted. Realtime asks once, at the join and at the first message, with a row that has a topic and an
extension only, and keeps the answer; what a message holds is never shown to a policy.

Instead: give each kind of message a topic of its own, and let a trigger send what clients must not forge.
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pglast import ast

from pedschema.findings import Severity
from pedschema.lint.condition import find_conditions
from pedschema.lint.rule import rule
from pedschema.lint.truth import PROBE, can_hold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


_NULL = {name for name, value in PROBE.items() if value is None}


@rule(
    "POL007",
    Severity.ERROR,
    good=(
        """
        create policy a on realtime.messages for select to authenticated
            using (messages.extension = 'broadcast' and (select realtime.topic()) = 'lobby');
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            exists (
                select from public.tickets as t
                where t.user_id = (select auth.uid()) and 'event:' || t.event = (select realtime.topic())
            )
        );
        """,
        "create policy a on public.messages for select to authenticated using (event = 'chat');",
    ),
    bad=(
        """
        create policy a on realtime.messages for insert to authenticated
            with check (event = 'chat' and (select realtime.topic()) = 'lobby');
        """,
        """
        create policy a on realtime.messages for select to authenticated
            using (messages.event is distinct from 'secret' and (select realtime.topic()) = 'lobby');
        """,
        """
        create policy a on realtime.messages for insert to authenticated
            with check (payload ->> 'by' = (select auth.uid())::text and (select realtime.topic()) = 'lobby');
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            exists (
                select from jsonb_array_elements_text(realtime.messages.payload -> 'to') as t (id)
                where t.id = (select auth.uid())::text and (select realtime.topic()) = 'lobby'
            )
        );
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield the first use of each such column of the message."""
    for condition in find_conditions(project):
        uses = {condition.column(node): node for node in reversed(condition.find(ast.ColumnRef))}
        for name in sorted(_NULL & uses.keys()):
            denies = not can_hold(condition, condition.tree, PROBE)
            effect = "so nobody passes" if denies else "whatever the message is"
            yield condition.hit(
                f'"{name}" is NULL when Realtime asks, {effect}',
                f'drop the condition on "{name}", and give such messages a topic of their own',
                uses[name],
            )
