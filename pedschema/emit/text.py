"""JSON texts that Prettier, as it comes, leaves as they are."""

from __future__ import annotations

__all__ = ["render_json"]

import json
from typing import Any

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
    flat = _flat(value)
    if flat is not None and indent + around + len(flat) <= _WIDTH:
        return flat
    if not isinstance(value, dict | list) or not value:
        return flat or ""
    space, inner = " " * indent, " " * (indent + 2)
    items = [
        f"{inner}{before}{_render(below, indent + 2, len(before) + (place < len(value) - 1))}"
        for place, (before, below) in enumerate(_items(value))
    ]
    opened, closed = "{}" if isinstance(value, dict) else "[]"
    return f"{opened}\n" + ",\n".join(items) + f"\n{space}{closed}"


def _items(value: dict[str, Any] | list[Any]) -> list[tuple[str, Any]]:
    if isinstance(value, dict):
        return [(f"{json.dumps(key)}: ", below) for key, below in value.items()]
    return [("", below) for below in value]


def _flat(value: Any) -> str | None:
    """Return a value on one line, or None for one that Prettier spreads over several in any case."""
    if not isinstance(value, dict | list) or not value:
        return json.dumps(value)
    if isinstance(value, list) and _is_spread(value):
        return None
    parts = [(before, _flat(below)) for before, below in _items(value)]
    if any(flat is None for _, flat in parts):
        return None
    listed = ", ".join(f"{before}{flat}" for before, flat in parts)
    return f"{{ {listed} }}" if isinstance(value, dict) else f"[{listed}]"


def _is_spread(value: list[Any]) -> bool:
    kinds = {type(each) for each in value}
    return len(value) > 1 and kinds in ({dict}, {list}) and all(len(each) > 1 for each in value)
