"""String literals of Python source: their text, and where each of its characters stands."""

from __future__ import annotations

__all__ = ["Text", "read_literal"]

import re
import unicodedata
from dataclasses import dataclass

from pedschema.lint.source import Run

_BETWEEN = re.compile(r"(?:\s+|#[^\n]*|\\\n)*")
_OPEN = re.compile(r"""(?P<prefix>[A-Za-z]{0,2})(?P<quote>\"{3}|'{3}|"|')""")
_BODIES = {quote: re.compile(rf"(?:[^\\]|\\.)*?(?={quote})", re.DOTALL) for quote in ('"""', "'''", '"', "'")}
_SPECIAL = re.compile(
    r"\n|\\(?:\n|[0-7]{1,3}|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|N\{[^}]+\}|.)", re.DOTALL
)
_SIMPLE = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\n": ""}
_QUOTED = frozenset("\\'\"")


@dataclass(frozen=True, slots=True)
class Text:
    """A text, and where its characters stand in a file."""

    value: str
    runs: tuple[Run, ...]

    def __add__(self, other: Text) -> Text:
        """Return both texts, one after the other."""
        moved = (Run(run.begin + len(self.value), run.line, run.column) for run in other.runs)
        return Text(self.value + other.value, (*self.runs, *moved))


def read_literal(segment: str, line: int, column: int) -> Text | None:
    """Return the text of adjacent string literals, or None when there is something else among them.

    Args:
        segment: what stands in the file.
        line: of its first character.
        column: of its first character, both from 1.
    """
    reader = _Reader(segment, line, column)
    at = 0
    while at < len(segment):
        at = reader.read(at)
        if at < 0:
            return None
        found = _BETWEEN.match(segment, at)
        at = found.end() if found else at
    return Text("".join(reader.parts), tuple(reader.runs))


class _Reader:
    """Collects the pieces of a text; positions are counted along."""

    def __init__(self, segment: str, line: int, column: int) -> None:
        self.segment = segment
        self.line = line
        self.begin = 1 - column
        self.seen = 0
        self.parts: list[str] = []
        self.runs: list[Run] = []
        self.length = 0

    def read(self, at: int) -> int:
        """Read the literal at `at`; return the offset behind it, -1 if it is none."""
        opened = _OPEN.match(self.segment, at)
        if not opened or set(opened["prefix"].lower()) - set("ru"):
            return -1
        body = _BODIES[opened["quote"]].match(self.segment, opened.end())
        if not body:
            return -1
        self._add_body(body.start(), body.end(), raw="r" in opened["prefix"].lower())
        return body.end() + len(opened["quote"])

    def _add_body(self, begin: int, end: int, *, raw: bool) -> None:
        at = begin
        for special in _SPECIAL.finditer(self.segment, begin, end):
            written = special[0]
            decoded = written if raw or written == "\n" else _decode(written)
            stop = special.end() if decoded == written else special.start()
            if written == "\n" or decoded != written:
                self._add(at, self.segment[at:stop])
                if decoded != written:
                    self._add(special.start(), decoded)
                at = special.end()
        self._add(at, self.segment[at:end])

    def _add(self, at: int, text: str) -> None:
        if text:
            self.runs.append(Run(self.length, *self._position(at)))
            self.parts.append(text)
            self.length += len(text)

    def _position(self, at: int) -> tuple[int, int]:
        breaks = self.segment.count("\n", self.seen, at)
        if breaks:
            self.line += breaks
            self.begin = self.segment.rfind("\n", self.seen, at) + 1
        self.seen = at
        return self.line, at - self.begin + 1


def _decode(written: str) -> str:
    kind = written[1]
    if kind in _QUOTED:
        return kind
    if kind in _SIMPLE:
        return _SIMPLE[kind]
    if kind == "N" and len(written) > 2:
        return unicodedata.lookup(written[3:-1])
    if kind in "xuU" and len(written) > 2:
        return chr(int("0x" + written[2:], 0))
    return chr(int(written[1:], 8)) if kind in "01234567" else written
