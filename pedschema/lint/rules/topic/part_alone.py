"""A policy looks at a part of the topic, whatever stands before it.

A member of room 7 joins "staff:7" as well as "room:7", and "board:7:minutes" too: an id behind the first
colon belongs to every family of topics, those that are yet to come included.

Instead: ask for the family too, or take the id with a function that knows the whole form.

    using (
        split_part(messages.topic, ':', 1) = 'room'
        and exists (
            select from public.room_members as m
            where m.user_id = (select auth.uid())
                and m.room_id::text = split_part((select realtime.topic()), ':', 2)
        )
    )
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.restriction import Weight, find_grants, restrict_family, restrict_topic
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


@rule(
    "TOP010",
    Severity.WARNING,
    good=(
        """
        create policy a on realtime.messages for select to authenticated using (
            split_part(topic, ':', 1) = 'user' and split_part(topic, ':', 2) = (select auth.uid())::text
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            topic like 'user:%' and (string_to_array(topic, ':'))[2] = (select auth.uid())::text
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            (select app.topic_uuid('user:{id}', 'id')) = (select auth.uid())
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            case split_part(topic, ':', 1)
                when 'user' then split_part(topic, ':', 2) = (select auth.uid())::text
                else false
            end
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            substring(messages.topic from '^user:(.*)$') = (select auth.uid())::text
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            messages.topic = 'user:' || (select auth.uid())::text
        );
        """,
    ),
    bad=(
        """
        create policy a on realtime.messages for select to authenticated using (
            split_part((select realtime.topic()), ':', 2) = (select auth.uid())::text
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            exists (
                select from public.room_members as m
                where m.user_id = (select auth.uid())
                    and m.room_id = app.safe_uuid(split_part(messages.topic, ':', 2))
            )
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            (string_to_array(( SELECT realtime.topic() AS topic), ':'))[2] = (( SELECT auth.uid()))::text
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            app.is_member(substring(messages.topic, 6))
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            (topic like 'user:%' and app.is_me(split_part(topic, ':', 2)))
            or app.is_member(split_part(topic, ':', 2))
        );
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield conditions with a branch that asks for a later part of the topic only."""
    for condition in find_grants(project):
        found = restrict_family(condition)
        if found.weight is Weight.NONE and restrict_topic(condition).weight is Weight.POSITIVE:
            yield condition.hit(
                "only a part of the topic is asked for, whatever stands before it",
                "ask for the first part too, or compare the whole topic",
                found.node,
            )
