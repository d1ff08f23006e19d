"""A client uses presence on a topic that has none.

No policy admits presence there, so what the client tracks reaches nobody and the list of who is there stays
empty. The join itself succeeds, and nothing on the client tells the two apart.

Instead: track presence on a topic with `presence = true`.

    supabase.channel(`room:${roomId}:live`, { config: { private: true } }).track({ name })
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.client import Kind
from pedschema.lint.clients.contract import find_topics, list_names
from pedschema.lint.rule import rule
from pedschema.lint.subjects import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project


@rule(
    "CAT025",
    Severity.WARNING,
    good=(
        """
        // client
        supabase.channel(`room:${id}:live`).on('presence', { event: 'sync' }, show);
        """,
        """
        // client
        supabase.channel(`room:${id}:${what}`).track({ name });
        """,
        """
        // client
        supabase.channel(`room:${id}:chat`).on('system', {}, show);
        """,
    ),
    bad=(
        """
        // client
        supabase.channel(`room:${id}:chat`).on('presence', { event: 'sync' }, show);
        """,
        """
        // client
        const chat = supabase.channel(`room:${id}:chat`);
        chat.track({ name });
        """,
    ),
    file="client.ts",
)
def check(project: Project) -> Iterator[Hit]:
    """Yield presence on channels none of whose topics has it."""
    if project.catalogue is None:
        return
    writable = [topic.pattern.untyped for topic in project.catalogue.topics if topic.presence]
    fix = f"use presence on {list_names(writable)}" if writable else "declare a topic with presence = true"
    for channel in project.clients or ():
        topics = find_topics(channel, project.catalogue)
        if not topics or any(topic.presence for topic in topics):
            continue
        names = list_names(topic.pattern.untyped for topic in topics)
        for binding in (*channel.bindings, *channel.sends):
            if binding.kind is Kind.PRESENCE:
                yield Hit(binding.place, f"presence is used on {names}, which has none", fix)
