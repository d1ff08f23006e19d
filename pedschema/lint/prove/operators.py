"""Operators: comparisons, matches, concatenation, and the way to a claim."""

from __future__ import annotations

__all__ = ["compare", "evaluate"]

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import z3
from pglast import ast

from pedschema.lint.prove.compare import as_text, equal, unify
from pedschema.lint.prove.languages import UnsupportedError, parse_like, parse_regex
from pedschema.lint.prove.logic import all_of, any_of, derive, negate
from pedschema.lint.prove.texts import flatten
from pedschema.lint.prove.values import FALSE, TRUE, Kind, Value, is_true
from pedschema.lint.prove.world import Link
from pedschema.lint.scalar import list_items
from pedschema.syntax.tree import is_node, read_name

if TYPE_CHECKING:
    from pedschema.lint.prove.evaluate import Evaluator
    from pedschema.lint.prove.scope import Scope
    from pedschema.lint.prove.world import World

_ORDER = {"<", ">", "<=", ">="}
_MATCHES = {"~~", "!~~", "~", "!~"}
_WILD = set("%_\\")
_LISTS = {"text", "uuid", "int8", "varchar"}
"""Types whose arrays hold their items as they are written."""


def evaluate(evaluator: Evaluator, node: Any, scope: Scope) -> Value:
    """Return what an operator gives.

    Raises:
        UnsupportedError: the model does not have it.
    """
    schema, name = read_name(node.name)
    kind = node.kind.name.removeprefix("AEXPR_")
    if schema not in {"", "pg_catalog"}:
        raise UnsupportedError(f"the operator {schema}.{name}")
    if kind in {"IN", "OP_ANY", "OP_ALL"}:
        return _listed(evaluator, node, scope, kind, name)
    if node.lexpr is None or kind not in {"OP", "LIKE", "DISTINCT", "NOT_DISTINCT", "NULLIF"}:
        raise UnsupportedError(f"the operator {name}")
    one, other = evaluator.evaluate(node.lexpr, scope), evaluator.evaluate(node.rexpr, scope)
    if kind in {"DISTINCT", "NOT_DISTINCT"}:
        same = _same(evaluator.world, one, other)
        return same if kind == "NOT_DISTINCT" else negate(same)
    if kind == "NULLIF":
        same = is_true(equal(evaluator.world, one, other))
        kind_ = as_text(one) if one.kind is Kind.LITERAL else one
        return replace(derive(kind_.kind, kind_.term, z3.Or(one.null, same), one, other))
    return _apply(evaluator.world, name, one, other)


def _apply(world: World, name: str, one: Value, other: Value) -> Value:
    null = z3.Or(one.null, other.null)
    if name in {"=", "<>", "!="}:
        same = compare(world, one, other)
        return same if name == "=" else negate(same)
    if z3.is_true(z3.simplify(null)) and name in _ORDER | _MATCHES | {"||", "->", "->>"}:
        # These operators are strict: no matter what type the NULL is of.
        kind = Kind.BOOL if name in _ORDER | _MATCHES else Kind.LITERAL
        return derive(kind, FALSE if kind is Kind.BOOL else "", TRUE, one, other)
    if name in _ORDER:
        return _ordered(name, one, other, null)
    if name in _MATCHES:
        found = _match(world, one, other, regex=name.endswith("~") and "~~" not in name)
        result = derive(Kind.BOOL, found, null, one, other)
        return negate(result) if name.startswith("!") else result
    if name == "||":
        first, second = as_text(one), as_text(other)
        return derive(Kind.TEXT, flatten((*first.term, *second.term)), null, first, second)
    if name in {"->", "->>"} and one.kind is Kind.CLAIMS and other.kind is Kind.LITERAL:
        path = (*one.term, other.term)
        return world.claim(path) if name == "->>" else replace(one, term=path, null=world.flag("claim.null"))
    raise UnsupportedError(f"the operator {name}")


def compare(world: World, one: Value, other: Value) -> Value:
    """Return `one = other`, and remember it where it ties two rows together.

    Raises:
        UnsupportedError: they cannot be compared in the model.
    """
    same = equal(world, one, other)
    ends = one.origin, other.origin
    if (
        ends[0]
        and ends[1]
        and ends[0].row != ends[1].row
        and not any(_is_label(world, v) for v in (one, other))
    ):
        world.links.append(Link(ends[0], ends[1], is_true(same)))
    return same


