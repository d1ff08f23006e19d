"""Wires as TypeScript types."""

from __future__ import annotations

__all__ = ["Types", "name_shared", "render_types"]

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pedschema.emit.typescript.source import WIDTH, comment, measure, member, text, union
from pedschema.model.wire import Array, Integer, Numeric, Reference, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pedschema.model.names import QualifiedName
    from pedschema.model.wire import Field, Record, Wire, WireContract

_PLAIN = {
    "boolean": "boolean",
    "integer": "number",
    "float": "PgFloat",
    "text": "string",
    "json": "Json",
    "map": "PgMap",
    "null": "null",
}
_TEXTS = {
    "date": "PgDate",
    "timestamp": "PgTimestamp",
    "timestamptz": "PgTimestamptz",
    "interval": "PgInterval",
    "bytea": "PgBytea",
    "integer": "PgDigits",
    "numeric": "PgDigits",
}
_BUILT_IN = {"PgFloat", "PgDecimal", "PgInt8", "PgMap", "Json", *_TEXTS.values()}
_TAKEN = {name.lower() for name in (*_BUILT_IN, "Array", "Meta", "Shape")}


def name_shared(types: Mapping[QualifiedName, str]) -> dict[QualifiedName, str]:
    """Return the name of each enum and object type, none of which is one that TypeScript or we have."""
    return {name: f"{given}_" if given.lower() in _TAKEN else given for name, given in types.items()}


@dataclass(frozen=True, slots=True)
class Types:
    """How one file writes types.

    Attributes:
        names: of enums and object types.
        scope: what stands before names of `types.ts`.
        aliases: short names that long types got, to the lines that define them: the file has them at its end.
        used: names that have the scope.
    """

    names: Mapping[QualifiedName, str]
    scope: str = ""
    aliases: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def annotate(self, wire: Wire) -> str:
        """Return the type of a value that is not null."""
        match wire:
            case Reference():
                return self._scoped(self.names[wire.name])
            case Numeric():
                told = "PgDecimal" if wire.precision else "PgFloat"
            case Integer():
                told = "PgInt8" if wire.bits > 32 else "number"
            case Text():
                told = _TEXTS.get(wire.format, "string")
            case Array():
                return _nest(wire, self._annotate_nullable(wire.of, nullable=wire.nullable))
            case _:
                told = _PLAIN[wire.kind]
        return self._scoped(told) if told in _BUILT_IN else told

    def _scoped(self, name: str) -> str:
        self.used.add(name)
        return f"{self.scope}{name}"

    def render_record(self, name: str, record: Record) -> str:
        """Return the type of a record."""
        if not record.fields:
            return f"export type {name} = Record<string, never>;\n"
        lines = "\n".join(map(self._render_field, record.fields))
        return f"export interface {name} {{\n{lines}\n}}\n"

    def _render_field(self, each: Field) -> str:
        wire = each.wire
        line = member(each.name, self._annotate_nullable(wire, nullable=each.nullable))
        if measure(line) <= WIDTH or not isinstance(wire, Array) or wire.dimensions == 1:
            return line
        # Nested generics break in ways of their own: they get a short name, as do their elements.
        element = self._alias(self._annotate_nullable(wire.of, nullable=wire.nullable))
        nested = self._alias(_nest(wire, element))
        return member(each.name, f"{nested} | null" if each.nullable else nested)

    def _annotate_nullable(self, wire: Wire, *, nullable: bool) -> str:
        told = self.annotate(wire)
        return f"{told} | null" if nullable and wire.kind not in {"json", "null"} else told

    def _alias(self, type_: str) -> str:
        name = f"T_{hashlib.sha256(type_.encode()).hexdigest()[:6]}"
        self.aliases[name] = union(name, [type_])
        return name


def _nest(wire: Array, element: str) -> str:
    return "Array<" * wire.dimensions + element + ">" * wire.dimensions


def render_types(wire: WireContract, shared: Mapping[QualifiedName, str]) -> str:
    """Return the enums and object types of `types.ts`, which stand behind what every contract has."""
    types = Types(shared)
    parts = []
    for enum in wire.enums:
        labels = [text(label) for label in enum.labels] or ["never"]
        parts.append(f"{comment(str(enum.name))}\n{union(types.names[enum.name], labels)}\n")
    for each in wire.objects:
        told = types.render_record(types.names[each.name], each.record)
        parts.append(f"{comment(str(each.name))}\n{told}")
    return "\n".join([*parts, *(f"{alias}\n" for alias in types.aliases.values())])
