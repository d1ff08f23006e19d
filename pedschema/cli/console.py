"""Where words go: data to stdout, talk to stderr."""

from __future__ import annotations

__all__ = ["CLEAN", "FAILED", "FINDINGS", "data", "say", "show_mistakes", "show_report", "talk"]

import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from pedschema.report.plain import make_plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pedschema.errors import Mistake

CLEAN, FINDINGS, FAILED = 0, 1, 2

WIDTH = 132
"""Columns of tables that go to no terminal."""

data = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else WIDTH)
talk = Console(stderr=True, highlight=False, soft_wrap=True)


def say(text: str) -> None:
    """Tell the person at the terminal something; never data."""
    talk.print(Text(make_plain(text)))


def show_report(report: str | Text) -> None:
    """Print a report to stdout: a text for programs as it is, one for people in its colours."""
    if isinstance(report, str):
        # A file's name may hold bytes that are no text.
        data.file.write(report.encode("utf-8", "backslashreplace").decode())
    else:
        data.print(report, end="")


def show_mistakes(mistakes: Iterable[Mistake], console: Console) -> None:
    """Print what, where and what to do of each mistake."""
    for mistake in mistakes:
        where, what, fix = (make_plain(text) for text in (mistake.where, mistake.what, mistake.fix))
        console.print(Text.assemble((f"{where}: ", "bold"), what, (f" [{mistake.id}]", "dim")))
        console.print(Text.assemble(("    help: ", "green"), fix))
