"""What a validator has to know of a topic: plain data, of which bundlers keep what is used."""

from __future__ import annotations

__all__ = ["render_check", "render_shared"]

from typing import TYPE_CHECKING, Any

from pedschema.emit.names import pascal, unique
from pedschema.emit.typescript.source import Raw, assign
from pedschema.emit.typescript.topic import PAYLOAD_KEYS
from pedschema.model.wire import Array, EventKind, Float, Integer, Map, Null, Numeric, Reference, find_named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pedschema.emit.names import TopicNames
    from pedschema.model.names import QualifiedName
    from pedschema.model.wire import Event, Record, Variant, Wire, WireContract, WireTopic

    Names = Mapping[QualifiedName, str]
    Tables = Mapping[QualifiedName, str]

_NULL = ("const", [None])


def render_check(named: TopicNames, names: Names) -> str:
    """Return the body of the module beside that of the topic; `names` are those of types, with scope."""
    topic = named.topic
    records = {record: _camel(name) for record, name in named.records.items()}
    parts = [assign(f"const {name}: Fields", _fields(record, names)) for record, name in records.items()]
    tables = _name_tables(topic)
    parts += [assign(f"const {name}: Fields", _common(table)) for table, name in tables.items()]
    told = [
        (event.name, [_payload(event, each, records, tables) for each in event.variants])
        for event in topic.events
    ]
    parts.append(assign("export const checks: Checks<Message>", told))
    types = "Checks, Fields" if records or tables else "Checks"
    head = [
        f'import type {{ {types} }} from "../validate";',
        f'import type {{ Message }} from "./{named.stem}";',
    ]
    if any(find_named(field.wire) for record in records for field in record.fields):
        head.insert(0, 'import * as t from "../types.check";')
    return "\n".join(head) + "\n\n" + "\n".join(parts)


def render_shared(wire: WireContract, names: Names) -> str:
    """Return the body of `types.check.ts`: the shapes of enums and object types."""
    shapes: dict[str, Any] = {names[enum.name]: ("enum", [], enum.labels) for enum in wire.enums}
    shapes |= {names[name]: ("object", [], _fields(record, names)) for name, record in _sort(wire)}
    parts = [assign(f"export const {name}: Shape", shape) for name, shape in shapes.items()]
    return "\n".join(['import type { Shape } from "./validate";\n', *parts])


def _name_tables(topic: WireTopic) -> Tables:
    """Return the name of the keys that all payloads of a table have; none is one of a record."""
    tables = sorted({event.table for event in topic.events if event.table})
    names = unique(map(str, tables), lambda text: f"{_camel(pascal(text.partition('.')[2]))}Table")
    return {table: names[str(table)] for table in tables}


def _camel(name: str) -> str:
    return f"{name[0].lower()}{name[1:]}"


def _payload(
    event: Event, variant: Variant, records: Mapping[Record, str], tables: Tables
) -> tuple[Any, ...]:
    """Return the operation, and the lists of keys that the payload has."""
    if event.kind is EventKind.CLIENT or event.table is None:
        return "", Raw(records[variant.record]) if variant.record else []
    common = Raw(tables[event.table])
    if event.kind is EventKind.REFETCH:
        return variant.operation, common, [("count", "integer")]
    sides = zip(PAYLOAD_KEYS[event.kind], (variant.record, variant.old_record), strict=True)
    is_list = event.kind is EventKind.GROUP
    return variant.operation, common, [(key, _side(side, records, is_list=is_list)) for key, side in sides]


def _side(record: Record | None, records: Mapping[Record, str], *, is_list: bool) -> Any:
    if record is None:
        return _NULL
    shape: Any = ("object", [], Raw(records[record]))
    return ("list", [], shape) if is_list else shape


def _common(table: QualifiedName) -> list[tuple[str, Any]]:
    """Return the keys that every payload of a table has."""
    return [
        ("id", "string"),
        ("operation", "string"),
        ("schema", ("const", [table.schema])),
        ("table", ("const", [table.name])),
    ]


def _fields(record: Record, names: Names) -> list[tuple[str, Any]]:
    return [(field.name, _shape(field.wire, names, nullable=field.nullable)) for field in record.fields]


def _shape(wire: Wire, names: Names, *, nullable: bool) -> Any:
    """Return a word, or a word with what else is admitted and what the parts are."""
    also = [None] if nullable else []
    match wire:
        case Reference():
            shape = Raw(names[wire.name])
            return ("or", also, shape) if nullable else shape
        case Array():
            return _list(wire, names, also)
        case Map():
            return "map", also, ("string", [None])
        case Null():
            return _NULL
        case Float() | Numeric():
            is_finite = isinstance(wire, Numeric) and wire.precision
            return "number", ["NaN", *([] if is_finite else ["Infinity", "-Infinity"]), *also]
        case Integer():
            word = "bigint" if wire.bits > 32 else "integer"
        case _:
            word = "string" if wire.kind == "text" else wire.kind
    return (word, also) if also and word != "json" else word


def _list(wire: Array, names: Names, also: list[None]) -> Any:
    shape: Any = _shape(wire.of, names, nullable=wire.nullable)
    for _ in range(wire.dimensions - 1):
        shape = ("list", [], shape)
    return "list", also, shape


def _sort(wire: WireContract) -> list[tuple[QualifiedName, Record]]:
    """Return object types so that each stands behind those that it is made of."""
    objects = {each.name: each.record for each in wire.objects}
    done: dict[QualifiedName, Record] = {}

    def visit(name: QualifiedName | None) -> None:
        if name is None or name in done or name not in objects:
            return
        for field in objects[name].fields:
            visit(find_named(field.wire))
        done[name] = objects[name]

    for each in wire.objects:
        visit(each.name)
    return list(done.items())
