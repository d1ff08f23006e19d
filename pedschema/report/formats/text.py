"""For people at a terminal: where, what, the line, what it breaks, what to do."""

from __future__ import annotations

__all__ = ["render"]

from typing import TYPE_CHECKING

from rich.text import Text

from pedschema.findings import Severity
from pedschema.report.plain import make_plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pedschema.findings import Finding, Place
    from pedschema.report.result import Result

_COLOURS = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold blue"}
_CHANGED = {"+": "green", "-": "red"}
_WIDEST = 160
"""Characters of a source line that are shown: what is longer was not written to be read."""

_TAB = "    "


def render(result: Result) -> Text:
    """Return the findings, one paragraph each."""
    text = Text()
    for finding in result.findings:
        for part, style in _finding(finding, result.lines.get(finding.place.file, ())):
            text.append(make_plain(part), style)
    return text


def _finding(finding: Finding, lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    place = finding.place
    yield _one_line(str(place)) or "project", "bold"
    yield ": ", ""
    yield str(finding.severity), _COLOURS[finding.severity]
    yield f" {finding.id} ", "bold"
    yield finding.name, ""
    if place.file and place.object:
        yield f" in {_one_line(place.object)}", "dim"
    yield f"\n  {_one_line(finding.what)}\n", ""
    yield from _source(place, lines)
    for line in finding.detail.splitlines():
        yield f"  {line}\n", _CHANGED.get(line[:1], "dim")
    yield "  why: ", "cyan"
    yield f"{finding.consequence}\n", ""
    yield "  fix: ", "green"
    yield f"{_one_line(finding.fix)}\n\n", ""


def _one_line(text: str) -> str:
    """Return a text that holds names without their line breaks, which could pass for lines of the report."""
    return " ".join(text.splitlines())


def _source(place: Place, lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    if not 0 < place.line <= len(lines):
        return
    line = lines[place.line - 1]
    start = max(1, place.column)
    end = place.end_column if place.end_line == place.line else len(line.rstrip()) + 1
    begin = max(0, start - _WIDEST // 2) if len(line) > _WIDEST else 0
    shown, before = line[begin : begin + _WIDEST], line[begin : start - 1]
    width = max(1, min(end, begin + _WIDEST + 1) - start)
    number = str(place.line)
    yield f"  {number} | ", "dim"
    yield f"{shown.expandtabs(len(_TAB)).rstrip()}\n", ""
    yield f"  {' ' * len(number)} | ", "dim"
    yield f"{' ' * len(before.expandtabs(len(_TAB)))}{'^' * width}\n", "red"
