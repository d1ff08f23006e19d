"""The queries, and how each row becomes a value."""

from __future__ import annotations

__all__ = ["CLIENT_ROLES", "PLATFORM_SCHEMAS", "read_records"]

from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from psycopg import Connection

CLIENT_ROLES = ("anon", "authenticated", "service_role")
"""Roles that the platform gives to tokens."""

PLATFORM_SCHEMAS = (
    "_analytics",
    "_realtime",
    "_supavisor",
    "auth",
    "cron",
    "dbdev",
    "extensions",
    "graphql",
    "graphql_public",
    "information_schema",
    "net",
    "pedschema_platform",
    "pgbouncer",
    "pgmq",
    "pgsodium",
    "pgsodium_masks",
    "pgtle",
    "realtime",
    "repack",
    "storage",
    "supabase_functions",
    "supabase_migrations",
    "tiger",
    "tiger_data",
    "topology",
    "vault",
)
"""Schemas that hosted projects have and no project writes to; those of PostgreSQL start with `pg_`."""


def read_records(
    connection: Connection[Any], query: str, values: Mapping[str, object] | None = None
) -> list[dict[str, Any]]:
    """Return the rows of `queries/<query>.sql`, by column; `values` are bound to its names."""
    from psycopg.rows import dict_row  # noqa: PLC0415  a run without a database does without the driver

    folder = resources.files("pedschema.lint") / "queries"
    text = (folder / f"{query}.sql").read_text(encoding="utf-8")
    bound = {"platform": list(PLATFORM_SCHEMAS), "clients": list(CLIENT_ROLES)} | dict(values or {})
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(text.encode(), bound).fetchall()
