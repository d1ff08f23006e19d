"""Pieces of Python source, laid out as `ruff format` lays them out."""

from __future__ import annotations

__all__ = [
    "WIDTH",
    "alias",
    "docstring",
    "from_import",
    "is_name",
    "list_words",
    "literal",
    "measure",
    "name_module",
    "name_of",
    "settle",
    "text",
]

import keyword
import re
import unicodedata
from typing import TYPE_CHECKING

from pedschema.emit.names import digest

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH = 88
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_WORD = re.compile(r"\w+")
_TEXTS = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'')
_MODULES = {"__init__", "_channel", "_model", "_types"}
_SHORT = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def measure(value: str) -> int:
    """Return how many columns a text takes: letters of East Asia and emoji take two."""
    if value.isascii():
        return len(value)
    return sum(
        0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in "WF" else 1
        for each in value
    )


def is_name(text: str) -> bool:
    """Return whether a text can be a name in a class body: no keyword, and nothing that Python mangles."""
    hidden = text.startswith("__") and not text.endswith("__")
    return bool(_NAME.fullmatch(text)) and not keyword.iskeyword(text) and not hidden


def name_of(text: str) -> str:
    """Return a name for a parameter or a module that is made of the text."""
    name = re.sub(r"[^A-Za-z0-9_]", "_", text) or "_"
    name = f"_{name}" if name[0].isdigit() else name
    return f"{name}_" if keyword.iskeyword(name) or keyword.issoftkeyword(name) else name


def name_module(stem: str) -> str:
    """Return the name of a topic's module, which none of a package's own modules has."""
    name = name_of(stem)
    return f"{name}_{digest(stem)}" if name in _MODULES else name


def text(value: str) -> str:
    """Return a string literal: between double quotes, unless others need fewer escapes."""
    is_plain = value.isprintable() and "\\" not in value
    if is_plain and '"' not in value:
        return f'"{value}"'
    body = value if is_plain else "".join(map(_escape, value))
    doubles, singles = body.count('"'), body.count("'")
    if doubles > singles:
        return "'" + body.replace("'", "\\'") + "'"
    return '"' + body.replace('"', '\\"') + '"'


def _escape(character: str) -> str:
    if character in _SHORT:
        return _SHORT[character]
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"


def docstring(summary: str, indent: str = "") -> str:
    """Return a docstring of one paragraph, which ends with a full stop whatever the summary ends with."""
    told = " ".join(summary.split()).rstrip(".") + "."
    return f'{indent}"""{told.replace(chr(92), chr(92) * 2).replace(chr(34) * 3, chr(39) * 3)}"""'


def literal(values: Sequence[str], indent: str, used: int) -> str:
    """Return a `Literal[…]` type, over several lines when it does not fit.

    Args:
        values: the strings.
        indent: of the line that it stands on.
        used: further columns of that line.
    """
    items = [text(value) for value in values]
    flat = f"Literal[{', '.join(items)}]"
    if len(items) == 1 or len(indent) + used + len(flat) <= WIDTH:
        return flat
    lines = "".join(f"{indent}    {item},\n" for item in items)
    return f"Literal[\n{lines}{indent}]"


def alias(name: str, members: Sequence[str]) -> str:
    """Return a type alias of a union."""
    flat = f"{name}: TypeAlias = {' | '.join(members)}"
    if len(flat) <= WIDTH:
        return flat
    inside = f"    {' | '.join(members)}"
    if len(inside) <= WIDTH and not inside.endswith("]"):
        return f"{name}: TypeAlias = (\n{inside}\n)"
    first, *others = members
    if not others and first.endswith("]"):
        outer, _, inner = first.removesuffix("]").partition("[")
        return f"{name}: TypeAlias = {outer}[\n    {inner}\n]"
    lines = "".join(f"    | {member}\n" for member in others)
    return f"{name}: TypeAlias = (\n    {first}\n{lines})"


def from_import(module: str, names: Sequence[str]) -> str:
    """Return the line that imports names of a module, over several lines when it does not fit."""
    flat = f"from {module} import {', '.join(names)}"
    if len(flat) <= WIDTH:
        return flat
    return f"from {module} import (\n" + "".join(f"    {name},\n" for name in names) + ")"


def settle(module: str) -> str:
    """Return the text of a module; where names are too long for a line, formatters are told to leave it."""
    told = (line for line in module.split("\n") if not line.lstrip().startswith(("#", '"""')))
    if all(measure(line) <= WIDTH for line in told):
        return module
    header, _, rest = module.partition("\n")
    return f"{header}\n# fmt: off\n{rest}"


def list_words(body: str) -> set[str]:
    """Return the words of a source that stand outside of its string literals."""
    return set(_WORD.findall(_TEXTS.sub("", body)))
