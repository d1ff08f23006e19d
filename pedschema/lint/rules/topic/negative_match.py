"""A policy says which topics it is not for, and so is for all others.

Whoever passes the rest of it joins the topics of every other feature, those that are yet to come included.
`NOT LIKE`, `<>`, `NOT IN` and a `CASE … ELSE true` all open what they do not name.

Instead: name the topics that the policy is for; leave some of them out behind that.

    using (messages.topic like 'room:%' and messages.topic not like 'room:%:staff' and …)
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
    "TOP006",
    Severity.ERROR,
    good=(
        """
        create policy a on realtime.messages for select to authenticated using (
            messages.topic like 'room:%'
            and messages.topic not like 'room:%:staff'
            and app.may_follow(messages.topic)
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            case when messages.topic like 'room:%' then app.may_follow(messages.topic) else false end
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            not (messages.topic <> 'lobby')
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            exists (
                select from public.room_members as m
                where m.topic = messages.topic
                    and not exists (select from public.bans as b where b.topic = messages.topic)
            )
        );
        """,
        """
        create policy a on realtime.messages as restrictive for select to anon using (topic <> 'x');
        """,
    ),
    bad=(
        """
        create policy a on realtime.messages for select to authenticated using (
            messages.topic not like 'staff:%' and (select auth.uid()) is not null
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            case when messages.topic like 'room:%' then app.may_follow(messages.topic) else true end
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            messages.topic not in ('staff', 'board')
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            not (messages.topic = 'staff')
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            (topic <> ALL (ARRAY['staff'::text, 'board'::text]))
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            not exists (
                select from public.bans as b
                where b.user_id = (select auth.uid()) and b.topic = messages.topic
            )
        );
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield conditions with a branch that leaves topics out and names none."""
    for condition in find_grants(project):
        found = restrict_topic(condition)
        if found.weight is Weight.NEGATIVE:
            yield condition.hit(
                "it opens every topic that it does not name", "name the topics that it is for", found.node
            )
