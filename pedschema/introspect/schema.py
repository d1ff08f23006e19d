"""The owned schema itself."""

from __future__ import annotations

__all__ = ["read_schema"]

from typing import TYPE_CHECKING

from pedschema.introspect.grants import create_grants, describe_grants
from pedschema.introspect.query import read_rows
from pedschema.model.names import QualifiedName
from pedschema.model.owned import Identity, Kind, Owned
from pedschema.sql.quoting import identifier

if TYPE_CHECKING:
    from sqlalchemy import Connection


def read_schema(connection: Connection, name: str) -> Owned | None:
    """Return the schema with its owner and grants, or None when it does not exist."""
    for row in read_rows(connection, "schema", schema=name):
        target = f"SCHEMA {identifier(name)}"
        canonical = "\n".join(["schema", *describe_grants(row.owner, row.grants)])
        sql = (f"CREATE {target}", *create_grants(target, row.owner, row.grants))
        return Owned(Identity(Kind.SCHEMA, QualifiedName(name, name)), sql, canonical)
    return None
