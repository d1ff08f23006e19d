"""Messages as JSON Schema 2020-12: what the schema files and the AsyncAPI document share."""

from __future__ import annotations

__all__ = ["DIALECT", "describe_message", "describe_payload", "describe_types"]

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic.json_schema import GenerateJsonSchema

from pedschema.emit.formats import FORMATS
from pedschema.emit.names import name_types
from pedschema.model.names import QualifiedName
from pedschema.model.wire import Array, EventKind, Float, Integer, Numeric, Reference, Text

if TYPE_CHECKING:
    from pedschema.model.wire import Event, Field, Record, Variant, Wire, WireContract

DIALECT = GenerateJsonSchema.schema_dialect
"""The URL of JSON Schema 2020-12."""

Schema = dict[str, Any]
Names = Mapping[QualifiedName, str]
"""Enum and object types to what refers to them."""

_NULL: Schema = {"type": "null"}
_UUID: Schema = {"type": "string", "pattern": FORMATS["uuid"]}
_FIXED: dict[str, Schema] = {
    "boolean": {"type": "boolean"},
    "json": {},
    "map": {"type": "object", "additionalProperties": {"type": ["string", "null"]}},
    "null": _NULL,
}
_FOLDER = "#/$defs/"


def describe_types(wire: WireContract, folder: str = _FOLDER) -> dict[str, Schema]:
    """Return the schema of each enum and object type by its name.

    Args:
        wire: that the types are of.
        folder: what references begin with.
    """
    names, references = name_types(wire), _refer(wire, folder)
    found: dict[str, Schema] = {
        names[enum.name]: {"title": str(enum.name), "enum": list(enum.labels)} for enum in wire.enums
    }
    for each in wire.objects:
        found[names[each.name]] = {"title": str(each.name), **_object(each.record, references)}
    return dict(sorted(found.items()))


def describe_message(event: Event, wire: WireContract) -> Schema:
    """Return the schema of what a client's callback gets for the event."""
    meta = {"id": {"type": "string"}, "replayed": {"type": "boolean"}}
    return {
        "title": event.name,
        "type": "object",
        "properties": {
            "type": {"const": "broadcast"},
            "event": {"const": event.name},
            "meta": {"type": "object", "properties": meta},
            "payload": describe_payload(event, wire),
        },
        "required": ["type", "event", "payload"],
    }


def describe_payload(event: Event, wire: WireContract, folder: str = _FOLDER) -> Schema:
    """Return the schema of the event's payload; keys that no contract declares are refused.

    Args:
        event: of a topic of the wire.
        wire: that the types are of.
        folder: what references begin with.
    """
    names = _refer(wire, folder)
    payloads = [_payload(event, variant, names) for variant in event.variants]
    return payloads[0] if len(payloads) == 1 else {"oneOf": payloads}


def _refer(wire: WireContract, folder: str) -> Names:
    return {name: f"{folder}{given}" for name, given in name_types(wire).items()}


def _payload(event: Event, variant: Variant, names: Names) -> Schema:
    if event.kind is EventKind.CLIENT or event.table is None:
        return _object(variant.record, names) if variant.record else {"type": "object"}
    properties: Schema = {
        "id": _UUID,
        "operation": {"const": variant.operation},
        "schema": {"const": event.table.schema},
        "table": {"const": event.table.name},
    }
    if event.kind is EventKind.REFETCH:
        properties["count"] = {"type": "integer", "minimum": 1}
    else:
        plural = "s" if event.kind is EventKind.GROUP else ""
        for side, record in (("record", variant.record), ("old_record", variant.old_record)):
            properties[f"{side}{plural}"] = _side(record, names, is_list=bool(plural))
    # Servers before 2025-11 put no id into payloads.
    return _closed(properties, [name for name in properties if name != "id"])


def _side(record: Record | None, names: Names, *, is_list: bool) -> Schema:
    if record is None:
        return _NULL
    schema = _object(record, names)
    return {"type": "array", "items": schema, "minItems": 1} if is_list else schema


def _object(record: Record, names: Names) -> Schema:
    properties = {field.name: _field(field, names) for field in record.fields}
    return _closed(properties, list(properties))


def _closed(properties: Schema, required: list[str]) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _field(field: Field, names: Names) -> Schema:
    schema = _value(field.wire, names)
    if not field.nullable or schema in ({}, _NULL):
        return schema
    return {"anyOf": [schema, _NULL]}


def _value(wire: Wire, names: Names) -> Schema:
    match wire:
        case Integer():
            limit = 2 ** (wire.bits - 1)
            return {"type": "integer", "minimum": -limit, "maximum": limit - 1}
        case Float() | Numeric():
            is_finite = isinstance(wire, Numeric) and wire.precision
            return _number("NaN") if is_finite else _number("NaN", "Infinity", "-Infinity")
        case Text():
            return {"type": "string"} | ({"pattern": FORMATS[wire.format]} if wire.format else {})
        case Reference():
            return {"$ref": names[wire.name]}
        case Array():
            return _array(wire, names)
    return _FIXED[wire.kind]


def _number(*words: str) -> Schema:
    return {"anyOf": [{"type": "number"}, {"enum": list(words)}]}


def _array(wire: Array, names: Names) -> Schema:
    element = _value(wire.of, names)
    if wire.nullable and element not in ({}, _NULL):
        element = {"anyOf": [element, _NULL]}
    for _ in range(wire.dimensions):
        element = {"type": "array", "items": element}
    return element
