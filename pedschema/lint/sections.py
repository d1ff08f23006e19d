"""Files that hold the way back of a migration as well, as dbmate, goose and sql-migrate have them."""

from __future__ import annotations

__all__ = ["blank_down"]

import re

_MARK = re.compile(
    r"^--[ \t]*(?:migrate:|\+goose[ \t]+|\+migrate[ \t]+)(up|down)\b", re.IGNORECASE | re.MULTILINE
)
"""These tools look at lines alone, wherever in the SQL they stand."""

_LETTER = re.compile(r"[^\n]")


def blank_down(text: str) -> str:
    """Return the text with blanks for what migrates down, so that everything else stays at its place."""
    parts, done, blank = [], 0, False
    for mark in _MARK.finditer(text):
        parts.append(_cut(text[done : mark.start()], blank=blank))
        done, blank = mark.start(), mark[1].lower() == "down"
    return "".join([*parts, _cut(text[done:], blank=blank)])


def _cut(text: str, *, blank: bool) -> str:
    return _LETTER.sub(" ", text) if blank else text
