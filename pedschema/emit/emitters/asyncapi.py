"""AsyncAPI 3: one document of all channels, for catalogues and viewers."""

from __future__ import annotations

__all__ = ["render"]

import re
from typing import TYPE_CHECKING, Any

from pedschema.emit.names import unique
from pedschema.emit.schema import Schemas
from pedschema.emit.stamp import MARK
from pedschema.emit.text import render_json
from pedschema.model.wire import EventKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pedschema.emit.names import Names, TopicNames
    from pedschema.model.wire import Event, Record, WireTopic

_FOLDER = "#/components/schemas/"
_OTHER = re.compile(r"[^\w.-]", re.ASCII)


def render(names: Names) -> dict[str, str]:
    """Return the document; operations are the server's: it sends what tables feed, and passes on the rest."""
    wire, schemas = names.wire, Schemas(names.wire, names.types, _FOLDER)
    records = {
        f"{each.stem}.{name}": schemas.describe_record(record)
        for each in names.topics
        for record, name in each.records.items()
    }
    document = {
        "asyncapi": "3.1.0",
        "x-generated": MARK,
        "info": {
            "title": wire.name,
            "version": wire.realtime,
            "description": "Private channels of Supabase Realtime; the version is the server's.",
        },
        "defaultContentType": "application/json",
        "channels": {each.stem: _channel(schemas, each) for each in names.topics},
        "operations": {
            name: operation
            for each in names.topics
            for name, operation in _operations(each.topic, each.stem).items()
        },
        # Types have no point in their names.
        "components": {"schemas": dict(sorted((records | schemas.types).items()))},
    }
    return {"asyncapi.json": render_json(document)}


def _channel(schemas: Schemas, named: TopicNames) -> dict[str, Any]:
    topic = named.topic
    parameters = {
        part.text: {"description": f"of type {part.type}"} for part in topic.parts if not part.is_literal
    }
    address = ":".join(part.text if part.is_literal else f"{{{part.text}}}" for part in topic.parts)
    keys = _keys(topic)
    records = {record: f"{_FOLDER}{named.stem}.{name}" for record, name in named.records.items()}
    return {
        "address": address,
        "title": topic.pattern,
        "description": topic.summary,
        **({"parameters": parameters} if parameters else {}),
        "messages": {keys[event.name]: _message(schemas, event, records) for event in topic.events},
        "x-surfaces": list(topic.surfaces),
    }


def _message(schemas: Schemas, event: Event, records: Mapping[Record, str]) -> dict[str, Any]:
    ended = {"x-sunset": event.sunset} if event.sunset else {}
    payload = schemas.describe_payload(event, records)
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
