"""The table of the surface switches."""

from __future__ import annotations

__all__ = ["SWITCH", "read_switch"]

from typing import TYPE_CHECKING

from pedschema.introspect.grants import create_grants, describe_grants
from pedschema.introspect.query import read_rows
from pedschema.model.names import QualifiedName
from pedschema.model.owned import Identity, Kind, Owned
from pedschema.sql.quoting import qualified

if TYPE_CHECKING:
    from sqlalchemy import Connection

SWITCH = "surface_switch"


def read_switch(connection: Connection, schema: str, *, inside: str | None = None) -> Owned | None:
    """Return the switch table of the owned `schema`, or None when it does not exist.

    Args:
        connection: its search_path is empty.
        schema: the owned schema.
        inside: the schema to look into, if the table stands in for the real one.
    """
    name = QualifiedName(schema, SWITCH)
    for row in read_rows(connection, "table", schema=inside or schema, name=SWITCH):
        canonical = [
            "table",
            *row.columns,
            *row.constraints,
            *(["row level security"] if row.secured else []),
            *(["forced row level security"] if row.forced else []),
            *describe_grants(row.owner, row.grants),
        ]
        table = qualified(name)
        sql = [f"CREATE TABLE {table} ({', '.join([*row.columns, *row.constraints])})"]
        sql += [f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"] if row.secured else []
        sql += [f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"] if row.forced else []
        sql += create_grants(f"TABLE {table}", row.owner, row.grants)
        return Owned(Identity(Kind.SWITCH, name), tuple(sql), "\n".join(canonical))
    return None
