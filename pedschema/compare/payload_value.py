"""What a change of one value on the wire does to clients that were built before it."""

from __future__ import annotations

__all__ = ["Level", "Verdict", "compare_values"]

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from pedschema.model.wire import Array, Float, Integer, Json, Map, Numeric, Text, find_named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.model.wire import Field, Wire

_DOUBLE_DIGITS = 15
"""Decimal digits that a double keeps (IEEE 754)."""

_LONG_BITS = 64


class Level(StrEnum):
    """What clients that were right may expect."""

    BREAKING = "breaking"
    DANGEROUS = "dangerous"
    SAFE = "safe"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One difference of a value."""

    level: Level
    what: str


def compare_values(old: Field, new: Field) -> Iterator[Verdict]:
    """Yield what is different about a key of a record; the texts go on after its name."""
    if new.nullable and not old.nullable:
        yield Verdict(Level.BREAKING, "can be null")
    elif old.nullable and not new.nullable:
        yield Verdict(Level.SAFE, "cannot be null any more")
    yield from _compare(old.wire, new.wire)


def _compare(old: Wire, new: Wire) -> Iterator[Verdict]:
    if old == new:
        return
    match old, new:
        case Array(), Array():
            yield from _compare_arrays(old, new)
        case Integer(), Integer():
            is_wide = new.bits == _LONG_BITS > old.bits
            told = f"has {new.bits} bits instead of {old.bits}"
            loss = ": JavaScript rounds numbers beyond 2^53" if is_wide else ""
            yield Verdict(Level.DANGEROUS if is_wide else Level.SAFE, told + loss)
        case Float(), Float():
            yield Verdict(Level.SAFE, f"has {new.bits} bits instead of {old.bits}")
        case Numeric(), Numeric():
            yield _compare_numerics(old, new)
        case Text(), Text():
            level = Level.SAFE if not old.format else Level.BREAKING
            yield Verdict(level, f"is {new.format or 'any text'} instead of {old.format or 'any text'}")
        case Json(), Map():
            yield Verdict(Level.SAFE, "is an object of texts instead of any JSON")
        case _:
            yield Verdict(Level.BREAKING, f"is {_describe(new)} instead of {_describe(old)}")


def _compare_arrays(old: Array, new: Array) -> Iterator[Verdict]:
    if old.dimensions != new.dimensions:
        yield Verdict(Level.BREAKING, f"has {new.dimensions} dimensions instead of {old.dimensions}")
    if new.nullable and not old.nullable:
        yield Verdict(Level.BREAKING, "can hold null")
    elif old.nullable and not new.nullable:
        yield Verdict(Level.SAFE, "cannot hold null any more")
    for verdict in _compare(old.of, new.of):
        yield Verdict(verdict.level, f"has elements of which each {verdict.what}")


def _compare_numerics(old: Numeric, new: Numeric) -> Verdict:
    fitted = 0 < old.precision <= _DOUBLE_DIGITS
    fits = 0 < new.precision <= _DOUBLE_DIGITS
    if fitted and not fits:
        what = f"has {new.precision or 'any number of'} digits: JavaScript keeps {_DOUBLE_DIGITS}"
        return Verdict(Level.DANGEROUS, what)
    return Verdict(Level.SAFE, f"is {_describe(new)} instead of {_describe(old)}")


def _describe(wire: Wire) -> str:
    match wire:
        case Array():
            return f"an array of {_describe(wire.of)}"
        case Text():
            return wire.format or "text"
        case Integer() | Float():
            return f"{wire.kind} of {wire.bits} bits"
        case Numeric() if wire.precision:
            return f"numeric({wire.precision},{wire.scale})"
        case _:
            named = find_named(wire)
            return f"the type {named}" if named else wire.kind
