"""A policy compares a column with a cast of the bare topic.

Every join of another topic fails with 22P02 while the query is planned, before any guard is asked, a CASE
included. To estimate how many rows match, the planner runs `realtime.topic()` and the cast on it; a
sub-select is a parameter to it and left alone.

Instead: wrap the topic, `split_part((select realtime.topic()), ':', 2)::uuid`, or take the column
`messages.topic`.
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.rule import rule
from pedschema.lint.topic_cast import judge_casts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


@rule(
    "TOP002",
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
                    and m.room_id::text = split_part((select realtime.topic()), ':', 2)
            )
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            (select realtime.topic()) ~
                '^room:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
            and (select auth.uid()) = split_part(realtime.topic(), ':', 2)::uuid
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            (select realtime.topic()) ~
                '^room:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
            and exists (
                select from public.room_members as m
                where m.user_id = (select auth.uid())
                    and m.room_id = (select split_part(realtime.topic(), ':', 2)::uuid)
            )
        );
        """,
    ),
    bad=(
        """
        create policy a on realtime.messages for select to authenticated using (
            (select realtime.topic()) ~
                '^room:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
            and exists (
                select from public.room_members as m
                where m.user_id = (select auth.uid())
                    and m.room_id = split_part(realtime.topic(), ':', 2)::uuid
            )
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
                        and m.room_id = split_part(realtime.topic(), ':', 2)::uuid
                )
                else false
            end
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
            (select realtime.topic()) ~
                '^room:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
            and exists (
                select from public.rooms as r
                where r.topic = 'x:' || split_part(realtime.topic(), ':', 2)::uuid::text
            )
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            (select realtime.topic()) ~
                '^room:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
            and exists (
                select from public.room_members as m
                where m.room_id in (split_part(realtime.topic(), ':', 2)::uuid)
            )
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            (select realtime.topic()) ~
                '^room:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
            and messages.id = split_part(realtime.topic(), ':', 2)::uuid
        );
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield casts that the planner runs."""
    what = 'the planner casts the topic to "{type}" before any guard is asked'
    fix = "wrap the topic: (select realtime.topic())"
    return judge_casts(project, lambda cast: cast.planned is not None, what, fix)
