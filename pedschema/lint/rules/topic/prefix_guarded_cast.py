"""A cast of a part of the topic is guarded by the topic's prefix alone.

A join of "room:abc" fails with 22P02, and with it whatever another policy says of that topic; PostgreSQL also
does not promise to ask the parts of an AND from left to right. Other families of topics are not harmed as
long as it does.

Instead: guard the cast with CASE and a regular expression that only the type matches.
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
    "TOP008",
    Severity.INFO,
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
            messages.topic like 'room:%'
            and exists (
                select from public.room_members as m
                where m.user_id = (select auth.uid())
                    and m.room_id = app.safe_uuid(split_part(messages.topic, ':', 2))
            )
        );
        """,
    ),
    bad=(
        """
        create policy a on realtime.messages for select to authenticated using (
            messages.topic like 'room:%'
            and exists (
                select from public.room_members as m
                where m.user_id = (select auth.uid())
                    and m.room_id = split_part(messages.topic, ':', 2)::uuid
            )
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            split_part(messages.topic, ':', 1) = 'room'
            and exists (
                select from public.room_members as m
                where m.user_id = (select auth.uid())
                    and m.room_id = split_part(messages.topic, ':', 2)::uuid
            )
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            case when (select realtime.topic()) ~ '^room:' then exists (
                select from public.room_members as m
                where m.user_id = (select auth.uid())
                    and m.room_id = split_part((select realtime.topic()), ':', 2)::uuid
            ) else false end
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            starts_with(messages.topic, 'room:')
            and exists (
                select from public.room_members as m
                where m.user_id = (select auth.uid())
                    and m.room_id = split_part(messages.topic, ':', 2)::uuid
            )
        );
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield casts whose best guard names the family of topics only."""
    what = 'a topic of the right prefix may hold what is no "{type}"'
    fix = "guard the cast with CASE WHEN and a regular expression"
    return judge_casts(project, lambda cast: cast.strength is Strength.FAMILY, what, fix)
