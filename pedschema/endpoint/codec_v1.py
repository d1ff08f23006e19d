"""Protocol 1.0.0: every frame is a JSON object."""

from __future__ import annotations

__all__ = ["parse_v1", "render_v1"]

import json

from pedschema.endpoint.frame import Broadcast, Incoming, MalformedFrameError, Outgoing
from pedschema.endpoint.jsontext import load_json, read_reference, render_json


def parse_v1(frame: str | bytes) -> Incoming:
    """Return the message in a client's frame.

    Raises:
        MalformedFrameError: it is binary, no JSON object, or has no `topic`, `event`, `payload` or `ref`.
    """
    if isinstance(frame, bytes):
        what = "protocol 1.0.0 has no binary frames"
        raise MalformedFrameError(what)
    message = load_json(frame)
    if not isinstance(message, dict) or not {"topic", "event", "payload", "ref"} <= message.keys():
        what = "a frame is an object with topic, event, payload and ref"
        raise MalformedFrameError(what)
    topic, event = message["topic"], message["event"]
    if not isinstance(topic, str) or not isinstance(event, str):
        what = "topic and event are strings"
        raise MalformedFrameError(what)
    references = read_reference(message["ref"]), read_reference(message.get("join_ref"))
    return Incoming(topic, event, message["payload"], *references)


def render_v1(message: Outgoing | Broadcast) -> str | None:
    """Return the frame of a message; None for one that this protocol cannot carry."""
    if isinstance(message, Outgoing):
        return render_json(
            {
                "ref": message.ref,
                "event": message.event,
                "payload": message.payload,
                "topic": message.topic,
            }
        )
    return _render_broadcast(message)


def _render_broadcast(message: Broadcast) -> str | None:
    if not message.is_json:
        return None
    try:
        inner = message.data.decode()
        load_json(inner)
    except ValueError:
        # A client's upload is passed on unread to clients of protocol 2.
        return None
    meta = f',"meta":{render_json(message.meta)}' if message.meta else ""
    payload = f'{{"event":{json.dumps(message.event)},"payload":{inner}{meta},"type":"broadcast"}}'
    return f'{{"ref":null,"event":"broadcast","payload":{payload},"topic":{json.dumps(message.topic)}}}'
