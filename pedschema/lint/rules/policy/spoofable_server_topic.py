"""Clients may send to a topic that the database publishes to.

Whoever may send there forges changes that never happened: policies see neither the event nor the payload,
and receivers cannot tell a client's message from a trigger's. Such policies are often added to make a
trigger work that runs with the privileges of its caller.

Instead: give what clients say a topic of its own, and let triggers send in SECURITY DEFINER, so that they
need no INSERT policy.
"""

from __future__ import annotations

__all__ = ["check"]

from collections import defaultdict
from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.live_hit import declared_hit
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


@rule(
    "POL014",
    Severity.ERROR,
    good=(
        """
        create policy live_send on realtime.messages for insert to authenticated
            with check ((select realtime.topic()) like 'room:%:live');
        """,
        """
        create policy chat_track on realtime.messages for insert to authenticated
            with check (extension = 'presence' and (select realtime.topic()) like 'room:%:chat');
        """,
        """
        create policy backend on realtime.messages for insert to service_role
            with check ((select realtime.topic()) like 'room:%:chat');
        """,
    ),
    bad=(
        """
        create policy send on realtime.messages for insert to authenticated
            with check ((select realtime.topic()) like 'room:%');
        """,
        """
        create policy everything on realtime.messages for all to authenticated
            using (extension = 'broadcast' and (select realtime.topic()) like 'room:%:chat');
        """,
    ),
    live=True,
)
def check(project: Project) -> Iterator[Hit]:
    """Yield the topics of publications to which some persona may broadcast."""
    if project.catalogue is None or project.live is None:
        return
    senders: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for fact in project.live.access:
        if fact.bound and "broadcast" in fact.writes:
            senders[fact.topic].setdefault(fact.persona)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name, personas in senders.items():
        declared = project.catalogue.topic_of(name)
        if declared and declared.publications:
            found[str(declared.pattern)] |= set(personas)
    for topic in project.catalogue.topics:
        if names := found.get(str(topic.pattern)):
            who = ", ".join(f'"{name}"' for name in sorted(names))
            what = f"{who} may broadcast on it, and a table feeds it"
            fix = "narrow the INSERT policy to topics that no table feeds"
            yield declared_hit(topic.where, f"topic {topic.pattern}", what, fix)
