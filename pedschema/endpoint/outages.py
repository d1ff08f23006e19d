"""Faults of the database: the slot is lost, today's partition is gone."""

from __future__ import annotations

__all__ = ["run_attach", "run_detach", "run_lose_slot"]

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from psycopg import sql

if TYPE_CHECKING:
    from psycopg import Connection

_END_WALSENDER = """
    SELECT pg_catalog.pg_terminate_backend(active_pid)
    FROM pg_catalog.pg_replication_slots
    WHERE active AND database = pg_catalog.current_database()
      AND slot_name LIKE 'supabase\\_realtime\\_messages\\_replication\\_slot%'
"""
_DETACH = "ALTER TABLE realtime.messages DETACH PARTITION {}"
_ATTACH = "ALTER TABLE realtime.messages ATTACH PARTITION {} FOR VALUES FROM ({}) TO ({})"


def run_lose_slot(connection: Connection[Any]) -> int:
    """End the replication of this database, which takes its temporary slot along; return how many ended."""
    return len(connection.execute(_END_WALSENDER).fetchall())


def run_detach(connection: Connection[Any]) -> None:
    """Take today's partition (UTC) off `realtime.messages`; its rows stay in the table that it is."""
    _run(connection, sql.SQL(_DETACH).format(_name()))


def run_attach(connection: Connection[Any]) -> None:
    """Put today's partition back."""
    today = datetime.now(UTC).date()
    bounds = (str(today), str(today + timedelta(days=1)))
    _run(connection, sql.SQL(_ATTACH).format(_name(), *bounds))


def _run(connection: Connection[Any], statement: sql.Composed) -> None:
    with connection.transaction():
        connection.execute("SET LOCAL lock_timeout = '5s'")
        connection.execute(statement)


def _name() -> sql.Identifier:
    return sql.Identifier("realtime", f"messages_{datetime.now(UTC):%Y_%m_%d}")
