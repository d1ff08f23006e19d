"""Messages as JSON Schema 2020-12: what the schema files and the AsyncAPI document share."""

from __future__ import annotations

__all__ = ["DIALECT", "FOLDER", "Schemas"]

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic.json_schema import GenerateJsonSchema

from pedschema.emit.formats import FORMATS
from pedschema.emit.text import Shared
from pedschema.model.names import QualifiedName
from pedschema.model.wire import (
    Array,
    EventKind,
    Float,
    Integer,
    Numeric,
    Record,
    Reference,
    Text,
    find_named,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pedschema.model.wire import Event, Field, Variant, Wire, WireContract

DIALECT = GenerateJsonSchema.schema_dialect
"""The URL of JSON Schema 2020-12."""

Schema = dict[str, Any]
Names = Mapping[QualifiedName, str]
"""Enum and object types to what refers to them."""
Records = Mapping[Record, str]
"""Records to what refers to them."""

_NULL: Schema = {"type": "null"}
_UUID: Schema = {"type": "string", "pattern": FORMATS["uuid"]}
_FIXED: dict[str, Schema] = {
    "boolean": {"type": "boolean"},
    "json": {},
    "map": {"type": "object", "additionalProperties": {"type": ["string", "null"]}},
    "null": _NULL,
}
_NO_RECORDS: Records = {}
_TAKEN = {"$ref", "__proto__", "hasOwnProperty"}
"""Keys that parsers in JavaScript take for something else where a schema names its properties."""

FOLDER = "#/$defs/"
"""What references begin with in a schema that holds its types itself."""


class Schemas:
    """The schemas of one wire's types, and of the messages and payloads that are made of them.

    Attributes:
        types: the schema of each enum and object type by its name, sorted.
    """

    def __init__(self, wire: WireContract, names: Mapping[QualifiedName, str], folder: str = FOLDER) -> None:
        """Describe the types.

        Args:
            wire: that the types are of.
            names: of the types.
            folder: what references begin with.
        """
        self._references = {name: f"{folder}{given}" for name, given in names.items()}
        self._fields: dict[tuple[Wire, bool], Schema] = {}
        found: dict[str, Schema] = {
            names[enum.name]: {"title": str(enum.name), "enum": list(enum.labels)} for enum in wire.enums
        }
        for each in wire.objects:
            found[names[each.name]] = {"title": str(each.name), **self.describe_record(each.record)}
        self.types = dict(sorted(found.items()))
        self._names = names
        self._objects = {each.name: each.record for each in wire.objects}

    def find_types(self, records: Iterable[Record]) -> dict[str, Schema]:
        """Return the types that records are made of, by name, with those that these are made of."""
        found: dict[str, Schema] = {}
        waiting = list(records)
        while waiting:
            for name in {find_named(field.wire) for field in waiting.pop().fields}:
                if name is not None and self._names[name] not in found:
                    found[self._names[name]] = self.types[self._names[name]]
                    waiting += [self._objects[name]] if name in self._objects else []
        return found

    def describe_record(self, record: Record) -> Schema:
        """Return the schema of a record; other keys than its own are refused."""
        properties = {field.name: self._describe_field(field) for field in record.fields}
        return _closed(properties, list(properties))

    def _describe_field(self, field: Field) -> Schema:
        key = field.wire, field.nullable
        known = self._fields.get(key)
        if known is None:
            known = self._fields[key] = Shared(_field(field, self._references))
        return known

    def describe_message(self, event: Event, records: Records = _NO_RECORDS) -> Schema:
        """Return the schema of what a client's callback gets for the event; records are as for payloads."""
        meta = {"id": {"type": "string"}, "replayed": {"type": "boolean"}}
        return {
            "title": event.name,
            "type": "object",
            "properties": {
                "type": {"const": "broadcast"},
                "event": {"const": event.name},
                "meta": {"type": "object", "properties": meta},
                "payload": self.describe_payload(event, records),
            },
            "required": ["type", "event", "payload"],
        }

    def describe_payload(self, event: Event, records: Records = _NO_RECORDS) -> Schema:
        """Return the schema of the event's payload; keys that no contract declares are refused.

        Args:
            event: of a topic of the wire.
            records: to what refers to them; those that are not among them are described where they stand.
        """

        def describe(record: Record) -> Schema:
            return {"$ref": records[record]} if record in records else self.describe_record(record)

        payloads = [_payload(event, variant, describe) for variant in event.variants]
        return payloads[0] if len(payloads) == 1 else {"oneOf": payloads}


def _payload(event: Event, variant: Variant, describe: Callable[[Record], Schema]) -> Schema:
    if event.kind is EventKind.CLIENT or event.table is None:
        return describe(variant.record) if variant.record else {"type": "object"}
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
            properties[f"{side}{plural}"] = _side(describe(record) if record else None, is_list=bool(plural))
    # Servers before 2025-11 put no id into payloads.
    return _closed(properties, [name for name in properties if name != "id"])


def _side(record: Schema | None, *, is_list: bool) -> Schema:
    if record is None:
        return _NULL
    return {"type": "array", "items": record, "minItems": 1} if is_list else record


def _closed(properties: Schema, required: list[str]) -> Schema:
    """Return an object with these keys and no other."""
    plain = {name: schema for name, schema in properties.items() if name not in _TAKEN}
    taken = {f"^{re.escape(name)}$": schema for name, schema in properties.items() if name in _TAKEN}
    return {
        "type": "object",
        "properties": plain,
        **({"patternProperties": taken} if taken else {}),
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
