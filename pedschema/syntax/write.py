"""Names and trees as PostgreSQL writes them."""

from __future__ import annotations

__all__ = ["is_bare", "render_expression"]

from typing import Any

from pglast.keywords import COL_NAME_KEYWORDS, RESERVED_KEYWORDS, TYPE_FUNC_NAME_KEYWORDS
from pglast.stream import RawStream

_QUOTED = COL_NAME_KEYWORDS | RESERVED_KEYWORDS | TYPE_FUNC_NAME_KEYWORDS


def is_bare(word: str) -> bool:
    """Return whether PostgreSQL writes a lower-case name without quotes: it is no word that needs them."""
    return word not in _QUOTED


def render_expression(tree: Any) -> str:
    """Return the SQL of an expression: the same meaning, not the same layout."""
    return str(RawStream()(tree))
