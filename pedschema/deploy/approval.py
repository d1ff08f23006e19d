"""Comments in revisions that approve of wider access: `# pedschema: widens <pattern or *> — <reason>`.

`# pedschema: downgrade widens …` approves of what widens when the revision is taken back. Neither speaks for
the other.
"""

from __future__ import annotations

__all__ = ["EVERYTHING", "Approval", "load_approvals", "parse_approvals", "spell_approval"]

import io
import re
import tokenize
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pedschema.errors import ContractError, Mistake

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

EVERYTHING = "*"
"""Stands for every pattern of the contract."""

_MARK = re.compile(r"#\s*pedschema:\s*(?P<back>downgrade\s+)?widens\b(?P<rest>.*)")
_LINE = re.compile(r"\s*(?P<pattern>\S+)\s+(?:[\u2014\u2013:]|--?)\s+(?P<reason>.*\w.*)$")


@dataclass(frozen=True, slots=True, order=True)
class Approval:
    """One comment that approves.

    Attributes:
        file: the revision, as it was given.
        line: from 1.
        pattern: a topic pattern of the contract, or `*` for every one of them.
        reason: why access may widen.
    """

    file: str
    line: int
    pattern: str
    reason: str

    def covers(self, pattern: str) -> bool:
        """Return whether it speaks for the topics of a declared pattern."""
        return self.pattern in {EVERYTHING, pattern}

    def __str__(self) -> str:
        """Return `file:line`."""
        return f"{self.file}:{self.line}"


def spell_approval(pattern: str, reason: str = "<reason>", *, is_downgrade: bool = False) -> str:
    """Return the comment that approves."""
    return f"# pedschema: {'downgrade ' if is_downgrade else ''}widens {pattern} — {reason}"


def load_approvals(files: Iterable[Path], *, is_downgrade: bool = False) -> tuple[Approval, ...]:
    """Return what the comments of some revisions approve, in order, for when they are run or taken back.

    Raises:
        ContractError: as for `parse_approvals`.
    """
    return tuple(
        approval
        for file in files
        for approval in parse_approvals(
            file.read_text(encoding="utf-8"), str(file), is_downgrade=is_downgrade
        )
    )


def parse_approvals(text: str, file: str, *, is_downgrade: bool = False) -> tuple[Approval, ...]:
    """Return what the comments of one revision approve; the same words in a string approve nothing.

    With `is_downgrade`, they are those for when the revision is taken back.

    Raises:
        ContractError: a comment that begins as an approval names no pattern or gives no reason.
    """
    approvals, mistakes = [], []
    for line, comment in _find_comments(text):
        mark = _MARK.match(comment)
        found = mark and _LINE.match(mark["rest"])
        if mark and found and bool(mark["back"]) is is_downgrade:
            approvals.append(Approval(file, line, found["pattern"], found["reason"].strip()))
        elif mark and not found:
            what = "the approval names no topic pattern, or gives no reason"
            fix = f"write `{spell_approval('<topic pattern or *>', is_downgrade=bool(mark['back']))}`"
            mistakes.append(Mistake(f"{file}:{line}", what, fix, "approval-unreadable"))
    if mistakes:
        raise ContractError(*mistakes)
    return tuple(approvals)


def _find_comments(text: str) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string
