"""A policy uses the topic as a pattern, and the client chooses it.

A client that asks for the topic "%", or ".*" where it is a regular expression, matches every row and joins;
one that asks for "room:%" listens where it likes once somebody sends there. A pattern that is none raises
and refuses the join of every policy.

Instead: let the topic be what is matched, on the left side, or compare with `=`.
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.rule import rule
from pedschema.lint.topic_match import find_matches, is_topical

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


@rule(
    "TOP009",
    Severity.ERROR,
    good=(
        """
        create policy a on realtime.messages for select to authenticated using (
            exists (select from public.rooms as r where messages.topic like r.pattern)
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            exists (select from public.rooms as r where r.topic = messages.topic and r.name like 'a%')
        );
        """,
    ),
    bad=(
        """
        create policy a on realtime.messages for select to authenticated using (
            exists (
                select from public.room_members as m
                where m.user_id = (select auth.uid()) and m.room_topic like (select realtime.topic())
            )
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            exists (
                select from public.room_members as m
                where m.user_id = (select auth.uid())
                    and m.room_topic ~ ('^' || split_part(messages.topic, ':', 2))
            )
        );
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield matches whose pattern is made of the topic."""
    for match in find_matches(project):
        if is_topical(match.condition, match.pattern) and not is_topical(match.condition, match.subject):
            yield match.condition.hit(
                "the topic is the pattern, and the client chooses it",
                "compare with =, or swap the sides",
                match.node,
            )
