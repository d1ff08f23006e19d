"""A policy asks for the topic alone, not for the person.

Everybody whose role it names joins that topic, anonymous sign-ins included. That is right for a lobby; it is
a hole where the topic's name is thought to be a secret, since names travel in links, logs and screenshots.

Instead: tie the person to the topic, or leave it where the topic is meant for all.

    using (messages.topic = 'user:' || (select auth.uid())::text)
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.restriction import Weight, find_grants, mentions_everywhere, restrict_topic
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


@rule(
    "POL006",
    Severity.INFO,
    good=(
        """
        create policy a on realtime.messages for select to authenticated
            using (messages.topic = 'user:' || (select auth.uid())::text);
        """,
        """
        create policy a on realtime.messages for select to authenticated
            using (exists (select from public.rooms as r where r.topic = (select realtime.topic())));
        """,
        """
        create policy a on realtime.messages for select to authenticated
            using (messages.topic like 'room:%' and app.may_follow(messages.topic));
        """,
        "create policy a on realtime.messages for select to authenticated using (true);",
    ),
    bad=(
        """
        create policy a on realtime.messages for select to authenticated
            using (messages.extension = 'broadcast' and (select realtime.topic()) = 'lobby');
        """,
        """
        create policy a on realtime.messages for insert to authenticated
            with check (topic like 'room:%' or topic = 'user:' || (select auth.uid())::text);
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield conditions with a branch that asks for a topic and for no one."""
    for condition in find_grants(project):
        found = mentions_everywhere(condition, "identity")
        if found.weight is Weight.NONE and restrict_topic(condition).weight is Weight.POSITIVE:
            yield condition.hit(
                "the topic alone decides, not the person",
                "ask for the person too, or leave it where the topic is for all",
                found.node,
            )
