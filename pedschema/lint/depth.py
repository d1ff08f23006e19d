"""How deep a tree may be: rules walk it by calling themselves, level for level."""

from __future__ import annotations

__all__ = ["MAX_DEPTH", "SHALLOW", "TooDeepError", "is_deep", "room_to_walk"]

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pglast import ast

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_DEPTH = 200
"""Levels; what people write has some ten."""

SHALLOW = 400
"""Characters that cannot hold a deeper tree: each level takes two."""

_FRAMES = 6_000
"""Calls that may wait for each other while a tree of that depth is walked or written."""


class TooDeepError(ValueError):
    """A body of a function holds a tree that rules cannot walk."""


def is_deep(node: Any) -> bool:
    """Return whether something in the tree is further down than rules may walk."""
    level, nodes = 0, [node]
    while nodes and level <= MAX_DEPTH:
        nodes = [below for above in nodes for below in _below(above)]
        level += 1
    return bool(nodes)


@contextmanager
def room_to_walk() -> Iterator[None]:
    """Let Python's calls nest as deep as trees do, as long as the block runs."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _FRAMES))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def _below(node: Any) -> Iterator[Any]:
    fields = node if isinstance(node, tuple) else (getattr(node, name) for name in node.__slots__)
    for field in fields:
        if isinstance(field, tuple):
            yield from _below(field)
        elif isinstance(field, ast.Node):
            yield field
