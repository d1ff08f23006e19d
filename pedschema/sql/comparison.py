"""Telling whether two values differ as far as a receiver can see."""

from __future__ import annotations

__all__ = ["column_types", "comparable", "differing"]

import re
from typing import TYPE_CHECKING

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


def differing(one: str, other: str, columns: Iterable[tuple[str, str]], lock: SchemaLock) -> list[str]:
    """Return a NULL-safe condition per column, true where relations `one` and `other` differ in it.

    Args:
        one: alias of the one relation or record.
        other: alias of the other.
        columns: pairs of a column's name and its type.
        lock: names the enums.
    """
    return [
        f"{comparable(f'{one}.{identifier(name)}', type_, lock)} is distinct from "
        f"{comparable(f'{other}.{identifier(name)}', type_, lock)}"
        for name, type_ in columns
    ]
