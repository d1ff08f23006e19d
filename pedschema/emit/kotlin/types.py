"""Wires as Kotlin types, and what reads them."""

from __future__ import annotations

__all__ = ["name_shared", "render_record", "render_types"]

from typing import TYPE_CHECKING

from pedschema.emit.kotlin.source import comment, name_keys, text
from pedschema.emit.names import pascal, unique
from pedschema.model.wire import Array, Integer, Reference

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pedschema.model.names import QualifiedName
    from pedschema.model.wire import Field, Record, Wire, WireContract, WireEnum

    Names = Mapping[QualifiedName, str]

_PLAIN = {
    "boolean": ("Boolean", "boolean()"),
    "float": ("Double", "double()"),
    "numeric": ("PgNumeric", "numeric()"),
    "text": ("String", "text()"),
    "json": ("kotlinx.serialization.json.JsonElement", "value"),
    "map": ("Map<String, String?>", "map()"),
    "null": ("Nothing?", "nothing()"),
}
_INT_BITS = 32


def name_shared(types: Names) -> dict[QualifiedName, str]:
    """Return the name of each enum and object type, which no type of Kotlin has."""
    return {name: f"{given}Type" for name, given in types.items()}


def _describe(field: Field, names: Names) -> str:
    """Return the type of a field's value."""
    return _nullable(_type(field.wire, names), is_nullable=field.nullable)


def _read_field(field: Field, names: Names) -> str:
    """Return the call that reads a field's value, within a `Place`."""
    told = _read(field.wire, names)
    return f"orNull {{ {told} }}" if field.nullable and field.wire.kind not in {"json", "null"} else told


def _nullable(told: str, *, is_nullable: bool) -> str:
    return f"{told}?" if is_nullable and not told.endswith(("?", "JsonElement")) else told


def _type(wire: Wire, names: Names) -> str:
    match wire:
        case Integer():
            return "Int" if wire.bits <= _INT_BITS else "Long"
        case Reference():
            return names[wire.name]
        case Array():
            told = _nullable(_type(wire.of, names), is_nullable=wire.nullable)
            for _ in range(wire.dimensions):
                told = f"List<{told}>"
            return told
    return _PLAIN[wire.kind][0]


def _read(wire: Wire, names: Names) -> str:
    match wire:
        case Integer():
            return "int()" if wire.bits <= _INT_BITS else "long()"
        case Reference():
            return f"{names[wire.name]}.read(this)"
        case Array():
            told = _read(wire.of, names)
            if wire.nullable and wire.of.kind not in {"json", "null"}:
                told = f"orNull {{ {told} }}"
            for _ in range(wire.dimensions):
                told = f"list {{ {told} }}"
            return told
    return _PLAIN[wire.kind][1]


def render_record(name: str, record: Record, names: Names, indent: str = "") -> str:
    """Return a class with a property for each key, and what reads it."""
    properties = name_keys(field.name for field in record.fields)
    keys = ", ".join(text(field.name) for field in record.fields)
    lines = [f"public {'data ' if record.fields else ''}class {name}("]
    lines += [f"    val {properties[field.name]}: {_describe(field, names)}," for field in record.fields]
    lines += [") {", "    public companion object {", f"        internal fun read(place: Place): {name} {{"]
    lines += [f"            place.keys({keys})", f"            return {name}("]
    for field in record.fields:
        call = f"place.at({text(field.name)}).run {{ {_read_field(field, names)} }}"
        lines.append(f"                {properties[field.name]} = {call},")
    lines += ["            )", "        }", "    }", "}"]
    return "\n".join(f"{indent}{line}" for line in lines)


def render_types(wire: WireContract, names: Mapping[QualifiedName, str]) -> str:
    """Return the body of `Types.kt`: enums, whose labels may grow, and object types."""
    parts = [_enum(names[enum.name], enum) for enum in wire.enums]
    parts += [render_record(names[each.name], each.record, names) for each in wire.objects]
    return "".join(f"\n{part}\n" for part in parts)


def _enum(name: str, enum: WireEnum) -> str:
    members = unique(enum.labels, pascal)
    lines = [comment(f"A label of `{enum.name}`; servers may know more than these."), "@JvmInline"]
    lines += [f"public value class {name}(public val label: String) {{", "    public companion object {"]
    lines += [f"        public val {members[label]}: {name} = {name}({text(label)})" for label in enum.labels]
    known = ", ".join(text(label) for label in enum.labels)
    lines += [f"        private val known = setOf<String>({known})"]
    lines += [f"        internal fun read(place: Place): {name} = {name}(place.label(known))", "    }", "}"]
    return "\n".join(lines)
