"""Pieces of TypeScript source, laid out as Prettier lays them out."""

from __future__ import annotations

__all__ = ["WIDTH", "Raw", "assign", "comment", "data", "key", "measure", "member", "text", "union"]

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WIDTH = 80
_SHORT_KEY = 4
_PARTS = {*"0123456789_$"}
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
    plain = value.isascii() and value.isprintable() and "\\" not in value
    body = value if plain else "".join(map(_escape, value))
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


def data(value: Any, indent: int = 0, around: int = 0) -> str:
    """Return a literal of objects, arrays and plain values.

    Args:
        value: of mappings, sequences, texts, numbers, booleans, None and `Raw`.
        indent: spaces before the line that it begins on.
        around: further columns on that line, before and behind it.
    """
    flat = _flat(value)
    if flat is not None and indent + around + measure(flat) <= WIDTH:
        return flat
    if not isinstance(value, Mapping | list | tuple) or not value:
        return flat or ""
    inner = " " * (indent + 2)
    opened, closed = "{}" if isinstance(value, Mapping) else "[]"
    lines = "".join(f"{inner}{line},\n" for line in _lines(value, indent + 2))
    return f"{opened}\n{lines}{' ' * indent}{closed}"


def _lines(value: Any, indent: int) -> Iterator[str]:
    if not isinstance(value, Mapping):
        yield from (data(each, indent, 1) for each in value)
        return
    for name, below in value.items():
        before = f"{key(name)}: "
        line = before + data(below, indent, measure(before) + 1)
        if isinstance(below, str) and indent + measure(line) + 1 > WIDTH and len(name) > _SHORT_KEY:
            # A text that is too long goes to a line of its own, unless that gains next to nothing.
            line = f"{before.rstrip()}\n{' ' * (indent + 2)}{text(below)}"
        yield line


def _flat(value: Any) -> str | None:
    """Return a value on one line, or None for one that Prettier spreads over several in any case."""
    if not isinstance(value, Mapping | list | tuple):
        return _plain(value)
    if isinstance(value, Mapping):
        # An object whose first key stands on a line of its own stays spread.
        return None if value else "{}"
    if _is_spread(value):
        return None
    parts = [_flat(each) for each in value]
    return None if None in parts else f"[{', '.join(each for each in parts if each is not None)}]"


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


def _is_spread(value: Sequence[Any]) -> bool:
    kinds = {dict if isinstance(each, Mapping) else type(each) for each in value}
    return len(value) > 1 and kinds in ({dict}, {list}, {tuple}) and all(len(each) > 1 for each in value)
