"""Trees made as PostgreSQL's parser gives them, without pglast's second look at each field."""

from __future__ import annotations

__all__ = ["unchecked_trees"]

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pglast import ast

if TYPE_CHECKING:
    from collections.abc import Iterator

_NODE: Any = ast.Node
_BOOLEAN: Any = ast.Boolean
_CHECK = _NODE.__setattr__

# The only value that the parser gives in another type than its node has: a number for a constant's truth.
_BOOLEAN.__setattr__ = _CHECK


@contextmanager
def unchecked_trees() -> Iterator[None]:
    """Let trees be made several times as fast, as long as the block runs; they are the same trees.

    pglast 8.8 checks and converts every value that a node is given, since people may build nodes by hand out
    of lists, numbers and dictionaries. The parser gives tuples, enumerations and nodes already, so that the
    check changes nothing, and costs more than five sixths of the parsing.

    The block is for much work at once: to begin and end it takes as long as to parse some ten statements.
    Nodes that are built by hand inside it, in whichever thread, need values of their final types.
    """
    _NODE.__setattr__ = object.__setattr__
    try:
        yield
    finally:
        _NODE.__setattr__ = _CHECK
