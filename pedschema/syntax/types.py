"""Type names, spelled as `format_type` spells them."""

from __future__ import annotations

__all__ = ["count_dimensions", "format_type", "parse_type"]

import re
from typing import Any

from pglast import ast

from pedschema.syntax.source import SqlError, parse_statements
from pedschema.syntax.tree import is_node, read_name

_SPELLINGS = {
    "int2": "smallint",
    "int4": "integer",
    "int8": "bigint",
    "float4": "real",
    "float8": "double precision",
    "bool": "boolean",
    "varchar": "character varying",
    "bpchar": "character",
    "varbit": "bit varying",
    "time": "time without time zone",
    "timetz": "time with time zone",
    "timestamp": "timestamp without time zone",
    "timestamptz": "timestamp with time zone",
    "char": '"char"',
}
"""Catalog name to the name that SQL and `format_type` use (PostgreSQL 17)."""


def format_type(type_name: Any, *, modifiers: bool = True) -> str:
    """Return a TypeName node as `format_type` prints it under an empty search_path."""
    schema, name = read_name(type_name.names)
    spelled = (
        _SPELLINGS.get(name, name) if schema in {"", "pg_catalog"} else f"{_quote(schema)}.{_quote(name)}"
    )
    typmods = [word for typmod in type_name.typmods or () if (word := _format_modifier(typmod))]
    if modifiers and typmods and name != "interval":
        word, space, rest = spelled.partition(" ") if spelled.startswith("time") else (spelled, "", "")
        spelled = f"{word}({','.join(typmods)}){space}{rest}"
    return spelled + "[]" * bool(type_name.arrayBounds)


def _format_modifier(node: Any) -> str:
    """Return a modifier such as `2` or PostGIS's `point`, empty for one that no type of ours has."""
    if is_node(node, ast.ColumnRef):
        return ".".join(getattr(field, "sval", "*") for field in node.fields)
    return str(node.val.ival) if is_node(node, ast.A_Const) and hasattr(node.val, "ival") else ""


def _quote(name: str) -> str:
    return name if re.fullmatch(r"[a-z_][a-z0-9_$]*", name) else '"' + name.replace('"', '""') + '"'


def parse_type(text: str) -> str:
    """Return the type written as `text` in its one spelling: `int8` becomes `bigint`, `int[][]` `integer[]`.

    Raises:
        SqlError: the text is no type name.
    """
    return format_type(_parse(text))


def count_dimensions(text: str) -> int:
    """Return how many dimensions the type written as `text` has; 1 for what is no array.

    Raises:
        SqlError: the text is no type name.
    """
    return max(len(_parse(text).arrayBounds or ()), 1)


def _parse(text: str) -> Any:
    statements = parse_statements(f"select cast(null as {text}\n)")
    targets: tuple[Any, ...] = statements[0].targetList or ()
    if len(statements) != 1 or len(targets) != 1 or not is_node(targets[0].val, ast.TypeCast):
        raise SqlError("no type name")
    return targets[0].val.typeName
