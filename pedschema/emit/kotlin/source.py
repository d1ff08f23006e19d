"""Pieces of Kotlin source."""

from __future__ import annotations

__all__ = ["comment", "name_keys", "name_of", "text"]

import json
import re
from collections import Counter
from typing import TYPE_CHECKING

from pedschema.emit.names import digest

if TYPE_CHECKING:
    from collections.abc import Iterable

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_OTHER = re.compile(r"[^A-Za-z0-9_]")
_KEYWORDS = {
    *("as", "break", "class", "continue", "do", "else", "false", "for", "fun", "if", "in", "interface", "is"),
    *("null", "object", "package", "return", "super", "this", "throw", "true", "try", "typealias", "typeof"),
    *("val", "var", "when", "while"),
}
"""Words that a name cannot be unless it stands between backticks."""

_TAKEN = {"Companion", "copy", "equals", "hashCode", "toString"}
"""Names that every data class has for something else."""


def text(value: str) -> str:
    """Return a string literal of ASCII letters."""
    return json.dumps(value).replace("$", "\\$").replace("\\f", "\\u000c").replace("\x7f", "\\u007f")


def comment(value: str) -> str:
    """Return a line of documentation; nothing in it ends the comment or begins one within it."""
    told = " ".join(value.split()).replace("*/", "*\u200b/").replace("/*", "/\u200b*")
    return f"/** {told} */"


def name_of(value: str) -> str:
    """Return a name that is made of the text, between backticks where it is a word of the language."""
    name = _OTHER.sub("_", value).strip("_")
    name = name if name[:1].isalpha() else f"f_{name}".rstrip("_")
    return f"`{name}`" if name in _KEYWORDS else name


def name_keys(keys: Iterable[str]) -> dict[str, str]:
    """Return the property of each key: the key itself wherever it can be one."""
    made = {key: key if _NAME.fullmatch(key) else name_of(key).strip("`") for key in keys}
    made = {key: f"{name}_" if name in _TAKEN else name for key, name in made.items()}
    counted = Counter(made.values())
    named = {
        key: name if name == key or counted[name] == 1 else f"{name}_{digest(key)}"
        for key, name in made.items()
    }
    return {key: f"`{name}`" if name in _KEYWORDS else name for key, name in named.items()}
