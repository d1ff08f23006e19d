"""Comments of revisions that say where a rule does not hold."""

from __future__ import annotations

__all__ = ["find_remarks"]

import io
import tokenize
from typing import TYPE_CHECKING

from pedschema.findings import Place
from pedschema.lint.allow import MARK, Allow, find_span, parse_allow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.note import Note
    from pedschema.lint.revision import Revision

_BLANK = {tokenize.NL, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT, tokenize.NEWLINE}


def find_remarks(text: str, revision: Revision) -> Iterator[Allow | Note]:
    """Yield what the comments of a revision's source allow; a step is what one of them can speak for."""
    tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    follows: int | None = None
    for token in reversed(tokens):
        if token.type not in _BLANK:
            follows = token.start[0]
        elif token.type == tokenize.COMMENT and MARK in token.string:
            line, column = token.start
            place = Place(revision.file, line, column + 1, line, token.end[1] + 1)
            alone = not token.line[:column].strip()
            lines = find_span(follows, revision.spans) if alone and follows else (line, line)
            found = parse_allow(token.string, place, lines)
            if found:
                yield found
