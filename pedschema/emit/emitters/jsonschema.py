"""JSON Schema 2020-12: one file a topic, for validators and for generators of other languages."""

from __future__ import annotations

__all__ = ["render"]

from typing import TYPE_CHECKING, Any

from pedschema.emit.names import name_topics
from pedschema.emit.schema import DIALECT, describe_message, describe_types
from pedschema.emit.stamp import MARK
from pedschema.emit.text import render_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.model.wire import WireContract, WireTopic

_REFERENCE = "#/$defs/"


def render(wire: WireContract) -> dict[str, str]:
    """Return `<topic>.schema.json` for each topic: whatever a channel of that topic can receive."""
    names = name_topics(wire)
    return {f"{names[topic.pattern]}.schema.json": _render(wire, topic) for topic in wire.topics}


def _render(wire: WireContract, topic: WireTopic) -> str:
    messages = [describe_message(event, wire) for event in topic.events]
    types = describe_types(wire)
    used: dict[str, Any] = {}
    waiting = list(_find_references(messages))
    while waiting:
        name = waiting.pop()
        if name not in used:
            used[name] = types[name]
            waiting += _find_references(types[name])
    document = {
        "$comment": MARK,
        "$schema": DIALECT,
        "title": topic.pattern,
        "description": topic.summary,
        **_either(messages),
        "$defs": dict(sorted(used.items())),
    }
    return render_json(document)


def _either(messages: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what admits the messages; a topic of presence alone has none."""
    return {"oneOf": messages} if messages else {"not": {}}


def _find_references(schema: Any) -> Iterator[str]:
    """Yield the names of the types that a schema refers to."""
    if isinstance(schema, list):
        for each in schema:
            yield from _find_references(each)
    elif isinstance(schema, dict):
        for key, below in schema.items():
            if key == "$ref" and isinstance(below, str):
                yield below.removeprefix(_REFERENCE)
            else:
                yield from _find_references(below)
