"""What travels between client and server, whatever the protocol's version."""

from __future__ import annotations

__all__ = ["Broadcast", "Incoming", "MalformedFrameError", "Outgoing", "Upload", "answer", "read_size"]

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

TERM_OVERHEAD = 6
"""How many bytes a payload is larger than its text by the measure of the server."""


class MalformedFrameError(ValueError):
    """A frame of a client that the server drops; the connection stays."""


@dataclass(frozen=True, slots=True)
class Upload:
    """The payload of a broadcast in a binary frame of protocol 2."""

    event: str
    data: bytes
    is_json: bool


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message of a client.

    Attributes:
        payload: the decoded JSON, or an `Upload`.
        ref: names the message, so that its reply can be found.
        join_ref: the `ref` of the join of its channel.
    """

    topic: str
    event: str
    payload: object
    ref: str | None = None
    join_ref: str | None = None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message of the server that is a JSON object."""

    topic: str
    event: str
    payload: Mapping[str, object]
    ref: str | None = None
    join_ref: str | None = None


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A message of a topic whose payload is sent as it came: JSON text, or bytes.

    Attributes:
        meta: `id` of a stored message and `replayed`; empty for what clients send.
    """

    topic: str
    event: str
    data: bytes
    is_json: bool = True
    meta: Mapping[str, object] = field(default_factory=dict)


def answer(to: Incoming, status: str, response: object) -> Outgoing:
    """Return the reply to a client's message, `status` being `ok` or `error`."""
    payload = {"status": status, "response": response}
    return Outgoing(to.topic, "phx_reply", payload, to.ref, to.join_ref)


def read_size(payload: object) -> int:
    """Return the bytes that a payload counts for; about what the server measures on its own terms."""
    if isinstance(payload, Upload):
        return len(payload.data) + len(payload.event.encode()) + TERM_OVERHEAD
    if isinstance(payload, bytes):
        return len(payload) + TERM_OVERHEAD
    return len(json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()) + TERM_OVERHEAD
