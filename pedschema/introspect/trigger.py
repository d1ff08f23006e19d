"""Triggers that call functions of the owned schema."""

from __future__ import annotations

__all__ = ["read_trigger", "read_triggers", "read_triggers_in", "without_state"]

from typing import TYPE_CHECKING, Any

from pedschema.introspect.query import read_rows
from pedschema.model.names import QualifiedName
from pedschema.model.owned import Identity, Kind, Owned
from pedschema.sql.quoting import identifier, qualified

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection, Row

_STATES = {
    "O": "ENABLE TRIGGER",
    "D": "DISABLE TRIGGER",
    "R": "ENABLE REPLICA TRIGGER",
    "A": "ENABLE ALWAYS TRIGGER",
}
_STATE = "\nstate: "


def read_triggers(connection: Connection, schema: str) -> tuple[Owned, ...]:
    """Return the triggers, on any table, whose function is in `schema`."""
    rows = read_rows(connection, "triggers", schema=schema, table_schema=None, table=None, name=None)
    return tuple(_parse(row) for row in rows)


def read_triggers_in(
    connection: Connection, table_schema: str, as_of: Mapping[str, QualifiedName]
) -> tuple[Owned, ...]:
    """Return the triggers of the tables `as_of` names in `table_schema`, written as if on what it says."""
    rows = read_rows(connection, "triggers", schema=None, table_schema=table_schema, table=None, name=None)
    return tuple(_parse(row, as_of[row.table_name]) for row in rows if row.table_name in as_of)


def read_trigger(connection: Connection, identity: Identity) -> Owned | None:
    """Return the trigger of that name on that table, whoever made it, or None."""
    table = QualifiedName.parse(identity.of)
    rows = read_rows(
        connection,
        "triggers",
        schema=None,
        table_schema=table.schema,
        table=table.name,
        name=identity.name.name,
    )
    return _parse(rows[0]) if rows else None


def without_state(canonical: str) -> str:
    """Return the text without whether the trigger fires: that is for operators, not for migrations."""
    return canonical.partition(_STATE)[0]


def _parse(row: Row[Any], as_of: QualifiedName | None = None) -> Owned:
    table = as_of or QualifiedName(row.table_schema, row.table_name)
    canonical = row.definition.replace(f" ON {row.quoted} ", f" ON {qualified(table)} ", 1)
    sql: tuple[str, ...] = (canonical,)
    if row.enabled != "O":
        state = _STATES[row.enabled]
        sql += (f"ALTER TABLE {qualified(table)} {state} {identifier(row.name)}",)
        canonical += f"{_STATE}{state.lower()}"
    for clone in row.clones:
        state = _STATES[clone["enabled"]]
        sql += (f"ALTER TABLE {clone['table']} {state} {identifier(row.name)}",)
        canonical += f"{_STATE}{state.lower()} on {clone['table']}"
    return Owned(Identity(Kind.TRIGGER, QualifiedName(table.schema, row.name), str(table)), sql, canonical)
