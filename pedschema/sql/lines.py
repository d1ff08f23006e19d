"""Laying out SQL as lines.

A line may hold a fragment of the contract that spans several text lines. Only the start of an item is
indented, so that a string literal within a fragment keeps every one of its characters.
"""

from __future__ import annotations

__all__ = ["Lines", "aliased", "filled", "indented", "joined", "listed", "text"]

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Lines = list[str]
"""Items of one statement, each beginning on a text line of its own."""


def indented(lines: Iterable[str], depth: int = 1) -> Lines:
    """Return the lines, each two blanks per `depth` further in."""
    return [f"{'  ' * depth}{line}" for line in lines]


def listed(items: Iterable[str | Lines]) -> Lines:
    """Return the items, each one or several lines, with a comma after each but the last."""
    *most, last = ([item] if isinstance(item, str) else item for item in items)
    return [*(line for item in most for line in (*item[:-1], f"{item[-1]},")), *last]


def joined(first: str, following: str, items: Iterable[str]) -> Lines:
    """Return the items with `first` before the first of them and `following` before all others."""
    return [f"{following if place else first}{item}" for place, item in enumerate(items)]


def filled(items: Iterable[str], width: int = 88) -> Lines:
    """Return the items separated by commas, as many on a line as `width` characters hold."""
    lines: Lines = []
    for item in listed(items):
        if lines and len(lines[-1]) + len(item) < width:
            lines[-1] += f" {item}"
        else:
            lines.append(item)
    return lines


def aliased(query: Lines, alias: str) -> Lines:
    """Return the query between parentheses, called `alias`."""
    if len(query) == 1:
        return [f"({query[0]}) as {alias}"]
    return ["(", *indented(query), f") as {alias}"]


def text(lines: Iterable[str]) -> str:
    """Return the lines as one text, without a line break at its end."""
    return "\n".join(lines)
