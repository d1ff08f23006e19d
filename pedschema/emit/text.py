"""JSON texts that Prettier, as it comes, leaves as they are."""

from __future__ import annotations

__all__ = ["render_json"]

import json
from json.encoder import encode_basestring_ascii as json_text
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

_WIDTH = 80


def render_json(value: Any) -> str:
    """Return the text of a JSON file: what fits into 80 columns on one line, two spaces a level.

    All of it is ASCII, so that a column is a character to every program.
    """
    return _render(value, 0, 0) + "\n"


def _render(value: Any, indent: int, around: int) -> str:
    """Return a value.

    Args:
        value: of plain Python types.
        indent: spaces before the line that it begins on.
        around: further characters on that line, before and behind it.
    """
    if not isinstance(value, dict | list) or not value:
        return _scalar(value)
    flat = _flat(value, _WIDTH - indent - around)
    if flat is not None:
        return flat
    space, inner = " " * indent, " " * (indent + 2)
    items = [
        f"{inner}{before}{_render(below, indent + 2, len(before) + (place < len(value) - 1))}"
        for place, (before, below) in enumerate(_items(value))
    ]
    opened, closed = "{}" if isinstance(value, dict) else "[]"
    return f"{opened}\n" + ",\n".join(items) + f"\n{space}{closed}"


def _items(value: dict[str, Any] | list[Any]) -> Iterable[tuple[str, Any]]:
    if isinstance(value, dict):
        return [(f"{json_text(key)}: ", below) for key, below in value.items()]
    return [("", below) for below in value]


def _flat(value: Any, room: int) -> str | None:
    """Return a value on one line; None for one that is longer, or that Prettier spreads in any case."""
    if not isinstance(value, dict | list) or not value:
        told = _scalar(value)
        return told if len(told) <= room else None
    opened, closed = ("{ ", " }") if isinstance(value, dict) else ("[", "]")
    # What cannot fit is left at once: else each level would be written once for all that are above it.
    room -= len(opened) + len(closed) - len(", ")
    if len(value) * len("0, ") > room or (isinstance(value, list) and _is_spread(value)):
        return None
    parts = []
    for before, below in _items(value):
        flat = _flat(below, room - len(", ") - len(before))
        if flat is None:
            return None
        room -= len(", ") + len(before) + len(flat)
        parts.append(before + flat)
    return f"{opened}{', '.join(parts)}{closed}"


def _is_spread(value: list[Any]) -> bool:
    kind = type(value[0])
    return (
        len(value) > 1
        and kind in {dict, list}
        and all(type(each) is kind and len(each) > 1 for each in value)
    )


def _scalar(value: Any) -> str:
    return json_text(value) if isinstance(value, str) else json.dumps(value)
