"""Tables of the app as they are: what `schema.lock` keeps."""

from __future__ import annotations

__all__ = ["read_lock"]

from typing import TYPE_CHECKING

from pedschema.introspect.query import read_rows
from pedschema.model.names import QualifiedName
from pedschema.model.table import Column, Enum, SchemaLock, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection


def read_lock(connection: Connection, schemas: Sequence[str]) -> SchemaLock:
    """Return the tables of `schemas`, sorted by name, and the enums that their columns are of.

    Args:
        connection: in a transaction whose search_path is empty, so that types of other schemas are
            written with theirs.
        schemas: schemas of the app. Partitions are left out, their parent stands for them.
    """
    tables = tuple(
        Table(
            QualifiedName(row.schema, row.name),
            tuple(Column(**column) for column in row.columns),
            tuple(row.primary_key or ()),
            tuple(sorted(tuple(names) for names in row.uniques)),
            tuple(row.foreign_keys),
        )
        for row in read_rows(connection, "lock_tables", schemas=list(schemas))
    )
    enums = tuple(
        Enum(QualifiedName(row.schema, row.name), tuple(row.labels))
        for row in read_rows(connection, "lock_enums", schemas=list(schemas))
    )
    return SchemaLock(tables, enums)
