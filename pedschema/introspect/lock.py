"""Tables of the app as they are: what `schema.lock` keeps."""

from __future__ import annotations

__all__ = ["read_lock"]

from typing import TYPE_CHECKING, Any

from pedschema.introspect.query import read_rows
from pedschema.model.names import QualifiedName
from pedschema.model.table import BaseType, Column, Composite, Domain, Enum, Range, SchemaLock, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Row


def read_lock(connection: Connection, schemas: Sequence[str]) -> SchemaLock:
    """Return the tables of `schemas` and the types that their columns are made of, all sorted by name.

    Args:
        connection: in a transaction whose search_path is empty, so that types of other schemas are
            written with theirs.
        schemas: schemas of the app. Partitions are left out, their parent stands for them.
    """
    tables = [_make_table(row) for row in read_rows(connection, "lock_tables", schemas=list(schemas))]
    types = read_rows(connection, "lock_types", schemas=list(schemas))
    (server,) = read_rows(connection, "lock_server")
    realtime = read_rows(connection, "lock_realtime")[0].version if server.is_readable else ""
    return SchemaLock(
        tables=tuple(tables),
        enums=tuple(Enum(_name(row), tuple(row.labels)) for row in types if row.kind == "e"),
        domains=tuple(
            Domain(_name(row), row.base, row.nullable, row.dimensions, row.dimensions_checked)
            for row in types
            if row.kind == "d"
        ),
        composites=tuple(_make_composite(row) for row in types if row.kind == "c"),
        ranges=tuple(
            Range(_name(row), row.subtype, row.kind == "m") for row in types if row.kind in {"r", "m"}
        ),
        base_types=tuple(BaseType(_name(row), row.category) for row in types if row.kind == "b"),
        json_casts=tuple(_name(row) for row in types if row.json_cast),
        server=server.major,
        realtime=realtime,
    )


def _name(row: Row[Any]) -> QualifiedName:
    return QualifiedName(row.schema, row.name)


def _make_table(row: Row[Any]) -> Table:
    return Table(
        _name(row),
        tuple(Column(**column) for column in row.columns),
        tuple(row.primary_key or ()),
        tuple(sorted(tuple(names) for names in row.uniques)),
        tuple(row.foreign_keys),
        row.rls,
        row.replica_identity,
        tuple(row.publications),
        row.partitioned,
        tuple((limit["publication"], limit["what"]) for limit in row.limits),
    )


def _make_composite(row: Row[Any]) -> Composite:
    return Composite(_name(row), tuple(Column(**field, nullable=True) for field in row.fields))
