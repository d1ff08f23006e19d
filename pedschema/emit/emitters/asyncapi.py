"""AsyncAPI 3: one document of all channels, for catalogues and viewers."""

from __future__ import annotations

__all__ = ["render"]

import re
from typing import TYPE_CHECKING, Any

from pedschema.emit.names import name_topics, unique
from pedschema.emit.schema import describe_payload, describe_types
from pedschema.emit.stamp import MARK
from pedschema.emit.text import render_json
from pedschema.model.wire import EventKind

if TYPE_CHECKING:
    from pedschema.model.wire import Event, WireContract, WireTopic

_FOLDER = "#/components/schemas/"
_OTHER = re.compile(r"[^\w.-]", re.ASCII)


def render(wire: WireContract) -> dict[str, str]:
    """Return the document; operations are the server's: it sends what tables feed, and passes on the rest."""
    names = name_topics(wire)
    document = {
        "asyncapi": "3.1.0",
        "x-generated": MARK,
        "info": {
            "title": wire.name,
            "version": wire.realtime,
            "description": "Private channels of Supabase Realtime; the version is the server's.",
        },
        "defaultContentType": "application/json",
        "channels": {names[topic.pattern]: _channel(wire, topic) for topic in wire.topics},
        "operations": {
            name: operation
            for topic in wire.topics
            for name, operation in _operations(topic, names[topic.pattern]).items()
        },
        "components": {"schemas": describe_types(wire, _FOLDER)},
    }
    return {"asyncapi.json": render_json(document)}


def _channel(wire: WireContract, topic: WireTopic) -> dict[str, Any]:
    parameters = {
        part.text: {"description": f"of type {part.type}"} for part in topic.parts if not part.is_literal
    }
    address = ":".join(part.text if part.is_literal else f"{{{part.text}}}" for part in topic.parts)
    keys = _keys(topic)
    return {
        "address": address,
        "title": topic.pattern,
        "description": topic.summary,
        **({"parameters": parameters} if parameters else {}),
        "messages": {keys[event.name]: _message(wire, event) for event in topic.events},
        "x-surfaces": list(topic.surfaces),
    }


def _message(wire: WireContract, event: Event) -> dict[str, Any]:
    ended = {"x-sunset": event.sunset} if event.sunset else {}
    payload = describe_payload(event, wire, _FOLDER)
    return {"name": event.name, "title": event.name, **ended, "payload": payload}


def _operations(topic: WireTopic, name: str) -> dict[str, Any]:
    keys = _keys(topic)
    found: dict[str, Any] = {}
    for action, word, is_client in (("send", "send", False), ("receive", "broadcast", True)):
        events = [each for each in topic.events if (each.kind is EventKind.CLIENT) is is_client]
        if events:
            found[f"{name}.{word}"] = {
                "action": action,
                "channel": {"$ref": f"#/channels/{name}"},
                "messages": [{"$ref": f"#/channels/{name}/messages/{keys[each.name]}"} for each in events],
            }
    return found


def _keys(topic: WireTopic) -> dict[str, str]:
    return unique([event.name for event in topic.events], lambda name: _OTHER.sub("_", name))
