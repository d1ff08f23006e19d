"""Words that SQL keeps for itself."""

from __future__ import annotations

__all__ = ["find_cut_names", "is_reserved"]

from pglast.keywords import RESERVED_KEYWORDS, TYPE_FUNC_NAME_KEYWORDS

from pedschema.model.names import MAX_NAME_BYTES
from pedschema.syntax.source import scan_tokens


def find_cut_names(sql: str) -> tuple[tuple[str, int], ...]:
    """Return every identifier that PostgreSQL would cut, and its place; a tree has them cut already."""
    words = (
        (sql[token.start : token.end + 1], token.start) for token in scan_tokens(sql) if token.name == "IDENT"
    )
    names = ((word.strip('"').replace('""', '"'), index) for word, index in words)
    return tuple((name, index) for name, index in names if len(name.encode()) > MAX_NAME_BYTES)


def is_reserved(word: str) -> bool:
    """Return whether `word` cannot be the alias of a relation unless it is quoted."""
    return word in RESERVED_KEYWORDS or word in TYPE_FUNC_NAME_KEYWORDS
