"""A client listens to an event that nobody sends on its topic.

The listener is never called, and nothing says so: neither client nor server compares names of events with
what is sent. It is what is left after an event is renamed, or of a message that clients used to send.

Instead: listen to an event that the topic's publications or clients send.

    channel.on('broadcast', { event: 'messages.INSERT' }, show)
"""

from __future__ import annotations

__all__ = ["check"]

from difflib import get_close_matches
from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.client import Kind
from pedschema.lint.clients.contract import find_topics, list_names, may_be
from pedschema.lint.rule import rule
from pedschema.lint.subjects import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.model.topic import Topic


@rule(
    "CAT023",
    Severity.WARNING,
    good=(
        """
        // client
        supabase.channel(`room:${id}:chat`).on('broadcast', { event: 'Messages.insert' }, show);
        """,
        """
        // client
        supabase.channel(`room:${id}:chat`).on('broadcast', { event: '*' }, show);
        """,
        """
        // client
        supabase.channel(`room:${id}:chat`).on('broadcast', { event: `messages.${what}` }, show);
        """,
        """
        // client
        supabase.channel(`room:${id}:live`).on('broadcast', { event: 'reaction' }, show);
        """,
    ),
    bad=(
        """
        // client
        supabase.channel(`room:${id}:chat`).on('broadcast', { event: 'message' }, show);
        """,
        """
        // client
        supabase.channel(`room:${id}:chat`).on('broadcast', { event: 'reaction' }, show);
        """,
        """
        // client
        for (const event of ['messages.INSERT', 'messages.GROUP']) {
            supabase.channel(`room:${id}:chat`).on('broadcast', { event }, show);
        }
        """,
    ),
    file="client.ts",
)
def check(project: Project) -> Iterator[Hit]:
    """Yield broadcast bindings whose event is known, on topics on which no such event is sent."""
    if project.catalogue is None:
        return
    for channel in project.clients or ():
        topics = find_topics(channel, project.catalogue)
        events = _find_events(topics)
        for binding in channel.bindings if topics else ():
            wanted = binding.event if binding.kind is Kind.BROADCAST else None
            if wanted and wanted != "*" and not any(may_be(wanted, event) for event in events):
                close = get_close_matches(wanted, events, n=1) or events
                yield Hit(
                    binding.place,
                    f'"{wanted}" is never sent on {list_names(topic.pattern.untyped for topic in topics)}',
                    f"listen to {list_names(close)}" if close else "remove the listener",
                )


def _find_events(topics: tuple[Topic, ...]) -> list[str]:
    published = [event for topic in topics for each in topic.publications for event in each.events]
    return published + [event.name for topic in topics for event in topic.client_events]
