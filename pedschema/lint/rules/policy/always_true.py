"""A policy admits everybody: its condition is always true.

Every role that the policy names reads or writes every private topic of the project. Permissive policies are
joined by OR, so one such policy undoes all others: a signed-in stranger, and with `to public` anybody who has
the public key, joins each channel, sees who is there, and forges the messages of triggers. Comparing the
topic with itself is such a condition as well: Realtime asks with a row that has the very topic it asks for.

Instead: say whom the topic is for, and which topic.

    using (
        messages.extension = 'broadcast'
        and (select app.member((select app.topic_uuid('room:{id}', 'id'))))
    )
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.condition import find_conditions
from pedschema.lint.rule import rule
from pedschema.lint.truth import holds_always

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


@rule(
    "POL002",
    Severity.ERROR,
    good=(
        """
        create policy a on realtime.messages for select to authenticated
            using ((select realtime.topic()) = 'lobby');
        """,
        "create policy a on public.posts for select to authenticated using (true);",
        "create policy a on realtime.messages for select to authenticated using (false);",
        "create policy a on realtime.messages as restrictive for select to authenticated using (true);",
        """
        create policy a on realtime.messages for select to authenticated
            using (true and (select realtime.topic()) = 'lobby');
        """,
    ),
    bad=(
        "create policy a on realtime.messages for select to authenticated using (true);",
        "create policy a on realtime.messages for insert to authenticated with check (1 = 1);",
        """
        create policy a on realtime.messages for select to authenticated
            using (true or (select realtime.topic()) = 'lobby');
        """,
        """
        create policy a on realtime.messages for select to authenticated
            using (messages.topic = (select realtime.topic()));
        """,
        """
        create policy a on realtime.messages for select to authenticated
            using (extension in ('broadcast', 'presence') and topic is not null and topic like '%');
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield policies one of whose expressions is true for every row."""
    for condition in find_conditions(project):
        if condition.policy.permissive and holds_always(condition, condition.tree):
            yield condition.hit(
                "the condition is always true", "name the topic and who may join it", condition.tree
            )
