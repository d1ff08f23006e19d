"""Telling whether two values differ as far as a receiver can see."""

from __future__ import annotations

__all__ = ["column_types", "comparable", "differing"]

import re
from itertools import chain
from typing import TYPE_CHECKING

from pedschema.sql.lines import Lines, filled, indented
from pedschema.sql.quoting import identifier

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pedschema.model.names import QualifiedName
    from pedschema.model.table import SchemaLock

_MODIFIER = re.compile(r"\(\d+(?:,-?\d+)?\)")

_EXACT = frozenset(
    {
        "bigint",
        "boolean",
        "bytea",
        "character",
        "character varying",
        "date",
        "double precision",
        "integer",
        "jsonb",
        "numeric",
        "oid",
        "real",
        "smallint",
        "text",
        "time with time zone",
        "time without time zone",
        "timestamp with time zone",
        "timestamp without time zone",
        "uuid",
    },
)
"""Types of `pg_catalog` whose `=` says whether two values are the same.

Other types have none (json, xml, point), compare something else (the area of a box, a month as 30 days),
or keep their operator in a schema that an empty search_path does not reach (citext).
"""


def column_types(table: QualifiedName, names: Iterable[str], lock: SchemaLock) -> list[tuple[str, str]]:
    """Return each of the table's columns with its type, empty for one that the lock does not know."""
    known = lock.table(table)
    columns = [(name, known.column(name) if known else None) for name in names]
    return [(name, column.type if column else "") for name, column in columns]


def comparable(sql: str, type_: str, lock: SchemaLock) -> str:
    """Return `sql`, a value of `type_`, in a form that `=` compares exactly: itself or its text."""
    base = _MODIFIER.sub("", type_.removesuffix("[]"))
    if base in _EXACT or base in {str(enum.name) for enum in lock.enums}:
        return sql
    return f"{sql}::text"


def differing(one: str, other: str, columns: Iterable[tuple[str, str]], lock: SchemaLock) -> Lines:
    """Return a NULL-safe condition, true where relations `one` and `other` differ in one of the columns.

    Args:
        one: alias of the one relation or record.
        other: alias of the other.
        columns: pairs of a column's name and its type; without any, the condition is false.
        lock: names the enums.
    """
    sides = [
        [comparable(f"{side}.{identifier(name)}", type_, lock) for name, type_ in columns]
        for side in (one, other)
    ]
    if len(sides[0]) < 2:
        return [" is distinct from ".join(chain(*sides)) or "false"]
    ones, others = (indented(filled(side)) for side in sides)
    return ["row(", *ones, ") is distinct from row(", *others, ")"]
