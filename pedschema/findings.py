"""What checks see: one finding, and where it stands."""

from __future__ import annotations

__all__ = ["Finding", "Place", "Severity"]

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters: an error breaks or opens something, a warning will, an info could."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a finding stands; lines and columns from 1, the end behind the last character, 0 when unknown.

    Attributes:
        file: path as it was given, empty for an object of a database.
        object: the database object it is about, such as `policy "rooms_read" on realtime.messages`.
    """

    file: str = ""
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0
    object: str = ""

    def __str__(self) -> str:
        """Return `file:line:column`, or the object."""
        if not self.file:
            return self.object
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing a check sees.

    Attributes:
        id: the rule's, such as `POL002`.
        name: the rule's in words, such as `always-true`.
        what: the fact, lower case, names in double quotes, no full stop.
        consequence: what breaks or opens, one sentence.
        fix: one imperative line.
        detail: further lines, such as a unified diff of what is expected and what is there; may be empty.
    """

    place: Place
    id: str
    name: str
    severity: Severity
    what: str
    consequence: str
    fix: str
    detail: str = ""
