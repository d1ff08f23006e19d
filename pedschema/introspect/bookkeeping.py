"""What the owned schema remembers: the revision of the database, and the surfaces that are off."""

from __future__ import annotations

__all__ = ["Bookkeeping", "OpenTable", "Switch", "read_bookkeeping"]

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pedschema.errors import DatabaseError, Mistake
from pedschema.introspect.query import read_rows
from pedschema.introspect.switch import SWITCH
from pedschema.model.names import QualifiedName
from pedschema.sql.quoting import qualified

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

_VERSIONS, _MEMORY = "alembic_version", "handover"
_ASKED = frozenset(
    {
        "surface text",
        "enabled boolean",
        "reason text",
        "changed_by text",
        "changed_at timestamp with time zone",
        "until timestamp with time zone",
    }
)
"""What is read of the switches; a table of another shape tells of none."""


@dataclass(frozen=True, slots=True)
class Switch:
    """A surface that somebody has turned off.

    Attributes:
        expired: whether `until` has passed, so that the surface is on again.
    """

    surface: str
    reason: str
    changed_by: str
    changed_at: datetime
    until: datetime | None
    expired: bool


@dataclass(frozen=True, slots=True)
class OpenTable:
    """A table of the owned schema that others than its owner may use.

    Attributes:
        grants: such as `UPDATE (enabled) to authenticated`, names as quoted SQL.
    """

    name: str
    owner: str
    grants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bookkeeping:
    """What the owned schema remembers.

    Attributes:
        revisions: that the database is at, none when nothing is deployed.
        switches: that are off.
        tables: with grants, other than those on the table of the switches as a whole.
    """

    revisions: tuple[str, ...] = ()
    switches: tuple[Switch, ...] = ()
    tables: tuple[OpenTable, ...] = ()


def read_bookkeeping(connection: Connection, schema: str, login: str) -> Bookkeeping:
    """Return the revisions and switches of the owned schema.

    Raises:
        DatabaseError: a table of both is there and `login` may not read it, or would read no row of it.
    """
    names = [_VERSIONS, _MEMORY, SWITCH]
    rows = read_rows(connection, "deployed_bookkeeping", schema=schema, names=names, told=SWITCH)
    tables = {row.name: _ASKED.issubset(row.columns) for row in rows}
    hidden = sorted(row.name for row in rows if row.name != _MEMORY and not row.readable)
    if hidden:
        what = f'the login "{login}" may not read "{schema}.{hidden[0]}"'
        fix = "log in as the owner, or as a role that `pedschema drift --print-role NAME` describes"
        raise DatabaseError(Mistake(f'schema "{schema}"', what, fix, "drift-unreadable"))
    revisions: tuple[str, ...] = ()
    switches: tuple[Switch, ...] = ()
    if _VERSIONS in tables:
        table = qualified(QualifiedName(schema, _VERSIONS))
        found = connection.exec_driver_sql(f"SELECT version_num FROM {table} ORDER BY 1")
        revisions = tuple(row.version_num for row in found)
    if tables.get(SWITCH):
        table = qualified(QualifiedName(schema, SWITCH))
        found = connection.exec_driver_sql(
            "SELECT surface, reason, changed_by, changed_at, until, coalesce(until <= now(), false)"
            f" FROM {table} WHERE NOT enabled ORDER BY surface"
        )
        switches = tuple(Switch(*row) for row in found)
    granted = tuple(OpenTable(row.name, row.owner, tuple(row.grants)) for row in rows if row.grants)
    return Bookkeeping(revisions, switches, granted)
