"""A policy casts a part of the topic that may be anything.

A join of any other topic fails with 22P02: the policies of a table are asked together, and a client may ask
for any topic. `split_part(topic, ':', 2)::uuid` raises for "lobby", whichever policy would let it in, and an
error at the first message refuses broadcasts and presence alike, even where only one of them casts. A check
that stands behind the cast in the condition comes too late.

Instead: ask a function that gives NULL where the topic is another one, or guard the cast with CASE and a
regular expression that only a uuid matches, and wrap the topic.

    using (
        case
            when (select realtime.topic()) ~ '^room:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
            then exists (
                select from public.room_members as m
                where m.user_id = (select auth.uid())
                    and m.room_id = split_part((select realtime.topic()), ':', 2)::uuid
            )
            else false
        end
    )
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.pattern import Strength
from pedschema.lint.rule import rule
from pedschema.lint.topic_cast import judge_casts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


@rule(
    "TOP001",
    Severity.ERROR,
    good=(
        """
        create policy a on realtime.messages for select to authenticated using (
            case
                when (select realtime.topic()) ~
                    '^room:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
                then exists (
                    select from public.room_members as m
                    where m.user_id = (select auth.uid())
                        and m.room_id = split_part((select realtime.topic()), ':', 2)::uuid
                )
                else false
            end
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            case
                when (select realtime.topic()) ~
                    '^room:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
                then exists (
                    select from public.room_members as m
                    where m.user_id = (select auth.uid())
                        and m.room_id = split_part(messages.topic, ':', 2)::uuid
                )
                else false
            end
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            (select realtime.topic()) ~
                '^room:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
            and app.is_member(split_part(realtime.topic(), ':', 2)::uuid)
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            (select realtime.topic()) ~
                '^room:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
            and exists (
                select from public.room_members as m
                where m.user_id = (select auth.uid())
                    and m.room_id = split_part((select realtime.topic()), ':', 2)::uuid
            )
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            exists (
                select from public.room_members as m
                where m.user_id = (select auth.uid())
                    and m.room_id::text = split_part((select realtime.topic()), ':', 2)
            )
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            exists (
                select from public.room_members as m
                where m.user_id = (select auth.uid())
                    and m.room_id = app.safe_uuid(split_part((select realtime.topic()), ':', 2))
            )
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            exists (
                select from public.room_members as m
                where m.user_id = (select auth.uid())
                    and m.room_id = substring(
                        (select realtime.topic()) from '^room:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$'
                    )::uuid
            )
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            topic !~ '^room:[0-9]+$' is false
            and exists (
                select from public.room_members as m
                where m.user_id = (select auth.uid())
                    and m.room_id = app.room_of((select realtime.topic()))::uuid
            )
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            case
                when topic !~ '^room:[0-9]+$' then false
                else split_part(topic, ':', 2)::bigint = app.room()
            end
        );
        """,
    ),
    bad=(
        """
        create policy a on realtime.messages for select to authenticated using (
            exists (
                select from public.room_members as m
                where m.user_id = (select auth.uid())
                    and m.room_id = split_part((select realtime.topic()), ':', 2)::uuid
            )
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            exists (
                select from public.room_members as m
                where m.user_id = (select auth.uid())
                    and m.room_id = split_part((select realtime.topic()), ':', 2)::uuid
            )
            and (select realtime.topic()) ~
                '^room:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            exists (
                select from public.room_members as m
                where m.user_id = (select auth.uid())
                    and m.room_id = split_part(realtime.topic(), ':', 2)::uuid
            )
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            case
                when extension = 'presence'
                then split_part(messages.topic, ':', 2)::uuid = (select auth.uid())
            end
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            ((string_to_array(( SELECT realtime.topic() AS topic), ':'::text))[2])::integer = 7
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            not (topic ~ '^room:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$')
            and exists (
                select from public.room_members as m
                where m.user_id = (select auth.uid())
                    and m.room_id = split_part(messages.topic, ':', 2)::uuid
            )
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            substring(messages.topic, 6)::uuid = (select auth.uid())
        );
        """,
        """
        create policy a on realtime.messages for insert to authenticated
            with check ((select auth.uid()) = cast(split_part(messages.topic, ':', 2) as uuid));
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield casts that nothing keeps junk from."""
    what = 'a part of the topic is cast to "{type}", whatever the topic is'
    fix = "guard the cast with CASE WHEN and a regular expression"
    return judge_casts(project, lambda cast: cast.strength is Strength.NONE, what, fix)
