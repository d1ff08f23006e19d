"""PostgreSQL's three-valued logic over values of the model."""

from __future__ import annotations

__all__ = ["all_of", "any_of", "cases", "derive", "first_known", "negate", "truth_test"]

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import z3

from pedschema.lint.prove.languages import UnsupportedError
from pedschema.lint.prove.texts import spell
from pedschema.lint.prove.values import FALSE, TRUE, Kind, Piece, Value, is_true, join_plans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pedschema.lint.prove.texts import Texts


def derive(kind: Kind, term: Any, null: Any, *parts: Value) -> Value:
    """Return a value made of `parts`, all of which are evaluated."""
    return Value(
        kind,
        term,
        null,
        raises=z3.Or(*(part.raises for part in parts)) if parts else FALSE,
        early=z3.Or(*(part.early for part in parts)) if parts else FALSE,
        planned=z3.Or(*(part.planned for part in parts)) if parts else FALSE,
        plan=join_plans(parts),
        topical=any(part.topical for part in parts),
    )


def all_of(*parts: Value) -> Value:
    """Return the conjunction. PostgreSQL keeps no order, so that no part keeps another from raising."""
    holds = z3.And(*map(is_true, parts))
    fails = z3.Or(*(_is_false(part) for part in parts))
    return derive(Kind.BOOL, holds, z3.Not(z3.Or(holds, fails)), *parts)


def any_of(*parts: Value) -> Value:
    """Return the disjunction; as for `all_of`."""
    holds = z3.Or(*map(is_true, parts))
    fails = z3.And(*(_is_false(part) for part in parts))
    return derive(Kind.BOOL, holds, z3.Not(z3.Or(holds, fails)), *parts)


def negate(part: Value) -> Value:
    """Return NOT of a truth value."""
    return replace(part, term=z3.Not(part.term), origin=None)


def truth_test(part: Value, name: str) -> Value:
    """Return `part IS TRUE` and its kin, by the name that pglast has for the test."""
    tests = {
        "IS_TRUE": is_true(part),
        "IS_NOT_TRUE": z3.Not(is_true(part)),
        "IS_FALSE": _is_false(part),
        "IS_NOT_FALSE": z3.Not(_is_false(part)),
        "IS_UNKNOWN": part.null,
        "IS_NOT_UNKNOWN": z3.Not(part.null),
    }
    return derive(Kind.BOOL, tests[name], FALSE, part)


def cases(texts: Texts, arms: Sequence[tuple[Value, Value]], otherwise: Value | None) -> Value:
    """Return CASE: an arm is evaluated only if its condition holds and none before it did."""
    rest = otherwise or Value(Kind.LITERAL, "", TRUE)
    for condition, result in reversed(arms):
        chosen = is_true(condition)
        kind, one, other = _same_kind(result, rest)
        unguarded = derive(kind, None, None, condition, result, rest)
        rest = replace(
            unguarded,
            term=_choose(texts, kind, chosen, one, other),
            null=z3.If(chosen, one.null, other.null),
            raises=z3.Or(condition.raises, z3.If(chosen, result.raises, rest.raises)),
            early=z3.Or(condition.early, z3.If(chosen, result.early, rest.early)),
        )
    return rest


def first_known(texts: Texts, parts: Sequence[Value]) -> Value:
    """Return COALESCE: a part is evaluated only if all before it are NULL."""
    rest = parts[-1]
    for part in reversed(parts[:-1]):
        known = derive(Kind.BOOL, z3.Not(part.null), FALSE, part)
        rest = cases(texts, [(known, replace(part, raises=FALSE, early=FALSE, planned=FALSE))], rest)
    return rest


def _is_false(part: Value) -> Any:
    return z3.And(z3.Not(part.null), z3.Not(part.term))


def _same_kind(one: Value, other: Value) -> tuple[Kind, Value, Value]:
    if one.kind is other.kind:
        return (
            (one.kind, one, other) if one.kind is not Kind.LITERAL else (Kind.TEXT, _text(one), _text(other))
        )
    if Kind.LITERAL in {one.kind, other.kind}:
        literal, typed = (one, other) if one.kind is Kind.LITERAL else (other, one)
        cast = _cast_literal(literal, typed)
        return (typed.kind, cast, typed) if one is literal else (typed.kind, typed, cast)
    raise UnsupportedError("alternatives of different types")


def _cast_literal(literal: Value, typed: Value) -> Value:
    if z3.is_true(literal.null):
        return replace(literal, kind=typed.kind, term=typed.term)
    if typed.kind is Kind.TEXT:
        return _text(literal)
    raise UnsupportedError(f"a literal that stands for a {typed.kind.value}")


def _text(literal: Value) -> Value:
    return replace(literal, kind=Kind.TEXT, term=spell(literal.term))


def _choose(texts: Texts, kind: Kind, chosen: Any, one: Value, other: Value) -> Any:
    if kind in {Kind.BOOL, Kind.UUID, Kind.INT}:
        return z3.If(chosen, one.term, other.term)
    if kind is Kind.TEXT:
        if one.term == other.term:
            return one.term
        string = z3.If(chosen, texts.string(one.term), texts.string(other.term))
        return (Piece(Kind.TEXT, string),)
    if kind is Kind.OTHER:
        return None
    raise UnsupportedError(f"alternatives of type {kind.value}")
