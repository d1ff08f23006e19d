"""A policy admits somebody to a topic that the contract does not describe.

What is not declared is not reviewed: nobody has said who may be there, or what may be told. A misspelt
topic, a near miss of a declared one and any text at all are channels to whoever is admitted, with presence
and, where the policy lets clients send, with messages that look like those of the app.

Instead: let each policy ask for the whole topic, from its first letter to its last, and declare the topic
in the contract if it is meant.
"""

from __future__ import annotations

__all__ = ["check"]

from collections import defaultdict
from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.live_hit import object_hit
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


@rule(
    "CAT001",
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
        "create policy nobody on realtime.messages for select to authenticated using (false);",
    ),
    bad=(
        "create policy everything on realtime.messages for select to authenticated using (true);",
        """
        create policy lobby on realtime.messages for select to authenticated
            using ((select realtime.topic()) = 'lobby');
        """,
        """
        create policy send on realtime.messages for insert to authenticated
            with check ((select realtime.topic()) like 'room:%:chat%');
        """,
    ),
    live=True,
)
def check(project: Project) -> Iterator[Hit]:
    """Yield, for each group of personas, the undeclared topics to which they are admitted."""
    if project.catalogue is None or project.live is None:
        return
    admitted: defaultdict[str, list[str]] = defaultdict(list)
    for fact in project.live.access:
        if fact.bound and (fact.reads or fact.writes):
            admitted[fact.topic].append(fact.persona)
    labels = {fact.topic: fact.label for fact in project.live.access}
    groups: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for topic, personas in admitted.items():
        if project.catalogue.topic_of(topic) is None:
            groups[tuple(sorted(personas))].append(labels[topic])
    for group, topics in sorted(groups.items()):
        names = ", ".join(f'"{name}"' for name in group)
        others = f", as to {len(topics) - 1} more" if len(topics) > 1 else ""
        what = f"{names} may use a topic of no contract{others}"
        yield object_hit(f"topic {min(topics)}", what, "ask for whole topics, or declare this one")
