"""A topic is published, and nobody may read it.

Its messages are written for each change and thrown away: clients are refused when they join, or join and
hear nothing. Nothing in the app or in the database says so.

Instead: write a SELECT policy on realtime.messages that admits those whom the contract names.
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.live_hit import declared_hit
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


@rule(
    "CAT002",
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
        "create policy everything on realtime.messages for select to authenticated using (true);",
    ),
    bad=(
        "drop table public.members cascade;",
        """
        create policy chat on realtime.messages for select to authenticated using (
            extension = 'broadcast' and exists (
                select from public.members as m
                where m.user_id = (select auth.uid())
                    and 'rooms:' || m.room_id || ':chat' = (select realtime.topic())
            )
        );
        """,
        """
        create policy presence on realtime.messages for select to authenticated
            using (extension = 'presence');
        """,
        "create policy send on realtime.messages for insert to authenticated with check (true);",
    ),
    live=True,
)
def check(project: Project) -> Iterator[Hit]:
    """Yield the topics that tables feed and no persona receives."""
    if project.catalogue is None or project.live is None:
        return
    asked = {fact.topic for fact in project.live.access}
    read = {fact.topic for fact in project.live.access if fact.bound and "broadcast" in fact.reads}
    for topic in project.catalogue.topics:
        mine = {each for each in asked if topic.pattern.matches(each)}
        if topic.publications and mine and mine.isdisjoint(read):
            what = "no persona may read broadcasts of it, on any sample"
            fix = "mend its SELECT policy, or add a persona and a sample for whom it holds"
            yield declared_hit(topic.where, f"topic {topic.pattern}", what, fix)
