"""Quoting: the one place where a value becomes part of an SQL text."""

from __future__ import annotations

__all__ = ["dollar", "enclosed", "identifier", "literal", "qualified", "role"]

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pedschema.model.names import QualifiedName

_COLUMN = re.compile(r'(?:[a-z_][a-z0-9_]*|"(?:[^"]|"")+")\.(?:[a-z_][a-z0-9_]*|"(?:[^"]|"")+")')


def identifier(name: str) -> str:
    """Return `name` as a quoted identifier.

    Raises:
        ValueError: the name is empty or holds a zero byte, which PostgreSQL cannot store.
    """
    if not name or "\0" in name:
        raise ValueError(name)
    return '"' + name.replace('"', '""') + '"'


def qualified(name: QualifiedName) -> str:
    """Return `name` as `"schema"."name"`."""
    return f"{identifier(name.schema)}.{identifier(name.name)}"


def literal(value: str) -> str:
    r"""Return `value` as a string literal that reads the same under any `standard_conforming_strings`.

    Raises:
        ValueError: the value holds a zero byte.
    """
    if "\0" in value:
        raise ValueError("zero byte")
    quoted = value.replace("'", "''")
    if "\\" in value:
        return " E'" + quoted.replace("\\", "\\\\") + "'"
    return f"'{quoted}'"


def dollar(text: str, tag: str = "pedschema") -> str:
    """Return `text` between dollar quotes whose tag does not occur in it."""
    while f"${tag}$" in text:
        tag += "_"
    return f"${tag}${text}${tag}$"


def role(name: str) -> str:
    """Return `name` as a role in a TO clause: `PUBLIC` and the special roles stay keywords."""
    if name.lower() in {"public", "current_user", "session_user", "current_role"}:
        return name.upper()
    return identifier(name)


def enclosed(sql: str) -> str:
    """Return an expression of the contract, verbatim, so that nothing around it can regroup its parts.

    A column such as `row."id"` stands as it is; all else stands between parentheses, the closing one on a
    line of its own if a comment of the expression would swallow it.
    """
    if _COLUMN.fullmatch(sql):
        return sql
    return f"({sql}\n)" if "--" in sql else f"({sql})"
