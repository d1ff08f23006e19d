"""Databases of one local server: made, copied, dropped."""  # noqa: INP001 - a script

from __future__ import annotations

__all__ = ["copy_database", "drop_database", "make_database", "vacuum_database"]

from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

from pedschema.platform import SUPERUSER, create_database

if TYPE_CHECKING:
    from pedschema.platform import PlatformServer


def make_database(server: PlatformServer, name: str, template: str | None = None) -> str:
    """Create a database of the platform, or a copy of another, and return its URL."""
    create_database(server.url(user=SUPERUSER), name, template=template)
    return server.url(name)


def copy_database(server: PlatformServer, name: str, copy: str) -> str:
    """Copy a database, and return the copy's URL for the superuser."""
    make_database(server, copy, name)
    return server.url(copy, SUPERUSER)


def drop_database(server: PlatformServer, name: str) -> None:
    """Drop a database, whoever uses it."""
    with psycopg.connect(server.url(user=SUPERUSER), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def vacuum_database(url: str) -> None:
    """Clear away dead rows, of the catalog too, as a server does by itself soon after a deploy."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")
