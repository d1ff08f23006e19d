"""Protocol 2.0.0: JSON arrays, and binary frames for broadcasts."""

from __future__ import annotations

__all__ = ["FIELD_LIMIT", "parse_v2", "render_v2"]

from pedschema.endpoint.frame import Broadcast, Incoming, MalformedFrameError, Outgoing, Upload
from pedschema.endpoint.jsontext import load_json, read_reference, render_json

FIELD_LIMIT = 255
"""Bytes of topic, event and metadata in a binary frame, each."""

_USER_PUSH = 3
_USER_BROADCAST = 4
_PUSH_HEADER = 7
_BINARY, _JSON = 0, 1


def parse_v2(frame: str | bytes) -> Incoming:
    """Return the message in a client's frame.

    Raises:
        MalformedFrameError: no array of five, no binary push of a broadcast, or cut short.
    """
    return _parse_binary(frame) if isinstance(frame, bytes) else _parse_text(frame)


def render_v2(message: Outgoing | Broadcast) -> str | bytes | None:
    """Return the frame of a message; None when topic, event or metadata are too long for a binary frame."""
    if isinstance(message, Outgoing):
        parts = [message.join_ref, message.ref, message.topic, message.event, message.payload]
        return render_json(parts)
    topic, event = message.topic.encode(), message.event.encode()
    meta = render_json(message.meta).encode() if message.meta else b""
    sizes = (len(topic), len(event), len(meta))
    if max(sizes) > FIELD_LIMIT:
        return None
    encoding = _JSON if message.is_json else _BINARY
    return bytes((_USER_BROADCAST, *sizes, encoding)) + topic + event + meta + message.data


def _parse_text(frame: str) -> Incoming:
    match load_json(frame):
        case [join_ref, ref, str(topic), str(event), payload, *_]:
            return Incoming(topic, event, payload, read_reference(ref), read_reference(join_ref))
    what = "a frame is an array of join_ref, ref, topic, event and payload"
    raise MalformedFrameError(what)


def _parse_binary(frame: bytes) -> Incoming:
    if len(frame) < _PUSH_HEADER or frame[0] != _USER_PUSH:
        what = "a binary frame of a client pushes a broadcast"
        raise MalformedFrameError(what)
    fields, start = [], _PUSH_HEADER
    for size in frame[1:6]:
        fields.append(frame[start : start + size])
        start += size
    if start > len(frame):
        what = "a binary frame ends before its fields do"
        raise MalformedFrameError(what)
    try:
        join_ref, ref, topic, event, metadata = (field.decode() for field in fields)
    except UnicodeDecodeError as error:
        what = "the fields of a binary frame are UTF-8"
        raise MalformedFrameError(what) from error
    if metadata:
        load_json(metadata)
    payload = Upload(event, frame[start:], is_json=frame[6] != _BINARY)
    return Incoming(topic, "broadcast", payload, ref or None, join_ref or None)
