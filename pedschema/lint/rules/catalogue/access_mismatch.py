"""What a role may do on a topic is not what the contract declares.

Whoever reads the contract is told something else than the database does. Either somebody has a right that
nobody granted on purpose, or a screen waits for a right that it will never get.

Instead: change the policy, or the contract, until both say the same. Messages that clients may send to a
topic that tables feed are a matter of their own (POL014), as are topics that nobody may read (CAT002).
"""

from __future__ import annotations

__all__ = ["check"]

from collections import defaultdict
from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.live_hit import declared_hit
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pedschema.lint.live_access import AccessFact
    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit
    from pedschema.model.topic import Topic


@rule(
    "CAT004",
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
        create policy live on realtime.messages for select to authenticated using (
            extension in ('broadcast', 'presence') and exists (
                select from public.members as m
                where m.user_id = (select auth.uid())
                    and 'room:' || m.room_id || ':live' = (select realtime.topic())
            )
        );
        create policy live_send on realtime.messages for insert to authenticated with check (
            extension in ('broadcast', 'presence') and exists (
                select from public.members as m
                where m.user_id = (select auth.uid())
                    and 'room:' || m.room_id || ':live' = (select realtime.topic())
            )
        );
        """,
        """
        create policy chat on realtime.messages for select to authenticated
            using (extension = 'broadcast' and (select realtime.topic()) like 'room:%:chat');
        create policy live on realtime.messages for select to authenticated
            using ((select realtime.topic()) like 'room:%:live');
        create policy live_send on realtime.messages for insert to authenticated
            with check ((select realtime.topic()) like 'room:%:live');
        """,
    ),
    bad=(
        """
        create policy chat on realtime.messages for select to anon
            using (extension = 'broadcast' and (select realtime.topic()) like 'room:%:chat');
        """,
        """
        create policy chat on realtime.messages for select to authenticated
            using ((select realtime.topic()) like 'room:%:chat');
        """,
        """
        create policy live on realtime.messages for select to authenticated
            using ((select realtime.topic()) like 'room:%:live');
        """,
    ),
    live=True,
)
def check(project: Project) -> Iterator[Hit]:
    """Yield, for each topic, the rights that differ."""
    if project.catalogue is None or project.live is None:
        return
    facts: defaultdict[str, list[AccessFact]] = defaultdict(list)
    declared = {fact.topic: project.catalogue.topic_of(fact.topic) for fact in project.live.access}
    for fact in project.live.access:
        topic = declared[fact.topic]
        if topic and fact.bound:
            facts[str(topic.pattern)].append(fact)
    for topic in project.catalogue.topics:
        by_role: defaultdict[str, list[AccessFact]] = defaultdict(list)
        for fact in facts[str(topic.pattern)]:
            by_role[fact.role].append(fact)
        for what, fix in (*_find_too_much(topic, by_role), *_find_too_little(topic, by_role)):
            yield declared_hit(topic.where, f"topic {topic.pattern}", what, fix)


def _find_too_much(topic: Topic, by_role: Mapping[str, list[AccessFact]]) -> Iterator[tuple[str, str]]:
    for role, facts in sorted(by_role.items()):
        if role not in topic.read and (found := [fact for fact in facts if fact.reads]):
            what = f'role "{role}" joins as "{found[0].persona}", though not in read'
            yield what, f'add "{role}" to read, or name other roles in the policy'
        unexpected = [fact for fact in facts if "broadcast" in fact.writes]
        if role not in topic.write and not topic.publications and unexpected:
            what = f'role "{role}" broadcasts as "{unexpected[0].persona}", though not in write'
            yield what, f'add "{role}" to write, or narrow the INSERT policy'
        if not topic.presence and any("presence" in fact.reads | fact.writes for fact in facts):
            what = f'role "{role}" may use presence, which is not declared'
            yield what, "ask for messages.extension = 'broadcast', or declare presence"


def _find_too_little(topic: Topic, by_role: Mapping[str, list[AccessFact]]) -> Iterator[tuple[str, str]]:
    heard = any("broadcast" in fact.reads for facts in by_role.values() for fact in facts)
    for role, facts in sorted(by_role.items()):
        reads = {extension for fact in facts for extension in fact.reads}
        writes = {extension for fact in facts for extension in fact.writes}
        wanted = [
            (
                "read broadcasts",
                role in topic.read and (heard or not topic.publications),
                "broadcast" in reads,
            ),
            ("broadcast", role in topic.write, "broadcast" in writes),
            ("see presence", topic.presence and role in topic.read, "presence" in reads),
            ("track presence", topic.presence and role in topic.write, "presence" in writes),
        ]
        for verb, is_declared, is_possible in wanted:
            if is_declared and not is_possible:
                what = f'role "{role}" may {verb} by the contract, and no persona of it may'
                yield what, "mend the policy, or add a persona and a sample for whom it holds"
