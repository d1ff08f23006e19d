"""JSON texts that Prettier, as it comes, leaves as they are."""

from __future__ import annotations

__all__ = ["Shared", "render_json"]

import json
from json.encoder import encode_basestring_ascii as json_text
from types import NoneType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_WIDTH = 80
_SCALARS: dict[type, Callable[[Any], str]] = {
    str: json_text,
    bool: {False: "false", True: "true"}.__getitem__,
    int: repr,
    NoneType: lambda _: "null",
}
"""What writes a value that has no parts; the rest is json's."""


class Shared(dict[str, Any]):
    """An object that stands in many places and never changes: each of its layouts is made once."""

    __slots__ = ("layouts",)

    def __init__(self, value: dict[str, Any]) -> None:
        super().__init__(value)
        self.layouts: dict[tuple[int, int], str] = {}


def render_json(value: Any) -> str:
    """Return the text of a JSON file: what fits into 80 columns on one line, two spaces a level.

    All of it is ASCII, so that a column is a character to every program.

    Args:
        value: of plain Python types, none of them derived but `Shared`.
    """
    return _render(value, 0, 0) + "\n"


def _render(value: Any, indent: int, around: int) -> str:
    """Return a value.

    Args:
        value: of plain Python types.
        indent: spaces before the line that it begins on.
        around: further characters on that line, before and behind it.
    """
    kind = type(value)
    if scalar := _SCALARS.get(kind):
        return scalar(value)
    if kind is Shared:
        return _render_shared(value, indent, around)
    if not value or (kind is not dict and kind is not list):
        return json.dumps(value)
    below, comma = indent + 2, len(value) - 1
    parts: list[str] = []
    add = parts.append
    if kind is dict:
        opened, closed = "{ ", " }"
        for key, each in value.items():
            before = json_text(key) + ": "
            # Most values are texts and flags: they are spared a call.
            scalar = _SCALARS.get(type(each))
            add(before + (scalar(each) if scalar else _render(each, below, len(before) + (comma > 0))))
            comma -= 1
    else:
        opened, closed = "[", "]"
        for each in value:
            scalar = _SCALARS.get(type(each))
            add(scalar(each) if scalar else _render(each, below, int(comma > 0)))
            comma -= 1
    # What fits on the line around it fits on one of its own: a part that was broken breaks this too.
    if max(map(len, parts)) < _WIDTH and not (kind is list and _is_spread(value)):
        flat = f"{opened}{', '.join(parts)}{closed}"
        if len(flat) <= _WIDTH - indent - around and "\n" not in flat:
            return flat
    space = "\n" + " " * below
    return f"{opened[0]}{space}{f',{space}'.join(parts)}\n{' ' * indent}{closed[-1]}"


def _render_shared(value: Shared, indent: int, around: int) -> str:
    if (indent, around) not in value.layouts:
        value.layouts[indent, around] = _render(dict(value), indent, around)
    return value.layouts[indent, around]


def _is_spread(value: list[Any]) -> bool:
    """Return whether Prettier spreads a list in any case."""
    kind = dict if isinstance(value[0], dict) else type(value[0])
    return (
        len(value) > 1
        and kind in {dict, list}
        and all(isinstance(each, kind) and len(each) > 1 for each in value)
    )
