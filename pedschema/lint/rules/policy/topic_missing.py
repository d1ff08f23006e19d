"""A policy asks nothing of the topic in at least one of its branches.

Whoever passes that branch joins every private topic of the project, those of other features too. Policies
are joined by OR: a condition on the person alone, however strict, is a key to all rooms.

Instead: name the topic in every branch, and tie the person to it.

    using (
        messages.extension = 'broadcast'
        and exists (
            select from public.room_members as m
            where m.user_id = (select auth.uid()) and m.room_topic = (select realtime.topic())
        )
    )
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.restriction import Weight, find_grants, restrict_topic
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


@rule(
    "POL005",
    Severity.ERROR,
    good=(
        """
        create policy a on realtime.messages for select to authenticated using (
            exists (
                select from public.room_members as m
                where m.user_id = (select auth.uid()) and m.room_topic = (select realtime.topic())
            )
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated
            using (extension = 'broadcast' and (select app.may_follow()));
        """,
        """
        create policy a on realtime.messages as restrictive for select to authenticated
            using ((select auth.jwt()) ->> 'aal' = 'aal2');
        """,
        """
        create policy a on realtime.messages for select to authenticated
            using ((topic = 'lobby' and extension = 'broadcast') or (topic = 'hall' and app.may_follow()));
        """,
        """
        create policy a on realtime.messages for select to authenticated
            using (case when (select auth.uid()) is null then false else topic = 'lobby' end);
        """,
    ),
    bad=(
        """
        create policy a on realtime.messages for select to authenticated
            using (extension = 'broadcast' and (select auth.uid()) is not null);
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            topic = 'lobby'
            or exists (select from public.profiles as p where p.id = (select auth.uid()))
        );
        """,
        """
        create function app.is_moderator() returns boolean language sql stable as $$
            select exists (select from public.moderators as m where m.id = (select auth.uid()))
        $$;
        create policy a on realtime.messages for select to authenticated using ((select app.is_moderator()));
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            topic = (select realtime.topic())
            and exists (select from public.profiles as p where p.id = (select auth.uid()))
        );
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield conditions with a branch that holds whatever the topic is."""
    for condition in find_grants(project):
        found = restrict_topic(condition)
        if found.weight is Weight.NONE:
            yield condition.hit(
                "nothing is asked of the topic", "name the topic in every branch of the condition", found.node
            )
