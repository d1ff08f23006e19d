"""Payloads as they may come, for pages and documents."""

from __future__ import annotations

__all__ = ["make_payload"]

from typing import TYPE_CHECKING, Any

from pedschema.model.wire import Array, EventKind, Integer, Reference, Text

if TYPE_CHECKING:
    from pedschema.model.wire import Event, Record, Wire, WireContract

_ID = "0b6f0c6e-6d0f-4b5e-9a53-5f0c3d1f7a10"

_TEXTS = {
    "": "text",
    "uuid": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
    "date": "2026-01-31",
    "time": "18:30:00",
    "timetz": "18:30:00+00",
    "timestamp": "2026-01-31T18:30:00",
    "timestamptz": "2026-01-31T18:30:00+00:00",
    "interval": "PT1H30M",
    "bytea": "\\x00ff",
    "integer": "9007199254740993",
    "numeric": "12.50",
}
_VALUES: dict[str, Any] = {
    "boolean": True,
    "integer": 1,
    "float": 0.5,
    "numeric": 12.5,
    "json": {},
    "map": {"key": "value"},
    "null": None,
}
_DEEPEST = 3


def make_payload(event: Event, wire: WireContract) -> dict[str, Any]:
    """Return a payload of the event's first variant, the same for the same wire."""
    variant = event.variants[0]
    if event.kind is EventKind.CLIENT or event.table is None:
        return _make_record(variant.record, wire, 0) if variant.record else {}
    payload: dict[str, Any] = {
        "id": _ID,
        "operation": variant.operation,
        "schema": event.table.schema,
        "table": event.table.name,
    }
    if event.kind is EventKind.REFETCH:
        return payload | {"count": 120}
    plural = "s" if event.kind is EventKind.GROUP else ""
    for side, record in (("record", variant.record), ("old_record", variant.old_record)):
        made = None if record is None else _make_record(record, wire, 0)
        payload[f"{side}{plural}"] = [made] if plural and made is not None else made
    return payload


def _make_record(record: Record, wire: WireContract, depth: int) -> dict[str, Any]:
    return {field.name: _make_value(field.wire, wire, depth) for field in record.fields}


def _make_value(value: Wire, wire: WireContract, depth: int) -> Any:
    match value:
        case Text():
            return _TEXTS[value.format]
        case Integer():
            return 1
        case Array():
            made: Any = _make_value(value.of, wire, depth)
            for _ in range(value.dimensions):
                made = [made]
            return made
        case Reference():
            return _make_named(value, wire, depth)
    return _VALUES[value.kind]


def _make_named(value: Reference, wire: WireContract, depth: int) -> Any:
    for enum in wire.enums:
        if enum.name == value.name:
            return next(iter(enum.labels), None)
    record = next(each.record for each in wire.objects if each.name == value.name)
    # Types of types need an end; every field of an object may be null.
    return None if depth > _DEEPEST else _make_record(record, wire, depth + 1)
