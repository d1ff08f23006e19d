"""A regular expression before a cast to uuid lets through what is no uuid.

A join of such a topic fails with 22P02 instead of "no", and so does every policy asked with it.
`[0-9a-f-]{36}` matches 36 dashes, and an expression without `$` matches a uuid with more behind it.

Instead: write out the form, `^room:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`.
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.pattern import Strength
from pedschema.lint.rule import rule
from pedschema.lint.topic_cast import find_casts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


@rule(
    "TOP007",
    Severity.WARNING,
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
            (select realtime.topic()) ~ '^room:[[:xdigit:]]{8}-([[:xdigit:]]{4}-){3}[[:xdigit:]]{12}(:chat)?$'
            and exists (
                select from public.room_members as m
                where m.user_id = (select auth.uid())
                    and m.room_id = split_part((select realtime.topic()), ':', 2)::uuid
            )
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            (select realtime.topic()) ~ '^room:[0-9a-f-]{36}$'
            and exists (
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
                where m.room_id::text = substring(messages.topic from '^room:([0-9a-f-]{36})$')
            )
        );
        """,
    ),
    bad=(
        """
        create policy a on realtime.messages for select to authenticated using (
            (select realtime.topic()) ~ '^room:[0-9a-f-]{36}$'
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
                    and m.room_id = substring((select realtime.topic()) from 'room:([0-9a-f-]{36})')::uuid
            )
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            (select realtime.topic()) ~ '^room:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
            and exists (
                select from public.room_members as m
                where m.user_id = (select auth.uid())
                    and m.room_id = split_part((select realtime.topic()), ':', 2)::uuid
            )
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            case when topic ~* '^room:[0-9a-f-]+$' then exists (
                select from public.room_members as m
                where m.user_id = (select auth.uid())
                    and m.room_id = split_part(messages.topic, ':', 2)::uuid
            ) else false end
        );
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield expressions that guard a cast and match more than it takes."""
    for cast in find_casts(project):
        if cast.strength is Strength.WEAK:
            yield cast.condition.hit(
                f'the expression matches text that is no "{cast.type}"',
                "write out the form of a uuid between ^ and $",
                cast.guard,
            )
