"""The switches of the owned schema: surfaces that are turned off, and the topics that fall silent."""

from __future__ import annotations

__all__ = ["read_switches", "run_switch"]

from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from pedschema.endpoint.console.desk import refuse
from pedschema.sql.switch import switch_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from psycopg import Connection

    from pedschema.endpoint.console.desk import Desk

Json = dict[str, object]

_READ = """
    SELECT surface, reason, changed_by, changed_at::text, until::text
    FROM {table} WHERE NOT enabled AND (until IS NULL OR until > pg_catalog.now())
"""
_WRITE = """
    INSERT INTO {table} AS switch (surface, enabled, reason)
    SELECT surface, %(enabled)s, %(reason)s FROM pg_catalog.unnest(%(surfaces)s::text[]) AS surface
    ON CONFLICT (surface) DO UPDATE
    SET enabled = excluded.enabled, reason = excluded.reason, until = NULL,
        changed_by = current_user, changed_at = pg_catalog.now()
"""


def read_switches(connection: Connection[Any], desk: Desk) -> Json:
    """Return every surface and every topic of tables, on or off, as the trigger functions see them now.

    Raises:
        UsageError: the database has no switches, so no release of the contract is in it.
    """
    with connection.cursor(row_factory=dict_row) as cursor:
        try:
            off = {row["surface"]: row for row in cursor.execute(_of(_READ, desk))}
        except psycopg.errors.UndefinedTable:
            raise _missing(desk) from None
    return {
        "surfaces": [
            {"name": name, "on": name not in off} | off.get(name, {}) for name in desk.catalogue.surfaces
        ],
        "topics": [
            {
                "pattern": str(topic.pattern),
                "surfaces": list(topic.surfaces),
                "on": not topic.surfaces or not set(topic.surfaces) <= off.keys(),
                "fed": bool(topic.publications),
            }
            for topic in desk.catalogue.topics
        ],
    }


def run_switch(
    connection: Connection[Any], desk: Desk, *, surfaces: Sequence[str], on: bool, reason: str = ""
) -> Json:
    """Turn surfaces on or off, as the contract's role; return `read_switches`.

    Raises:
        UsageError: a surface is of no topic, or the database has no switches.
    """
    unknown = sorted(set(surfaces) - set(desk.catalogue.surfaces))
    if unknown or not surfaces:
        what = f'no topic has the surface "{unknown[0]}"' if unknown else "no surface is named"
        raise refuse("switch", what, f"use one of {', '.join(desk.catalogue.surfaces)}", "surface-unknown")
    values = {"surfaces": list(surfaces), "enabled": on, "reason": reason}
    try:
        with connection.transaction():
            role = desk.catalogue.contract.role
            connection.execute("SELECT pg_catalog.set_config('role', %s, true)", [role])
            connection.execute(_of(_WRITE, desk), values)
    except psycopg.errors.UndefinedTable:
        raise _missing(desk) from None
    return read_switches(connection, desk)


def _of(text: str, desk: Desk) -> sql.Composed:
    name = switch_name(desk.catalogue.contract.schema)
    return sql.SQL(text).format(table=sql.Identifier(name.schema, name.name))


def _missing(desk: Desk) -> Exception:
    name = str(switch_name(desk.catalogue.contract.schema))
    fix = "apply the migrations to this database"
    return refuse(name, "the database has no switches", fix, "switch-missing")
