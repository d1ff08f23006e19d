"""How the server and its database are."""

from __future__ import annotations

__all__ = ["describe_channels", "read_health"]

import time
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from psycopg.rows import dict_row

from pedschema.endpoint.walsender import SLOT_PREFIX

if TYPE_CHECKING:
    from psycopg import Connection

    from pedschema.endpoint.project import Project

Json = dict[str, object]

_SERVER = """
    SELECT pg_catalog.current_setting('server_version') AS version,
           pg_catalog.current_database() AS database,
           pg_catalog.pg_size_pretty(pg_catalog.pg_database_size(pg_catalog.current_database())) AS size,
           (SELECT count(*) FROM pg_catalog.pg_stat_activity
            WHERE datname = pg_catalog.current_database()) AS backends
"""
_SLOTS = """
    SELECT slot_name AS name, active,
           pg_catalog.pg_wal_lsn_diff(
               pg_catalog.pg_current_wal_lsn(), confirmed_flush_lsn
           )::bigint AS lag_bytes
    FROM pg_catalog.pg_replication_slots
    WHERE pg_catalog.starts_with(slot_name, %s) AND database = pg_catalog.current_database()
"""
_PARTITIONS = """
    SELECT relname AS name, pg_catalog.pg_get_expr(relpartbound, class.oid) AS bounds,
           relname = pg_catalog.to_char(
               pg_catalog.timezone('utc', pg_catalog.now()), '"messages_"YYYY_MM_DD'
           ) AS today
    FROM pg_catalog.pg_inherits JOIN pg_catalog.pg_class AS class ON class.oid = inhrelid
    WHERE inhparent = 'realtime.messages'::pg_catalog.regclass
    ORDER BY relname
"""


def read_health(connection: Connection[Any]) -> Json:
    """Return what the database says: version, answer time, slot and its lag, partitions of messages."""
    began = time.perf_counter()
    with connection.cursor(row_factory=dict_row) as cursor:
        cursor.execute("SELECT 1")
        elapsed = (time.perf_counter() - began) * 1000
        server = cursor.execute(_SERVER).fetchone() or {}
        slots = cursor.execute(_SLOTS, [SLOT_PREFIX]).fetchall()
        partitions = cursor.execute(_PARTITIONS).fetchall()
    return {"server": server | {"answers_ms": round(elapsed, 2)}, "slots": slots, "partitions": partitions}


def describe_channels(project: Project) -> Json:
    """Return who is connected, on which topics, and how much of the plan is in use."""
    rooms = Counter(member.room for member in project.hub.members())
    tenant, faults = project.tenant, project.faults
    broken = {
        "joins refused": faults.refused_joins,
        "connections refused": faults.refused_connections,
        "heartbeats stopped": int(faults.heartbeats_stopped),
        "joins delayed": int(faults.join_delay > 0),
        "tokens expired": len(faults.expired),
    }
    return {
        "replication": project.hub.ready.is_set(),
        "clients": len(project.sockets),
        "channels": [
            {"topic": room.topic, "private": room.private, "members": count}
            for room, count in sorted(rooms.items())
        ],
        "limits": asdict(tenant.limits),
        "faults": [f"{name}: {count}" for name, count in broken.items() if count],
    }
