"""A policy does not say whether it is for broadcasts or for presence.

Whoever may read broadcasts sees who is there as well, and whoever may send shows up where nobody expects it.
Realtime asks a policy once per extension, with `broadcast` and with `presence` in `messages.extension`; a
condition without it answers both alike. On an INSERT policy it gives two rights where one was meant.

Instead: name what the policy is for, both where both are meant.

    using (messages.extension in ('broadcast', 'presence') and …)
"""

from __future__ import annotations

__all__ = ["check"]

from dataclasses import replace
from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.edit import Edit, add_condition
from pedschema.lint.restriction import Weight, find_grants, mentions_everywhere
from pedschema.lint.rule import rule
from pedschema.syntax.tree import find_literals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.condition import Condition
    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


@rule(
    "POL003",
    Severity.WARNING,
    good=(
        """
        create policy a on realtime.messages for select to authenticated
            using (extension = 'broadcast' and (select realtime.topic()) = 'lobby');
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            exists (
                select from public.room_members as m
                where m.user_id = (select auth.uid())
                    and m.room_topic = (select realtime.topic())
                    and realtime.messages.extension in ('broadcast', 'presence')
            )
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated
            using (app.may_read(messages.topic, messages.extension));
        """,
        "create policy a on realtime.messages for select to authenticated using (true);",
    ),
    bad=(
        """
        create policy a on realtime.messages for select to authenticated
            using ((select realtime.topic()) = 'lobby');
        """,
        """
        create policy a on realtime.messages for insert to authenticated with check (
            (extension = 'broadcast' and (select realtime.topic()) = 'lobby')
            or (select realtime.topic()) = 'hall'
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated
            using (app.may_read(messages.topic));
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield conditions with a branch that asks nothing of the extension."""
    for condition in find_grants(project):
        found = mentions_everywhere(condition, "extension")
        if found.weight is Weight.NONE:
            hit = condition.hit(
                "nothing is asked of messages.extension",
                "add messages.extension = 'broadcast', or IN ('broadcast', 'presence')",
                found.node,
            )
            yield replace(hit, edits=_narrow(condition, project))


def _narrow(condition: Condition, project: Project) -> tuple[Edit, ...]:
    """Return the edits for a policy of topics that the contract declares without presence, else none."""
    literals = set(find_literals(condition.tree))
    topics = project.catalogue.topics if project.catalogue else ()
    named = [topic for topic in topics if topic.pattern.untyped in literals]
    asked = condition.mention("extension", condition.tree)
    if not named or asked or any(topic.presence for topic in named):
        return ()
    return add_condition(condition.policy, condition.tree, "messages.extension = 'broadcast'")
