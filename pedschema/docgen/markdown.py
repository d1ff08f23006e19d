"""Pieces of Markdown that Prettier, as it comes, leaves as they are."""

from __future__ import annotations

__all__ = ["code", "fence", "items", "table"]

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def code(text: str) -> str:
    """Return a text as code within a line."""
    ticks = "``" if "`" in text else "`"
    return f"{ticks}{text}{ticks}"


def fence(text: str, language: str) -> str:
    """Return a block of code; the text ends with a line feed."""
    return f"```{language}\n{text}```\n"


def items(entries: Iterable[tuple[str, str]]) -> str:
    """Return a list of what has a text, each with its heading."""
    return "".join(f"- **{heading}**: {text}\n" for heading, text in entries if text)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table with columns of the same width; a bar in a cell ends none."""
    lines = [[cell.replace("|", "\\|").replace("\n", " ") for cell in row] for row in (head, *rows)]
    widths = [max(3, *(len(line[place]) for line in lines)) for place in range(len(head))]
    first, *others = (
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |"
        for line in lines
    )
    rule = "| " + " | ".join("-" * width for width in widths) + " |"
    return "\n".join([first, rule, *others]) + "\n"
