"""The messages that pass, as they pass."""

from __future__ import annotations

__all__ = ["Live"]

import asyncio
import json
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pedschema.endpoint.frame import Broadcast, MalformedFrameError, Outgoing
from pedschema.endpoint.jsontext import load_json

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from pedschema.endpoint.console.shapes import Shapes
    from pedschema.endpoint.hub import Hub, Room

WAITING = 500
"""A page that does not keep up loses the oldest messages, and is told how many."""

Json = dict[str, object]


class Live:
    """Every message that the hub sends, for any number of pages."""

    def __init__(self, hub: Hub, shapes: Shapes) -> None:
        self._hub = hub
        self._shapes = shapes
        self._queues: set[asyncio.Queue[Json | None]] = set()
        self._closed = False

    def close(self) -> None:
        """End every stream."""
        self._closed = True
        for queue in self._queues:
            _put(queue, None)

    async def stream(self) -> AsyncIterator[bytes]:
        """Yield lines of JSON, the first one without news, until the page goes or the server stops."""
        with self._watch() as queue:
            yield b"{}\n"
            while not self._closed and (news := await queue.get()) is not None:
                yield json.dumps(news).encode() + b"\n"

    @contextmanager
    def _watch(self) -> Iterator[asyncio.Queue[Json | None]]:
        queue: asyncio.Queue[Json | None] = asyncio.Queue(WAITING)
        lost = 0

        def watch(room: Room, message: Outgoing | Broadcast, receivers: int) -> None:
            nonlocal lost
            lost += queue.full()
            _put(queue, self._describe(room, message, receivers) | {"lost": lost})

        self._hub.watchers[watch] = None
        self._queues.add(queue)
        try:
            yield queue
        finally:
            self._queues.discard(queue)
            del self._hub.watchers[watch]

    def _describe(self, room: Room, message: Outgoing | Broadcast, receivers: int) -> Json:
        event, payload, identity = _read(message)
        return {
            "id": identity,
            "at": datetime.now(UTC).isoformat(),
            "topic": room.topic,
            "private": room.private,
            "event": event,
            "payload": payload,
            "from": "database" if identity else "client",
            "receivers": receivers,
            "errors": self._shapes.check(room.topic, event, payload),
        }


def _put(queue: asyncio.Queue[Json | None], news: Json | None) -> None:
    if queue.full():
        queue.get_nowait()
    queue.put_nowait(news)


def _read(message: Outgoing | Broadcast) -> tuple[str, object, str]:
    """Return event, payload and, of a message of the database, its id."""
    if isinstance(message, Outgoing):
        return str(message.payload.get("event", "")), message.payload.get("payload"), ""
    identity = str((message.meta or {}).get("id", ""))
    size = f"{len(message.data)} bytes"
    if not message.is_json:
        return message.event, size, identity
    try:
        return message.event, load_json(message.data), identity
    except MalformedFrameError:
        # A client's upload is passed on unread.
        return message.event, f"{size} that are no JSON", identity
