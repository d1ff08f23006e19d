"""Walks over pglast's trees, and their comparison."""

from __future__ import annotations

__all__ = ["child_nodes", "find_literals", "is_node", "read_name", "same_statement", "walk"]

from functools import cache
from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.syntax.source import SqlError, parse_statements

if TYPE_CHECKING:
    from collections.abc import Iterator


def is_node(value: Any, kind: type[ast.Node]) -> bool:
    """Return whether `value` is a node of that kind.

    Unlike isinstance it narrows no type: pglast declares every field optional, the grammar does not.
    """
    return isinstance(value, kind)


def child_nodes(value: Any) -> Iterator[Any]:
    """Yield the nodes directly below `value`, a node or a tuple of nodes, in the order of its fields."""
    return iter(_below(value))


def walk(node: Any) -> Iterator[Any]:
    """Yield `node` and every node below it, parents first; no tree is too deep."""
    waiting = [node]
    while waiting:
        found = waiting.pop()
        yield found
        below = _below(found)
        below.reverse()
        waiting += below


def _below(value: Any) -> list[Any]:
    below: list[Any] = []
    fields = (
        value if isinstance(value, tuple) else [getattr(value, name) for name in _fields(value.__class__)]
    )
    for field in fields:
        if isinstance(field, tuple):
            below += _below(field)
        elif isinstance(field, ast.Node):
            below.append(field)
    return below


@cache
def _fields(kind: Any) -> tuple[str, ...]:
    """Return the fields of a kind of node that can hold nodes."""
    return tuple(name for name, (_, wanted, _) in kind.__slots__.items() if _holds_nodes(wanted))


def _holds_nodes(wanted: Any) -> bool:
    kinds = wanted if isinstance(wanted, tuple) else (wanted,)
    return any(issubclass(kind, (ast.Node, tuple)) for kind in kinds)


def find_literals(node: Any) -> tuple[str, ...]:
    """Return every string literal below `node`, in order, with repetitions."""
    constants = (found for found in walk(node) if is_node(found, ast.A_Const))
    return tuple(found.val.sval for found in constants if is_node(found.val, ast.String))


def read_name(parts: Any) -> tuple[str, str]:
    """Return schema, empty when there is none, and name out of a list of name nodes."""
    names = [part.sval for part in parts]
    return (names[-2] if len(names) > 1 else ""), names[-1]


def same_statement(a: str, b: str) -> bool:
    """Return whether two texts are the same SQL: layout, comments and parentheses do not matter.

    Two texts that do not parse are the same only when they are equal to the letter.
    """
    try:
        return parse_statements(a) == parse_statements(b)
    except SqlError:
        return a == b
