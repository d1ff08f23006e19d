"""What a column is in a payload, as far as two schemas can differ in it."""

from __future__ import annotations

__all__ = ["Effect", "Verdict", "Wire", "compare_labels", "compare_wires", "wire_of"]

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from pedschema.model.names import QualifiedName

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pedschema.model.table import Column, Domain, SchemaLock

_FORMATTED = {
    "bytea",
    "date",
    "interval",
    "time with time zone",
    "time without time zone",
    "timestamp with time zone",
    "timestamp without time zone",
    "uuid",
}
_RANGES = re.compile(r"(?:int4|int8|num|date|ts|tstz)(?:multi)?range")
_MODIFIER = re.compile(r"\((?P<numbers>[\d,-]*)\)")
_NAME = re.compile(r'([^".]+|"(?:[^"]|"")+")(?:\.|$)')
_EXACT_DIGITS = 15
"""Decimal digits that a JavaScript number keeps."""


class Effect(StrEnum):
    """What a change does to those who depend on what it changes."""

    SAFE = "safe"
    RISKY = "risky"
    BREAKING = "breaking"

    @property
    def rank(self) -> int:
        """Return 0 for the harmless one, more for worse."""
        return list(Effect).index(self)


@dataclass(frozen=True, slots=True)
class Verdict:
    """An effect, and why it is that; the reason is one clause."""

    effect: Effect
    reason: str


@dataclass(frozen=True, slots=True)
class Wire:
    """What JSON a value becomes.

    Attributes:
        kind: `bool`, `int`, `float`, `numeric`, `text`, `json`, `enum`, `array`, `object` or `null`.
        size: bits of an integer, digits of a numeric (0 for any number), dimensions of an array.
        format: how a text is written, empty for any text.
        parts: labels of an enum with no wire of their own, the element of an array, fields of an object.
    """

    kind: str
    nullable: bool = True
    size: int = 0
    format: str = ""
    parts: tuple[tuple[str, Wire | None], ...] = ()


_PLAIN = {
    "smallint": Wire("int", size=16),
    "integer": Wire("int", size=32),
    "bigint": Wire("int", size=64),
    "real": Wire("float"),
    "double precision": Wire("float"),
    "boolean": Wire("bool"),
    "json": Wire("json"),
    "jsonb": Wire("json"),
}


def wire_of(column: Column | Domain, lock: SchemaLock) -> Wire:
    """Return what a value of the column, or of the domain, is in a payload."""
    if getattr(column, "generated", "") == "virtual":
        return Wire("null")
    wire = _read(column.type, column.dimensions, lock, frozenset())
    return wire if column.nullable else replace(wire, nullable=False)


def compare_wires(before: Wire, after: Wire) -> Verdict:
    """Return what a reader of the payload notices; the worst difference decides."""
    verdicts = list(_differences(before, after))
    if not verdicts:
        return Verdict(Effect.SAFE, "it is the same on the wire")
    return max(verdicts, key=lambda verdict: verdict.effect.rank)


def compare_labels(before: Sequence[str], after: Sequence[str]) -> Iterator[Verdict]:
    """Yield what a reader of the payload notices of another list of labels."""
    added = [label for label in after if label not in before]
    removed = [label for label in before if label not in after]
    if removed and len(before) == len(after):
        pairs = [f'"{one}" is "{other}"' for one, other in zip(before, after, strict=True) if one != other]
        yield Verdict(Effect.BREAKING, f"clients wait for a label that never comes: {', '.join(pairs)}")
        return
    if added:
        names = ", ".join(f'"{label}"' for label in added)
        yield Verdict(Effect.RISKY, f"clients that list every label do not know {names}")
    if removed:
        names = ", ".join(f'"{label}"' for label in removed)
        yield Verdict(Effect.SAFE, f"no new payload has {names}; replayed ones may")


