"""Pieces of TypeScript source, laid out as Prettier lays them out."""

from __future__ import annotations

__all__ = ["WIDTH", "Raw", "assign", "comment", "data", "key", "measure", "member", "text", "union"]

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WIDTH = 80
_SHORT_KEY = 4
_PARTS = {*"0123456789_$"}
_NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
_CONTAINERS = frozenset({dict, list, tuple})
_EMPTY: dict[type, str] = {dict: "{}", list: "[]", tuple: "[]"}
_SHORT = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


@dataclass(frozen=True, slots=True)
class Raw:
    """An expression that stands in data as it is."""

    source: str


def measure(source: str) -> int:
    """Return how many columns a text takes: letters of East Asia take two."""
    if source.isascii():
        return len(source)
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in source)


def text(value: str) -> str:
    """Return a string literal: between double quotes, unless others need fewer escapes."""
    is_plain = value.isascii() and value.isprintable() and "\\" not in value
    if is_plain and '"' not in value:
        return f'"{value}"'
    body = value if is_plain else "".join(map(_escape, value))
    if body.count('"') > body.count("'"):
        return "'" + body.replace("'", "\\'") + "'"
    return '"' + body.replace('"', '\\"') + '"'


def _escape(character: str) -> str:
    if character in _SHORT:
        return _SHORT[character]
    if _is_letter(character) or " " <= character <= "~":
        return character
    units = character.encode("utf-16-be")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


def _is_letter(character: str) -> bool:
    """Return whether all programs take a character for a letter; others may be invisible, or of any width."""
    return character.isalpha() and character <= "\uffff"


def key(name: str) -> str:
    """Return a name as the key of a type or an object: quoted only where it has to be."""
    if _NAME.fullmatch(name):
        return name
    is_name = bool(name) and not name[0].isdigit() and all(map(_is_part, name))
    return name if is_name else text(name)


def _is_part(character: str) -> bool:
    return _is_letter(character) or character in _PARTS


def comment(told: str) -> str:
    """Return a JSDoc comment of one line."""
    plain = " ".join("".join(each if each.isprintable() else " " for each in told).split())
    return f"/** {plain.replace('*/', '* /')} */"


def union(name: str, members: Sequence[str]) -> str:
    """Return the line or lines that define the name of a union."""
    told = " | ".join(members)
    head = f"export type {name} ="
    if measure(f"{head} {told};") <= WIDTH:
        return f"{head} {told};"
    if measure(f"  {told};") <= WIDTH or len(members) == 1:
        return f"{head}\n  {told};"
    return head + "".join(f"\n  | {each}" for each in members) + ";"


def member(name: str, type_: str) -> str:
    """Return one member of an interface."""
    return f"  {key(name)}: {type_};"


def assign(head: str, value: Any, tail: str = "") -> str:
    """Return the definition of a constant; `head` is what stands before its `=`, `tail` behind the value."""
    told = data(value, 0, measure(head) + len(tail) + 4)
    if measure(f"{head} = {told.partition(chr(10))[0]}") <= WIDTH:
        return f"{head} = {told}{tail};\n"
    return f"{head} =\n  {data(value, 2, len(tail) + 1)}{tail};\n"


def data(value: Any, indent: int = 0, around: int = 1) -> str:
    """Return a literal of objects, arrays and plain values.

    Args:
        value: of dictionaries, lists, tuples, texts, numbers, booleans, None and `Raw`.
        indent: spaces before the line that it begins on.
        around: further columns on that line, before and behind it; one at least.
    """
    kind = type(value)
    if not value or kind not in _CONTAINERS:
        return _EMPTY.get(kind) or _plain(value)
    if kind is dict:
        # An object whose first key stands on a line of its own stays spread.
        return _spread("{}", [_entry(name, below, indent + 2) for name, below in value.items()], indent)
    parts = [data(each, indent + 2) for each in value]
    # What fits on the line around it fits on one of its own: a part that was broken breaks this too.
    flat = f"[{', '.join(parts)}]"
    is_flat = "\n" not in flat and indent + around + measure(flat) <= WIDTH
    return flat if is_flat and not _is_spread(value) else _spread("[]", parts, indent)


def _spread(around: str, parts: Iterable[str], indent: int) -> str:
    inner = " " * (indent + 2)
    lines = "".join(f"{inner}{part},\n" for part in parts)
    return f"{around[0]}\n{lines}{' ' * indent}{around[1]}"


def _entry(name: str, value: Any, indent: int) -> str:
    before = f"{key(name)}: "
    line = before + data(value, indent, measure(before) + 1)
    if isinstance(value, str) and indent + measure(line) + 1 > WIDTH and len(name) > _SHORT_KEY:
        # A text that is too long goes to a line of its own, unless that gains next to nothing.
        return f"{before.rstrip()}\n{' ' * (indent + 2)}{text(value)}"
    return line


def _is_spread(value: Sequence[Any]) -> bool:
    """Return whether Prettier spreads an array in any case."""
    kind = type(value[0])
    return (
        len(value) > 1 and kind in _CONTAINERS and all(type(each) is kind and len(each) > 1 for each in value)
    )


def _plain(value: Raw | str | bool | float | None) -> str:  # noqa: FBT001 - it is data, no switch
    match value:
        case Raw():
            return value.source
        case str():
            return text(value)
        case bool():
            return "true" if value else "false"
        case None:
            return "null"
    return str(int(value)) if value == int(value) else repr(value)
