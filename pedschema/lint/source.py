"""SQL texts and where each of their characters stands."""

from __future__ import annotations

__all__ = ["Origin", "Run", "Source", "find_runs"]

from bisect import bisect_right
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from pedschema.findings import Place

_KEPT = 64


class Origin(StrEnum):
    """Where a text comes from: rules judge a migration's statements, and everybody's policies."""

    CONTRACT = "contract"
    MIGRATION = "migration"
    SCRIPT = "script"
    DATABASE = "database"

    @property
    def runs(self) -> bool:
        """Whether the statements of the text are run by somebody, and not just describe what shall be."""
        return self in {Origin.MIGRATION, Origin.SCRIPT}


class Run(NamedTuple):
    """Characters from the offset `begin` on, up to the next run, that stand one after the other in a line."""

    begin: int
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Source:
    """One SQL text.

    Attributes:
        file: path as it was given; empty for an object of a database.
        runs: where the characters stand in the file, sorted; empty when `text` is the whole file.
        object: for a text out of a database, the object that it makes.
        fixed: the text stands in no file; all of it is the work of the place of its only run.
        drops: the text is not run: what it makes is there until now, and goes.
    """

    text: str
    origin: Origin
    file: str = ""
    runs: tuple[Run, ...] = field(default=(), repr=False)
    object: str = ""
    fixed: bool = False
    drops: bool = False

    def place(self, index: int, end: int, about: str) -> Place:
        """Return where the characters from `index` up to `end` stand; `about` names the object."""
        about = about or self.object
        if not self.file:
            return Place(object=about)
        if self.fixed:
            return Place(self.file, self.runs[0].line, self.runs[0].column, object=about)
        index = min(index, max(0, len(self.text) - 1))
        last = min(max(index, end - 1), max(0, len(self.text) - 1))
        line, column = self.position(last)
        return Place(self.file, *self.position(index), line, column + 1, about)

    def position(self, index: int) -> tuple[int, int]:
        """Return line and column, both from 1, of the character at `index`."""
        runs = self.runs or find_runs(self.text)
        run = runs[max(0, bisect_right(runs, index, key=lambda each: each.begin) - 1)]
        return run.line, run.column + (0 if self.fixed else max(0, index - run.begin))

    def part(self, index: int, end: int) -> Source:
        """Return the text from `index` up to `end` as a source of its own."""
        runs = self.runs if self.fixed else self._runs_of(index, end)
        return Source(self.text[index:end], self.origin, self.file, runs, self.object, self.fixed, self.drops)

    def _runs_of(self, index: int, end: int) -> tuple[Run, ...]:
        runs = self.runs or find_runs(self.text)
        first = bisect_right(runs, index, key=lambda each: each.begin)
        last = bisect_right(runs, end - 1, key=lambda each: each.begin)
        moved = (Run(run.begin - index, run.line, run.column) for run in runs[first:last])
        return (Run(0, *self.position(index)), *moved)


@lru_cache(maxsize=_KEPT)
def find_runs(text: str) -> tuple[Run, ...]:
    """Return the lines of a text that is a whole file."""
    runs = [Run(0, 1, 1)]
    begin = text.find("\n")
    while begin >= 0:
        runs.append(Run(begin + 1, len(runs) + 1, 1))
        begin = text.find("\n", begin + 1)
    return tuple(runs)
