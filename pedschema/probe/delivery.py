"""What the server would deliver of the messages that the database wrote."""

from __future__ import annotations

__all__ = ["Channel", "Mark", "Message", "drop_reason", "read_mark", "read_messages", "receivers"]

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from psycopg.rows import class_row

if TYPE_CHECKING:
    from collections.abc import Iterable

    from psycopg import Connection

_MAX_NAME_BYTES = 255
"""A frame of protocol 2 has one length byte for `realtime:` and the topic, and one for the event."""

_PREFIX = "realtime:"
_SPARE_BYTES = 500
_TERM_BYTES = 6

_OLDEST = "SELECT pg_catalog.pg_snapshot_xmin(pg_catalog.pg_current_snapshot())::xid::text"
_IDS = "SELECT id::text FROM realtime.messages WHERE pg_catalog.age(xmin) <= pg_catalog.age(%s::xid)"
_MESSAGES = """
    SELECT id::text, topic, event, payload::text AS text, private,
           pg_catalog.octet_length(binary_payload) AS binary_bytes
    FROM realtime.messages
    WHERE pg_catalog.age(xmin) <= pg_catalog.age(%s::xid) AND id::text <> ALL (%s)
    ORDER BY pg_catalog.max(pg_catalog.age(xmin)) OVER (PARTITION BY inserted_at) DESC,
             cmin::text::bigint, tableoid, ctid
"""
# `realtime.send` runs in a subtransaction of its own id, which a plain INSERT of the same transaction does
# not: transactions are told apart by their start, and ordered inside by the command.


@dataclass(frozen=True, slots=True)
class Mark:
    """A point in time in `realtime.messages`.

    Attributes:
        oldest: the oldest transaction that was still running then.
        ids: messages that were there already, of that transaction or a later one.
    """

    oldest: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """A row of `realtime.messages`.

    Attributes:
        text: the payload as the server sends it, verbatim; None when there is none.
        binary_bytes: size of a binary payload, None when there is none.
    """

    id: str
    topic: str
    event: str | None
    text: str | None
    binary_bytes: int | None
    private: bool | None

    @property
    def payload(self) -> Any:
        """The payload decoded, an object as a rule; None when there is none or it is binary."""
        return None if self.text is None else json.loads(self.text)


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel that somebody has joined.

    Attributes:
        reads: whether broadcasts reach it; a channel joined for presence alone gets none.
    """

    persona: str
    topic: str
    private: bool = True
    reads: bool = True


def read_mark(connection: Connection[Any]) -> Mark:
    """Return the present point in time: `read_messages` finds what is visible later and is not now."""
    oldest = connection.execute(_OLDEST).fetchone()
    name = str(oldest[0]) if oldest else "3"
    return Mark(name, tuple(row[0] for row in connection.execute(_IDS, (name,))))


def read_messages(connection: Connection[Any], since: Mark) -> tuple[Message, ...]:
    """Return the messages since a mark in the order of writing.

    Of transactions that do not overlap this is also the order of their commits, in which the server reads
    them. Rows of the connection's own open transaction are among them. The probe's rows never are.
    """
    with connection.cursor(row_factory=class_row(Message)) as cursor:
        return tuple(cursor.execute(_MESSAGES, (since.oldest, list(since.ids))))


def drop_reason(message: Message, payload_bytes: int) -> str:
    """Return why Realtime 2.129.8 delivers a message to nobody, empty when it does.

    Args:
        message: as it is in the database.
        payload_bytes: the plan's limit for one payload; the server adds 500 bytes to it, and six to the
            size of a payload.
    """
    if message.event is None:
        return "event_missing"
    if message.private is None:
        return "private_missing"
    if message.text is None and message.binary_bytes is None:
        return "payload_missing"
    size = len((message.text or "").encode()) if message.binary_bytes is None else message.binary_bytes
    if size + _TERM_BYTES > payload_bytes + _SPARE_BYTES:
        return "payload_size_exceeded"
    names = (_PREFIX + message.topic, message.event)
    if any(len(name.encode()) > _MAX_NAME_BYTES for name in names):
        return "frame_too_long"
    return ""


def receivers(message: Message, joined: Iterable[Channel], payload_bytes: int) -> tuple[Channel, ...]:
    """Return the channels that a message reaches, none when `drop_reason` names a reason.

    A private message reaches private channels only, a public one public channels only.
    """
    if drop_reason(message, payload_bytes):
        return ()
    return tuple(
        channel
        for channel in joined
        if channel.reads and channel.topic == message.topic and channel.private is message.private
    )
