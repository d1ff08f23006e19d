"""JSON texts that Prettier, as it comes, leaves as they are."""

from __future__ import annotations

__all__ = ["render_json"]

import json
from json.encoder import encode_basestring_ascii as json_text
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
    if not isinstance(value, dict | list) or not value:
        return _scalar(value)
    last, below = len(value) - 1, indent + 2
    if isinstance(value, dict):
        opened, closed = "{ ", " }"
        parts = []
        for place, (key, each) in enumerate(value.items()):
            before = f"{json_text(key)}: "
            # Most values are texts: they are spared a call.
            text = type(each) is str
            told = json_text(each) if text else _render(each, below, len(before) + (place < last))
            parts.append(before + told)
    else:
        opened, closed = "[", "]"
        parts = [_render(each, below, int(place < last)) for place, each in enumerate(value)]
    # What fits on the line around it fits on one of its own: a part that was broken breaks this too.
    taken = sum(map(len, parts)) + len(", ") * last + len(opened) + len(closed)
    if taken <= _WIDTH - indent - around and not _is_broken(value, parts):
        return f"{opened}{', '.join(parts)}{closed}"
    space = "\n" + " " * below
    return f"{opened[0]}{space}{f',{space}'.join(parts)}\n{' ' * indent}{closed[-1]}"


def _is_broken(value: dict[str, Any] | list[Any], parts: list[str]) -> bool:
    """Return whether a part has lines of its own, or Prettier spreads the value in any case."""
    return "\n" in "".join(parts) or (isinstance(value, list) and _is_spread(value))


def _is_spread(value: list[Any]) -> bool:
    kind = type(value[0])
    return (
        len(value) > 1
        and kind in {dict, list}
        and all(type(each) is kind and len(each) > 1 for each in value)
    )


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return json_text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "null" if value is None else json.dumps(value)
