"""Somebody may do more on a topic than the reviewed `access.lock` says.

Nobody has looked at the right that was gained: it came with a change of a policy, a rule or a grant, and
whoever has it joins or sends from the next join on. `pedschema plan` asks the same before a deploy, and wants
an approval in the revision.

Instead: narrow the policy, or let the change be seen in review: `pedschema matrix --write`.
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Place, Severity
from pedschema.lint.rule import rule
from pedschema.lint.subjects import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project


@rule(
    "MIG002",
    Severity.ERROR,
    good=(
        """
        create policy chat on realtime.messages for select to authenticated using (
            extension = 'broadcast' and exists (
                select from public.members as m
                where m.user_id = (select auth.uid())
                    and 'room:' || m.room_id || ':chat' = (select realtime.topic())
            )
        );
        """,
        """
        create policy chat on realtime.messages for select to authenticated using (false);
        """,
    ),
    bad=(
        """
        create policy chat on realtime.messages for select to authenticated
            using (extension = 'broadcast' and (select realtime.topic()) like 'room:%:chat');
        """,
        """
        create policy chat on realtime.messages for insert to authenticated with check (
            extension = 'broadcast' and exists (
                select from public.members as m
                where m.user_id = (select auth.uid())
                    and 'room:' || m.room_id || ':chat' = (select realtime.topic())
            )
        );
        """,
    ),
    live=True,
)
def check(project: Project) -> Iterator[Hit]:
    """Yield each right that the review has not seen."""
    for gained in project.live.gained if project.live else ():
        what, fix = gained.text, "narrow the policy, or run `pedschema matrix --write` and have it reviewed"
        yield Hit(Place(object=f"topic {gained.topic}"), what, fix)
