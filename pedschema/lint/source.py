"""SQL texts and where each of their characters stands."""

from __future__ import annotations

__all__ = ["Origin", "Source"]

from dataclasses import dataclass, field
from enum import StrEnum

from pedschema.findings import Place
from pedschema.syntax.source import find_position


class Origin(StrEnum):
    """Where a text comes from: rules judge a migration's statements, and everybody's policies."""

    CONTRACT = "contract"
    MIGRATION = "migration"
    SCRIPT = "script"
    DATABASE = "database"


@dataclass(frozen=True, slots=True)
class Source:
    """One SQL text.

    Attributes:
        file: path as it was given; empty for an object of a database.
        positions: line and column of each character of `text`, where the text is part of a file; empty
            when `text` is the whole file.
        object: for a text out of a database, the object that it makes.
    """

    text: str
    origin: Origin
    file: str = ""
    positions: tuple[tuple[int, int], ...] = field(default=(), repr=False)
    object: str = ""

    def place(self, index: int, end: int, about: str) -> Place:
        """Return where the characters from `index` up to `end` stand; `about` names the object."""
        if not self.file:
            return Place(object=about or self.object)
        return Place(self.file, *self._position(index), *self._position(max(index + 1, end)), about)

    def _position(self, index: int) -> tuple[int, int]:
        if not self.positions:
            return find_position(self.text, min(index, len(self.text)))
        last = len(self.positions) - 1
        line, column = self.positions[min(index, last)]
        return line, column + max(0, index - last)
