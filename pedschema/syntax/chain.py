"""Chains of operators that are too long for PostgreSQL's parser outside of PostgreSQL.

A server says "stack depth limit exceeded"; the parser alone ends the process, from some 10 000 operators on.
"""

from __future__ import annotations

__all__ = ["find_long_chain"]

from pglast import scan
from pglast.parser import ParseError

_SAFE = 40_000
"""Characters that cannot hold a chain of that length."""

_LONGEST = 20_000
"""Words and signs without a comma between; what people write has some hundred."""


def find_long_chain(text: str) -> int | None:
    """Return where something in the text may nest deeper than it can be read, or None.

    Each level takes a word or sign of its own. What stands before a comma is no part of what follows, as far
    as the same parentheses go.
    """
    if len(text) <= _SAFE:
        return None
    try:
        tokens = scan(text)
    except (ParseError, UnicodeEncodeError):
        return None
    counts, total = [0], 0
    for token in tokens:
        name = token.name
        if name == "ASCII_59":
            counts, total = [0], 0
        elif name in {"ASCII_40", "ASCII_91"}:
            counts.append(0)
        elif name == "ASCII_44" or (name in {"ASCII_41", "ASCII_93"} and len(counts) > 1):
            total -= counts[-1]
            counts[-1] = 0
            if name != "ASCII_44":
                counts.pop()
        if name != "ASCII_59":
            counts[-1] += 1
            total += 1
        if total > _LONGEST:
            return int(token.start)
    return None
