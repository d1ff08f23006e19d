"""A policy asks whether the message is private, which is false whenever Realtime asks.

With `private` in the condition nobody joins, with `not private` everybody joins every topic. Realtime asks
with a row in which "private" has its default; only private channels are asked for at all, so there is
nothing to find out.

Instead: drop the condition.
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pglast import ast

from pedschema.findings import Severity
from pedschema.lint.condition import find_conditions
from pedschema.lint.rule import rule
from pedschema.lint.truth import PROBE, can_hold, holds_always

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


@rule(
    "POL008",
    Severity.ERROR,
    good=(
        """
        create policy a on realtime.messages for select to authenticated
            using (messages.extension = 'broadcast' and (select realtime.topic()) = 'lobby');
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            exists (
                select from public.rooms as r where r.private and r.topic = (select realtime.topic())
            )
        );
        """,
    ),
    bad=(
        """
        create policy a on realtime.messages for select to authenticated
            using (private and (select realtime.topic()) = 'lobby');
        """,
        "create policy a on realtime.messages for select to authenticated using (not private);",
        """
        create policy a on realtime.messages for select to authenticated using (
            not coalesce(messages.private, false) or (select realtime.topic()) = 'lobby'
        );
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield the first use of the column in each condition."""
    for condition in find_conditions(project):
        uses = (node for node in condition.find(ast.ColumnRef) if condition.column(node) == "private")
        use = next(uses, None)
        if use is None:
            continue
        effect = "whatever the message is"
        if not can_hold(condition, condition.tree, PROBE):
            effect = "so nobody passes"
        elif holds_always(condition, condition.tree, PROBE):
            effect = "so everybody passes"
        yield condition.hit(
            f'"private" is false when Realtime asks, {effect}', 'drop the condition on "private"', use
        )
