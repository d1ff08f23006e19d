"""What reading sees before any rule is asked: each kind of note is the matter of one rule."""

from __future__ import annotations

__all__ = ["Note", "NoteKind"]

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pedschema.lint.subjects import Hit


class NoteKind(StrEnum):
    """Names of the rules that pass the notes on."""

    SYNTAX = "syntax"
    UNREADABLE_FILE = "unreadable-file"
    SQL_AT_RUN_TIME = "sql-at-run-time"
    CONTRACT_MISTAKE = "contract-mistake"
    PATTERN_OVERLAP = "pattern-overlap"
    EVENT_NAME = "event-name"
    ALLOW_WITHOUT_REASON = "allow-without-reason"
    ALLOW_UNKNOWN = "allow-unknown"
    ALLOW_UNUSED = "allow-unused"


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that reading saw."""

    kind: NoteKind
    hit: Hit
