"""A client sends on a topic what the contract does not let clients send.

Realtime drops the message without an answer: the sender is told "ok", or waits ten seconds where it asked
for an acknowledgement, and nobody receives anything. Where an older policy still admits it, clients forge
what everybody takes for messages of the database.

Instead: write to the table and let its publication tell everybody, or send on a topic with `write`.

    supabase.channel(`room:${roomId}:live`, { config: { private: true } })
        .send({ type: 'broadcast', event: 'reaction', payload: {} })
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.client import Kind
from pedschema.lint.clients.contract import find_topics, list_names, may_be
from pedschema.lint.rule import rule
from pedschema.lint.subjects import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.client import ClientBinding
    from pedschema.lint.project import Project
    from pedschema.model.topic import Topic


@rule(
    "CAT024",
    Severity.ERROR,
    good=(
        """
        // client
        supabase.channel(`room:${id}:live`).send({ type: 'broadcast', event: 'reaction', payload });
        """,
        """
        // client
        supabase.channel(`room:${id}:live`).send({ type: 'broadcast', event, payload });
        """,
        """
        // client
        supabase.channel(`room:${id}:chat`).on('broadcast', { event: 'messages.INSERT' }, show);
        """,
    ),
    bad=(
        """
        // client
        supabase.channel(`room:${id}:chat`).send({ type: 'broadcast', event: 'reaction', payload });
        """,
        """
        // client
        supabase.channel(`room:${id}:live`).send({ type: 'broadcast', event: 'messages.INSERT', payload });
        """,
        """
        // client
        const chat = useRef(null);
        chat.current = supabase.channel(`room:${id}:chat`);
        const say = (payload) => chat.current?.httpSend('message', payload);
        """,
    ),
    file="client.ts",
)
def check(project: Project) -> Iterator[Hit]:
    """Yield sent broadcasts that no topic which the channel may be takes from clients."""
    if project.catalogue is None:
        return
    for channel in project.clients or ():
        topics = find_topics(channel, project.catalogue)
        sends = [each for each in channel.sends if each.kind is Kind.BROADCAST] if topics else []
        for binding in sends:
            if hit := _judge(binding, topics):
                yield hit


def _judge(binding: ClientBinding, topics: tuple[Topic, ...]) -> Hit | None:
    writable = [topic for topic in topics if topic.write]
    event = "a broadcast" if binding.event is None else f'"{binding.event}"'
    if not writable:
        names = list_names(topic.pattern.untyped for topic in topics)
        what = f"{event} is sent on {names}, which clients may not write to"
        return Hit(binding.place, what, "write to the table instead, or send on a topic with write")
    events = [event.name for topic in writable for event in topic.client_events]
    if binding.event is None or any(may_be(binding.event, name) for name in events):
        return None
    names = list_names(topic.pattern.untyped for topic in writable)
    what = f"{event} is sent on {names}, whose client_events do not name it"
    return Hit(binding.place, what, f"send {list_names(events)}, or add the event to client_events")
