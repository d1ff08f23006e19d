r"""A pattern for the topic has an underscore, which stands for any character.

It matches topics of other families: 'room_%' lets in "rooms:1" and "roomsadmin:1", which are somebody
else's to read.

Instead: escape it, `like 'chat\_room:%'`, or write `starts_with(messages.topic, 'chat_room:')`.
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.pattern import find_wildcard
from pedschema.lint.rule import rule
from pedschema.lint.topic_match import find_matches, is_topical

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


@rule(
    "TOP004",
    Severity.WARNING,
    good=(
        """
        create policy a on realtime.messages for select to authenticated
            using (messages.topic like 'chat\\_room:%' and app.may_follow(messages.topic));
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            messages.topic like 'chat!_room:%' escape '!' and app.may_follow(messages.topic)
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            starts_with(messages.topic, 'chat_room:') and app.may_follow(messages.topic)
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            messages.topic ~ '^chat_room:' and app.may_follow(messages.topic)
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            messages.topic like 'code:____' and app.may_follow(messages.topic)
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            exists (select from public.rooms as r where r.name like 'a_b' and r.topic = messages.topic)
        );
        """,
    ),
    bad=(
        """
        create policy a on realtime.messages for select to authenticated using (
            messages.topic like 'room_%' and app.may_follow(messages.topic)
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            messages.topic like 'chat_room:' || (select auth.uid())::text
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            (topic ~~ 'chat_room:%'::text) and app.may_follow(topic)
        );
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield patterns with a single underscore; several in a row are meant."""
    for match in find_matches(project):
        if match.is_regex or not is_topical(match.condition, match.subject):
            continue
        for text in match.leaves:
            place = find_wildcard(text or "", "_", match.escape)
            if text and place >= 0 and text[place : place + 2] != "__":
                yield match.condition.hit(
                    f'"_" in "{text}" stands for any character', "escape it with a backslash", match.node
                )
                break
