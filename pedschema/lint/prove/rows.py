"""Rows of a counterexample, put into a database with what they point at."""

from __future__ import annotations

__all__ = ["run_rows"]

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from psycopg import sql
from psycopg.rows import class_row

from pedschema.model.names import QualifiedName

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from psycopg import Connection

    Rows = Iterable[tuple[QualifiedName, Mapping[str, str | bool | None]]]

_COLUMNS = """
    SELECT attname AS name, pg_catalog.format_type(atttypid, atttypmod) AS type,
           typcategory AS category,
           attnotnull AND NOT atthasdef AND attidentity = '' AS needed,
           (SELECT enumlabel FROM pg_catalog.pg_enum
            WHERE enumtypid = atttypid ORDER BY enumsortorder LIMIT 1) AS label
    FROM pg_catalog.pg_attribute JOIN pg_catalog.pg_type ON pg_type.oid = atttypid
    WHERE attrelid = pg_catalog.to_regclass(%s) AND attnum > 0 AND NOT attisdropped
    ORDER BY attnum
"""
_PARENTS = """
    SELECT nspname, relname,
           ARRAY(SELECT attname::text FROM unnest(conkey) WITH ORDINALITY AS k (number, place)
                 JOIN pg_catalog.pg_attribute ON attrelid = conrelid AND attnum = number ORDER BY place),
           ARRAY(SELECT attname::text FROM unnest(confkey) WITH ORDINALITY AS k (number, place)
                 JOIN pg_catalog.pg_attribute ON attrelid = confrelid AND attnum = number ORDER BY place)
    FROM pg_catalog.pg_constraint
    JOIN pg_catalog.pg_class ON pg_class.oid = confrelid
    JOIN pg_catalog.pg_namespace ON pg_namespace.oid = relnamespace
    WHERE conrelid = pg_catalog.to_regclass(%s) AND contype = 'f'
    ORDER BY conname
"""
_DEEPEST = 8
"""Tables over tables that are filled."""


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    type: str
    category: str
    needed: bool
    label: str | None


def run_rows(connection: Connection[Any], rows: Rows) -> None:
    """Insert rows in the open transaction, the rows that they reference first, columns that must be filled.

    Raises:
        psycopg.Error: a constraint or a trigger refuses one.
    """
    _Filler(connection, rows).fill()


class _Filler:
    def __init__(self, connection: Connection[Any], rows: Rows) -> None:
        self.connection = connection
        self.waiting = [(name, dict(columns)) for name, columns in rows]
        self.numbers = itertools.count(1)

    def fill(self) -> None:
        while self.waiting:
            name, columns = self.waiting.pop(0)
            self._insert(name, columns)

    def _insert(self, name: QualifiedName, columns: dict[str, Any], depth: int = 0) -> None:
        table = sql.Identifier(name.schema, name.name)
        known = self._columns(table)
        values = columns | {
            column.name: self._make(column)
            for column in known.values()
            if column.needed and columns.get(column.name) is None
        }
        if depth < _DEEPEST:
            self._insert_parents(table, values, depth)
        names = [each for each in values if each in known]
        casts: list[sql.Composable] = [
            # The type's name is as PostgreSQL itself spells it.
            sql.SQL("CAST(%s AS ") + sql.SQL(known[each].type) + sql.SQL(")")
            for each in names
        ]
        statement = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
            table, sql.SQL(", ").join(map(sql.Identifier, names)), sql.SQL(", ").join(casts)
        )
        self.connection.execute(statement, [values[each] for each in names])

    def _insert_parents(self, table: sql.Identifier, values: Mapping[str, Any], depth: int) -> None:
        text = table.as_string(self.connection)
        for schema, parent, mine, theirs in self.connection.execute(_PARENTS, (text,)).fetchall():
            key = {their: values.get(my) for my, their in zip(mine, theirs, strict=True)}
            name = QualifiedName(schema, parent)
            if None not in key.values() and not self._exists(name, key):
                self._insert(name, self._take(name, key), depth + 1)

    def _take(self, name: QualifiedName, key: dict[str, Any]) -> dict[str, Any]:
        """Return the waiting row of that key, or a row of the key alone."""
        for place, (other, columns) in enumerate(self.waiting):
            if other == name and all(columns.get(column) == value for column, value in key.items()):
                del self.waiting[place]
                return columns
        return key

    def _exists(self, name: QualifiedName, key: Mapping[str, Any]) -> bool:
        conditions = [sql.SQL("{}::text = %s").format(sql.Identifier(column)) for column in key]
        query = sql.SQL("SELECT FROM {} WHERE {} LIMIT 1").format(
            sql.Identifier(name.schema, name.name), sql.SQL(" AND ").join(conditions)
        )
        return self.connection.execute(query, list(map(str, key.values()))).rowcount > 0

    def _columns(self, table: sql.Identifier) -> dict[str, _Column]:
        text = table.as_string(self.connection)
        with self.connection.cursor(row_factory=class_row(_Column)) as cursor:
            return {column.name: column for column in cursor.execute(_COLUMNS, (text,))}

    def _make(self, column: _Column) -> object:
        number = next(self.numbers)
        if column.label is not None:
            return column.label
        if column.type in {"json", "jsonb"}:
            return "{}"
        made = {"S": f"x{number}", "N": str(number), "B": "false", "D": "2026-01-01", "A": "{}"}
        return str(uuid4()) if column.type == "uuid" else made.get(column.category)
