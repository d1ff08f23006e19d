"""A deployed database as drift looks at it, read in few queries that change nothing."""

from __future__ import annotations

__all__ = ["read_deployed"]

from typing import TYPE_CHECKING, Any

from pedschema.errors import DatabaseError, Mistake
from pedschema.introspect.bookkeeping import read_bookkeeping
from pedschema.introspect.comments import read_comments
from pedschema.introspect.deployed_facts import (
    AppTable,
    Deployed,
    ForeignFunction,
    ForeignTrigger,
    Scope,
    Server,
    SessionSetting,
    Stranger,
    View,
)
from pedschema.introspect.function import read_functions
from pedschema.introspect.lock import read_lock
from pedschema.introspect.policy import read_policies
from pedschema.introspect.query import read_rows
from pedschema.introspect.schema import read_schema
from pedschema.introspect.switch import SWITCH, read_switch
from pedschema.introspect.trigger import read_triggers
from pedschema.model.names import QualifiedName

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Row

    from pedschema.model.owned import Owned

_BOOKKEEPING = ("alembic_version", "handover")


def read_deployed(connection: Connection, scope: Scope) -> Deployed:
    """Return what is compared, by queries that take no lock but ACCESS SHARE.

    Args:
        connection: in a transaction whose search_path is empty; any login will do that may read the
            revision and the switches.
        scope: what of the database is looked at.

    Raises:
        DatabaseError: the database has no Realtime, or the login may not read what it has to.
    """
    server = _read_server(connection, scope)
    names = {"schema": scope.schema, "platform": list(scope.platform)}
    known = [*_BOOKKEEPING, SWITCH]
    strangers = read_rows(connection, "deployed_strangers", schema=scope.schema, known=known)
    functions = read_rows(connection, "deployed_functions", **names)
    triggers = read_rows(connection, "deployed_triggers", **names)
    sessions = read_rows(connection, "deployed_sessions")
    views = read_rows(connection, "deployed_views", clients=list(scope.clients))
    return Deployed(
        server=server,
        bookkeeping=read_bookkeeping(connection, scope.schema, server.login),
        owned=_read_owned(connection, scope.schema),
        comments=read_comments(connection, scope.schema),
        strangers=tuple(Stranger(**_values(row)) for row in strangers),
        lock=read_lock(connection, scope.app),
        tables=_read_tables(connection, scope.app),
        sessions=tuple(SessionSetting(**_values(row)) for row in sessions),
        views=tuple(View(**_values(row)) for row in views),
        triggers=tuple(ForeignTrigger(**_values(row)) for row in triggers),
        functions=tuple(ForeignFunction(**_values(row)) for row in functions),
    )


def _read_tables(connection: Connection, app_schemas: Sequence[str]) -> dict[QualifiedName, AppTable]:
    rows = read_rows(connection, "deployed_tables", schemas=list(app_schemas))
    return {
        QualifiedName(row.schema, row.name): AppTable(
            row.owner, row.extension, row.places, tuple(row.dropped), tuple(row.rules)
        )
        for row in rows
    }


def _read_server(connection: Connection, scope: Scope) -> Server:
    rows = read_rows(connection, "deployed_server", role=scope.role, clients=list(scope.clients))
    if not rows:
        what = 'the database has no table "realtime.messages"'
        fix = "use the database of a Supabase project whose Realtime has started once"
        raise DatabaseError(Mistake("database", what, fix, "database-without-realtime"))
    return Server(**_values(rows[0]))


def _values(row: Row[Any]) -> dict[str, Any]:
    """Return a row by column, its lists as tuples."""
    pairs = zip(row._fields, row, strict=True)
    return {name: tuple(value) if isinstance(value, list) else value for name, value in pairs}


def _read_owned(connection: Connection, schema: str) -> tuple[Owned, ...]:
    found = (
        read_schema(connection, schema),
        read_switch(connection, schema),
        *read_functions(connection, schema),
        *read_triggers(connection, schema),
        *read_policies(connection, ""),
    )
    return tuple(each for each in found if each is not None)
