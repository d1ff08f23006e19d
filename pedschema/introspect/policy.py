"""Policies, as statements that PostgreSQL would read back the same."""

from __future__ import annotations

__all__ = ["MESSAGES", "read_policies", "read_policies_in", "read_policy"]

from typing import TYPE_CHECKING, Any

from pedschema.introspect.query import read_rows
from pedschema.model.names import QualifiedName
from pedschema.model.owned import Identity, Kind, Owned
from pedschema.sql.quoting import identifier, qualified

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection, Row

MESSAGES = QualifiedName("realtime", "messages")
"""The table whose policies decide who may join a channel and broadcast on it (Realtime 2.129.8)."""

_COMMANDS = {"r": "SELECT", "a": "INSERT", "w": "UPDATE", "d": "DELETE", "*": "ALL"}


def read_policies(connection: Connection, prefix: str) -> tuple[Owned, ...]:
    """Return the policies on `realtime.messages` whose name starts with `prefix`."""
    return _read(connection, MESSAGES, prefix=prefix, name=None)


def read_policies_in(
    connection: Connection, schema: str, as_of: Mapping[str, QualifiedName]
) -> tuple[Owned, ...]:
    """Return the policies of the tables `as_of` names in `schema`, written as if on what it says."""
    rows = read_rows(connection, "policies", table_schema=schema, table=None, prefix="", name=None)
    return tuple(_parse(row, as_of[row.table_name]) for row in rows if row.table_name in as_of)


def read_policy(connection: Connection, identity: Identity) -> Owned | None:
    """Return the policy of that name on that table, whoever made it, or None."""
    table = QualifiedName.parse(identity.of)
    found = _read(connection, table, prefix="", name=identity.name.name)
    return found[0] if found else None


def _read(
    connection: Connection, table: QualifiedName, *, prefix: str, name: str | None
) -> tuple[Owned, ...]:
    rows = read_rows(
        connection, "policies", table_schema=table.schema, table=table.name, prefix=prefix, name=name
    )
    return tuple(_parse(row, table) for row in rows)


def _parse(row: Row[Any], table: QualifiedName) -> Owned:
    lines = [
        f"CREATE POLICY {identifier(row.name)} ON {qualified(table)}",
        f"AS {'PERMISSIVE' if row.permissive else 'RESTRICTIVE'}",
        f"FOR {_COMMANDS[row.command]}",
        f"TO {', '.join(sorted(row.roles))}",
    ]
    if row.using is not None:
        lines.append(f"USING ({row.using})")
    if row.check is not None:
        lines.append(f"WITH CHECK ({row.check})")
    statement = "\n".join(lines)
    identity = Identity(Kind.POLICY, QualifiedName(table.schema, row.name), str(table))
    return Owned(identity, (statement,), statement)