def _is_label(world: World, value: Value) -> bool:
    """Return whether a value is one of few, so that to share it ties nobody to anything."""
    if value.kind not in {Kind.UUID, Kind.INT, Kind.TEXT} or value.origin is None:
        return True
    row = world.rows[value.origin.row]
    column = row.table.column(value.origin.column) if row.table else None
    return column is None or world.is_enum(column.type)


def _same(world: World, one: Value, other: Value) -> Value:
    """Return `one IS NOT DISTINCT FROM other`."""
    if z3.is_true(z3.simplify(z3.Or(one.null, other.null))):
        return derive(Kind.BOOL, z3.And(one.null, other.null), FALSE, one, other)
    same = equal(world, one, other)
    holds = z3.Or(is_true(same), z3.And(one.null, other.null))
    return derive(Kind.BOOL, holds, FALSE, one, other)


def _ordered(name: str, one: Value, other: Value, null: Any) -> Value:
    first, second = unify(one, other) if Kind.OTHER not in {one.kind, other.kind} else (one, other)
    if first.kind is second.kind is Kind.INT:
        found = {
            "<": first.term < second.term,
            ">": first.term > second.term,
            "<=": first.term <= second.term,
            ">=": first.term >= second.term,
        }[name]
        return derive(Kind.BOOL, found, null, first, second)
    raise UnsupportedError(f"the operator {name}")


def _match(world: World, one: Value, other: Value, *, regex: bool) -> Any:
    """Return when a text matches a pattern."""
    text, pattern = as_text(one), as_text(other)
    literals = [piece.term for piece in pattern.term if piece.kind is Kind.LITERAL]
    if len(literals) == len(pattern.term):
        written = "".join(literals)
        language = parse_regex(written, world.domain) if regex else parse_like(written)
        return world.texts.matches(text.term, language)
    if regex or any(piece.kind is Kind.TEXT for piece in pattern.term):
        raise UnsupportedError("a pattern that depends on data")
    return _match_number(world, text, pattern)


def _match_number(world: World, text: Value, pattern: Value) -> Any:
    """Return when a text is LIKE a pattern of one stretch, which holds uuids, between wildcards."""
    core = list(pattern.term)
    opens = core[0].kind is Kind.LITERAL and core[0].term.startswith("%")
    closes = core[-1].kind is Kind.LITERAL and core[-1].term.endswith("%")
    if opens:
        core[0] = replace(core[0], term=core[0].term[1:])
    if closes:
        core[-1] = replace(core[-1], term=core[-1].term[:-1])
    if any(_WILD & set(piece.term) for piece in core if piece.kind is Kind.LITERAL):
        raise UnsupportedError("a LIKE pattern with inner wildcards and data")
    if not opens and not closes:
        return world.texts.equal(text.term, tuple(core))
    wanted = flatten(tuple(core))
    if opens and closes:
        return world.texts.contains(text.term, wanted)
    inner, outer = world.texts.string(wanted), world.texts.string(text.term)
    return z3.SuffixOf(inner, outer) if opens else z3.PrefixOf(inner, outer)


def _listed(evaluator: Evaluator, node: Any, scope: Scope, kind: str, name: str) -> Value:
    items = list_items(node.rexpr)
    if items is None or name not in {"=", "<>"} or not _is_plain(node.rexpr, items):
        raise UnsupportedError(f"a list after {name}")
    one = evaluator.evaluate(node.lexpr, scope)
    parts = []
    for item in items:
        other = Value(Kind.LITERAL, item) if isinstance(item, str) else evaluator.evaluate(item, scope)
        parts.append(_apply(evaluator.world, name, one, other))
    every = name == "<>" if kind == "IN" else kind == "OP_ALL"
    return all_of(*parts) if every else any_of(*parts)


def _is_plain(node: Any, items: tuple[Any, ...]) -> bool:
    """Return whether a list has one dimension, no NULL, and no cast that changes what its items say."""
    while is_node(node, ast.TypeCast):
        if node.typeName.typmods or read_name(node.typeName.names)[1] not in _LISTS:
            return False
        node = node.arg
    return not any(isinstance(item, str) and ("{" in item or item.upper() == "NULL") for item in items)
