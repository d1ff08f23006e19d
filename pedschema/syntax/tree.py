"""Walks over pglast's trees, and their comparison."""

from __future__ import annotations

__all__ = ["child_nodes", "find_literals", "is_node", "read_name", "same_statement", "shape", "walk"]

from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.syntax.source import SqlError, parse_statements

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator


_Node = ast.Node
_LEAVES = frozenset({ast.String, ast.A_Star, ast.Boolean, ast.Integer, ast.RoleSpec})
"""Kinds of nodes below which nothing stands, and of which trees are full."""


def is_node(value: Any, kind: type[ast.Node]) -> bool:
    """Return whether `value` is a node of that kind.

    Unlike isinstance it narrows no type: pglast declares every field optional, the grammar does not.
    """
    return isinstance(value, kind)


def child_nodes(value: Any) -> list[Any]:
    """Return the nodes directly below `value`, a node or a tuple of nodes, in the order of its fields."""
    kind = value.__class__
    if kind in _LEAVES:
        return []
    below: list[Any] = []
    for field in value if kind is tuple else _nodes_reader(kind)(value):
        if field is None:
            continue
        if field.__class__ is tuple:
            for item in field:
                if isinstance(item, _Node):
                    below.append(item)
                elif item.__class__ is tuple:
                    below += child_nodes(item)
        elif isinstance(field, _Node):
            below.append(field)
    return below


def walk(node: Any) -> Iterator[Any]:
    """Yield `node` and every node below it, parents first; no tree is too deep."""
    waiting = [node]
    while waiting:
        found = waiting.pop()
        yield found
        if found.__class__ not in _LEAVES:
            below = child_nodes(found)
            below.reverse()
            waiting += below


def shape(value: Any) -> Hashable:
    """Return what two trees have in common exactly when they are the same SQL, wherever that stands."""
    kind: Any = value.__class__
    if isinstance(value, ast.Node):
        return (kind, *map(shape, _meaning_reader(kind)(value)))
    return tuple(map(shape, value)) if isinstance(value, tuple) else value


_Reader = Callable[[Any], tuple[Any, ...]]


@cache
def _nodes_reader(kind: Any) -> _Reader:
    """Return what reads the fields of a kind of node that can hold nodes, all at once."""
    return _reader([name for name, (_, wanted, _) in kind.__slots__.items() if _holds_nodes(wanted)])


@cache
def _meaning_reader(kind: Any) -> _Reader:
    """Return what reads the fields of a kind of node that say something else than where it stands."""
    return _reader([name for name, (written, _, _) in kind.__slots__.items() if written != "ParseLoc"])


def _reader(names: list[str]) -> _Reader:
    if not names:
        return lambda _: ()
    read = attrgetter(*names)
    # attrgetter gives a single field bare.
    return read if len(names) > 1 else lambda node: (read(node),)


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
