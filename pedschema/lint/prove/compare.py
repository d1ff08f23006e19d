"""Casts and comparisons of values."""

from __future__ import annotations

__all__ = ["as_text", "as_truth", "cast", "equal", "unify"]

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

import z3

from pedschema.lint.prove.languages import UnsupportedError
from pedschema.lint.prove.logic import derive
from pedschema.lint.prove.texts import spell
from pedschema.lint.prove.values import FALSE, Kind, Piece, Plan, Value

if TYPE_CHECKING:
    from pedschema.lint.prove.world import World

_TRUE = {"t", "true", "y", "yes", "on", "1"}
_FALSE = {"f", "false", "n", "no", "off", "0"}
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,17}")
_NAMES = {
    "uuid": Kind.UUID,
    "bool": Kind.BOOL,
    "text": Kind.TEXT,
    "varchar": Kind.TEXT,
    "int8": Kind.INT,
    "bigint": Kind.INT,
    "jsonb": Kind.CLAIMS,
    "json": Kind.CLAIMS,
}
_WIDE = {"int8", "bigint"}


def cast(  # noqa: PLR0913 - a cast is made of that much
    world: World, value: Value, schema: str, name: str, *, bounded: bool, told: str
) -> Value:
    """Return a value cast to a type.

    Args:
        world: where the value lives.
        value: what is cast.
        schema: of the type, or empty.
        name: of the type.
        bounded: whether the type has a modifier, such as a length.
        told: the cast as notes name it.

    Raises:
        UnsupportedError: the model does not have such a cast.
    """
    kind = _NAMES.get(name) if schema in {"", "pg_catalog"} else None
    if any((str(each.name.schema), each.name.name) == (schema, name) for each in world.lock.enums):
        kind = Kind.TEXT if value.kind is Kind.LITERAL else None
    if kind is None or bounded:
        raise UnsupportedError(f"a cast to {name}")
    if value.kind is kind and kind is not Kind.INT:
        return value
    if value.kind is Kind.LITERAL:
        return _literal(value, kind)
    if kind is Kind.TEXT:
        return as_text(value)
    if value.kind is Kind.TEXT and kind in {Kind.UUID, Kind.INT} and (kind is Kind.UUID or name in _WIDE):
        return _number(world, value, kind, told)
    if value.kind is Kind.INT and name in _WIDE:
        return value
    raise UnsupportedError(f"a cast from {value.kind.value} to {name}")


def _number(world: World, value: Value, kind: Kind, told: str) -> Value:
    valid, number = world.texts.number(kind, value.term)
    fails = z3.And(z3.Not(value.null), z3.Not(valid))
    found = derive(kind, number, value.null, value)
    if z3.is_false(z3.simplify(fails)):
        return found
    if not value.topical:
        world.doubts.append(f"{told} raises where the text is no {kind.value}")
        return found
    early = z3.Or(found.early, fails) if value.plan is Plan.STABLE else found.early
    return replace(found, raises=z3.Or(found.raises, fails), early=early)


def as_text(value: Value) -> Value:
    """Return a value as text.

    Raises:
        UnsupportedError: the model does not have its text.
    """
    if value.kind is Kind.TEXT:
        return value
    if value.kind is Kind.LITERAL:
        return replace(value, kind=Kind.TEXT, term=spell(value.term))
    if value.kind in {Kind.UUID, Kind.INT}:
        return replace(value, kind=Kind.TEXT, term=(Piece(value.kind, value.term),), origin=None)
    raise UnsupportedError(f"the text of a {value.kind.value}")


def as_truth(value: Value) -> Value:
    """Return a value as a truth value.

    Raises:
        UnsupportedError: it is none.
    """
    if value.kind is Kind.BOOL:
        return value
    if value.kind is Kind.LITERAL:
        return _literal(value, Kind.BOOL)
    raise UnsupportedError(f"a {value.kind.value} as a condition")


def unify(one: Value, other: Value) -> tuple[Value, Value]:
    """Return two values of one type, literals cast to the other's.

    Raises:
        UnsupportedError: they have no common type in the model.
    """
    if one.kind is Kind.LITERAL and other.kind is Kind.LITERAL:
        return as_text(one), as_text(other)
    if one.kind is Kind.LITERAL:
        return _literal(one, other.kind), other
    if other.kind is Kind.LITERAL:
        return one, _literal(other, one.kind)
    if one.kind is not other.kind or one.kind in {Kind.OTHER, Kind.CLAIMS}:
        raise UnsupportedError(f"a comparison of {one.kind.value} with {other.kind.value}")
    return one, other


def equal(world: World, one: Value, other: Value) -> Value:
    """Return `one = other`.

    Raises:
        UnsupportedError: they cannot be compared in the model.
    """
    null = z3.Or(one.null, other.null)
    if z3.is_true(z3.simplify(null)):
        return derive(Kind.BOOL, FALSE, null, one, other)
    first, second = unify(one, other)
    same: Any = (
        world.texts.equal(first.term, second.term) if first.kind is Kind.TEXT else first.term == second.term
    )
    return derive(Kind.BOOL, same, null, first, second)


def _literal(value: Value, kind: Kind) -> Value:
    """Return a literal as a value of a type; NULL is of every type."""
    text = value.term
    if z3.is_true(value.null):
        terms = {Kind.BOOL: FALSE, Kind.UUID: z3.IntVal(0), Kind.INT: z3.IntVal(0), Kind.TEXT: ()}
        return replace(value, kind=kind, term=terms.get(kind))
    if kind is Kind.TEXT:
        return replace(value, kind=kind, term=spell(text))
    if kind is Kind.UUID and _UUID.fullmatch(text):
        return replace(value, kind=kind, term=z3.IntVal(UUID(text).int))
    if kind is Kind.INT and _INTEGER.fullmatch(text):
        return replace(value, kind=kind, term=z3.IntVal(int(text)))
    word = text.strip().lower()
    if kind is Kind.BOOL and word in _TRUE | _FALSE:
        return replace(value, kind=kind, term=z3.BoolVal(word in _TRUE))
    raise UnsupportedError(f"the literal '{text}' as {kind.value}")
