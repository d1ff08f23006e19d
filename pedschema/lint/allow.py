"""Comments that say where a rule does not hold: `pedschema: allow <rule>[, …] — reason`.

A comment beside code speaks for its line. A comment on a line of its own speaks for the next line of code,
and for the whole statement that begins there.
"""

from __future__ import annotations

__all__ = ["Allow", "Span", "find_allows", "parse_allow"]

import bisect
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pglast import scan
from pglast.parser import ParseError

from pedschema.lint.note import Note, NoteKind
from pedschema.lint.subjects import Hit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pedschema.findings import Finding, Place
    from pedschema.lint.source import Source
    from pedschema.lint.subjects import StatementSubject

MARK = "pedschema:"
Span = tuple[int, int]
"""First and last line."""

_LONGEST = 1_000
"""Characters of a comment that are read: nobody gives longer reasons."""

_NAME = r"(?>[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*)"
_ALLOW = re.compile(
    rf"pedschema:\s*allow\b\s*(?P<names>(?>{_NAME}(?:\s*,\s*{_NAME})*))?\s*"
    r"(?:(?:[\u2010-\u2015\u2212:]|-{1,2})\s*(?P<reason>.*?))?\s*(?:\*/)?\s*$",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Allow:
    """One comment that allows something.

    Attributes:
        place: of the comment.
        names: ids or names of rules, as written.
        lines: the lines it speaks for.
    """

    place: Place
    names: tuple[str, ...]
    lines: Span

    def covers(self, finding: Finding) -> bool:
        """Return whether the finding stands where the comment speaks for."""
        place, (first, last) = finding.place, self.lines
        if place.file != self.place.file or not place.line:
            return False
        within = first <= place.line <= last
        return within or place.line <= self.place.line <= max(place.line, place.end_line)

    def find_names(self, finding: Finding) -> tuple[str, ...]:
        """Return those of the names that mean the finding's rule."""
        return tuple(name for name in self.names if name.lower() in {finding.id.lower(), finding.name})


def find_allows(
    source: Source, statements: Sequence[StatementSubject]
) -> tuple[tuple[Allow, ...], tuple[Note, ...]]:
    """Return what comments of an SQL text allow, and notes on comments that allow nothing."""
    if MARK not in source.text or not source.file or source.fixed:
        return (), ()
    try:
        comments = [token for token in scan(source.text) if "COMMENT" in token.name]
    except ParseError:
        return (), ()
    spans = [_lines(each.source, each.index, each.end) for each in statements]
    allows: list[Allow] = []
    notes: list[Note] = []
    for token in comments:
        text = source.text[token.start : token.end + 1]
        if MARK in text:
            begin = source.text.rfind("\n", 0, token.start) + 1
            alone = not source.text[begin : token.start].strip()
            place = source.place(token.start, token.end + 1, "")
            lines = _lines(source, token.start, token.end + 1)
            if alone:
                lines = _below(source.text, token.end + 1, source, spans)
            read = parse_allow(text, place, lines)
            if isinstance(read, Allow):
                allows.append(read)
            elif read:
                notes.append(read)
    return tuple(allows), tuple(notes)


def parse_allow(comment: str, place: Place, lines: Span) -> Allow | Note | None:
    """Return what a comment allows, a note when it is no good, None when it allows nothing."""
    begin = comment.find(MARK)
    written = comment[begin : begin + _LONGEST]
    if begin < 0 or not re.match(r"pedschema:\s*allow\b", written):
        return None
    found = _ALLOW.match(written)
    names = tuple(re.split(r"\s*,\s*", found["names"])) if found and found["names"] else ()
    reason = (found["reason"] or "").strip() if found else ""
    if names and re.search(r"\w", reason):
        return Allow(place, names, lines)
    lack = "gives no reason" if names else "names no rule"
    fix = "write `pedschema: allow <rule> — <reason>`"
    return Note(NoteKind.ALLOW_WITHOUT_REASON, Hit(place, f"the comment {lack}", fix))


def find_span(line: int, spans: Iterable[Span]) -> Span:
    """Return the first of the spans that begins on that line, or the line alone."""
    return next((span for span in spans if span[0] == line), (line, line))


def _lines(source: Source, index: int, end: int) -> Span:
    return source.position(index)[0], source.position(max(index, end - 1))[0]


def _below(text: str, end: int, source: Source, spans: Sequence[Span]) -> Span:
    """Return the lines of what follows behind a comment that ends at `end`, further comments aside."""
    follows = re.compile(r"(?:\s+|--[^\n]*|/\*.*?\*/)*", re.DOTALL).match(text, end)
    index = min(follows.end() if follows else end, max(0, len(text) - 1))
    line = source.position(index)[0]
    place = bisect.bisect_left(spans, (line, 0))
    return spans[place] if place < len(spans) and spans[place][0] == line else (line, line)