def _read(type_: str, dimensions: int, lock: SchemaLock, above: frozenset[QualifiedName]) -> Wire:
    if type_.endswith("[]"):
        return Wire("array", size=dimensions, parts=(("element", _read(type_[:-2], 1, lock, above)),))
    base = type_ if '"' in type_ else _MODIFIER.sub("", type_)
    if base in _PLAIN:
        return _PLAIN[base]
    if base == "numeric":
        modifier = _MODIFIER.search(type_)
        return Wire("numeric", size=int(modifier["numbers"].split(",")[0]) if modifier else 0)
    format_ = "interval" if base.startswith("interval") else base
    if format_ in _FORMATTED or _RANGES.fullmatch(base):
        return Wire("text", format=format_)
    parts = [part.strip('"').replace('""', '"') for part in _NAME.findall(base)]
    name = QualifiedName(*parts) if len(parts) == 2 else None
    return _read_named(name, lock, above) if name and name not in above else Wire("text")


def _read_named(name: QualifiedName, lock: SchemaLock, above: frozenset[QualifiedName]) -> Wire:
    inside = above | {name}
    for domain in lock.domains:
        if domain.name == name:
            below = _read(domain.type, domain.dimensions, lock, inside)
            return below if domain.nullable else replace(below, nullable=False)
    for composite in lock.composites:
        if composite.name == name:
            fields = composite.fields
            return Wire(
                "object",
                parts=tuple((each.name, _read(each.type, each.dimensions, lock, inside)) for each in fields),
            )
    if name in lock.json_casts:
        return Wire("json")
    for enum in lock.enums:
        if enum.name == name:
            return Wire("enum", parts=tuple((label, None) for label in enum.labels))
    ranges = (each for each in lock.ranges if each.name == name)
    return Wire("text", format=next((f"range of {each.subtype}" for each in ranges), ""))


def _differences(before: Wire, after: Wire) -> Iterator[Verdict]:
    if after.nullable and not before.nullable:
        yield Verdict(Effect.BREAKING, "it may be null from now on")
    elif before.nullable and not after.nullable:
        yield Verdict(Effect.SAFE, "it is never null from now on")
    if before.kind != after.kind:
        yield _compare_kinds(before, after)
    elif before.kind in {"int", "numeric"}:
        yield from _compare_numbers(before, after)
    elif before.kind == "text" and before.format != after.format:
        formats = [side.format or "any text" for side in (after, before)]
        yield Verdict(Effect.BREAKING, f"the text is written as {formats[0]}, no longer as {formats[1]}")
    elif before.kind == "enum":
        yield from compare_labels([name for name, _ in before.parts], [name for name, _ in after.parts])
    elif before.kind in {"array", "object"}:
        yield from _compare_parts(before, after)


def _compare_kinds(before: Wire, after: Wire) -> Verdict:
    if before.kind == "text" and not before.format and after.kind == "enum":
        return Verdict(Effect.SAFE, "the text is one of the labels from now on")
    if after.kind == "null":
        return Verdict(Effect.BREAKING, "a virtual generated column is always null in a payload")
    return Verdict(Effect.BREAKING, f"it is {after.kind} on the wire, no longer {before.kind}")


def _compare_numbers(before: Wire, after: Wire) -> Iterator[Verdict]:
    if before.size == after.size:
        return
    if before.kind == "int":
        if after.size == 64:
            yield Verdict(Effect.RISKY, "whole numbers beyond 2^53 lose digits in JavaScript")
        else:
            yield Verdict(Effect.SAFE, "every value is still a number without loss")
        return
    lossy = [not 0 < side.size <= _EXACT_DIGITS for side in (before, after)]
    if lossy == [False, True]:
        yield Verdict(Effect.RISKY, f"numbers of more than {_EXACT_DIGITS} digits lose some in JavaScript")
    else:
        yield Verdict(Effect.SAFE, "every value is still a number with no more loss than before")


def _compare_parts(before: Wire, after: Wire) -> Iterator[Verdict]:
    if before.size != after.size:
        yield Verdict(Effect.BREAKING, f"the array has {after.size} dimensions, no longer {before.size}")
    known = dict(after.parts)
    for name, part in before.parts:
        other = known.get(name)
        if other is None:
            yield Verdict(Effect.BREAKING, f'its field "{name}" is gone')
        elif part:
            for verdict in _differences(part, other):
                where = "in its elements" if before.kind == "array" else f'in its field "{name}"'
                yield Verdict(verdict.effect, f"{where}: {verdict.reason}")
    fields = {name for name, _ in before.parts}
    for name in known:
        if name not in fields:
            yield Verdict(Effect.SAFE, f'its field "{name}" is new')
