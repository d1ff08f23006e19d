"""Give a database what a hosted project has: roles, `auth`, `realtime`, grants and refusals."""

from __future__ import annotations

__all__ = ["create_database", "run_emulation", "run_partitions"]

import contextlib
import hashlib
from datetime import UTC, datetime, timedelta
from importlib import resources
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from pedschema.errors import DatabaseError, Mistake
from pedschema.platform.control import SUPERUSER

if TYPE_CHECKING:
    from collections.abc import Iterator

DATABASE_SCRIPT = "70_database.sql"
CONNECT_SECONDS = 10


def run_emulation(conninfo: str) -> None:
    """Load the emulation of the hosted platform into a database, in one transaction.

    A database that has it already, such as a copy of a template, only gets its owner and time zone. Loads
    into several databases of one server wait for each other, at most 30 seconds.

    Args:
        conninfo: the database, with a login that is superuser and not called `postgres`.

    Raises:
        DatabaseError: no connection, the login is no superuser, `postgres` is one, the wait is over, or the
            database has a schema `auth`, `realtime` or `extensions` that comes from elsewhere or from
            another version of the emulation.
    """
    scripts = dict(_load_scripts())
    version = hashlib.sha256(b"".join(scripts.values())).hexdigest()[:16]
    with _run_transaction(conninfo) as connection:
        _check_login(connection)
        connection.execute("SET LOCAL lock_timeout TO '30s'")
        # Roles are shared by all databases; an advisory lock would hold within one of them only.
        connection.execute("LOCK TABLE pg_catalog.pg_authid IN SHARE ROW EXCLUSIVE MODE")
        if _read_is_loaded(connection, version):
            connection.execute(scripts[DATABASE_SCRIPT])
            return
        for script in scripts.values():
            connection.execute(script)
        _run_create_partitions(connection, days_back=1, days_ahead=3)
        connection.execute(sql.SQL("COMMENT ON SCHEMA pedschema_platform IS {}").format(version))


def create_database(conninfo: str, name: str, *, template: str | None = None) -> None:
    """Create a database owned by `postgres`, with the emulation in it.

    Args:
        conninfo: any database of the server, with a superuser login.
        name: of the new database.
        template: a database to copy, which nobody may be connected to.

    Raises:
        DatabaseError: the database exists, the template is in use, or as `run_emulation`.
    """
    words = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
    if template is not None:
        words += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
    with _run_transaction(conninfo) as connection:
        # CREATE DATABASE refuses to run inside a transaction.
        connection.rollback()
        connection.autocommit = True
        connection.execute(words)
    run_emulation(make_conninfo(conninfo, dbname=name))


def run_partitions(conninfo: str, *, days_back: int = 1, days_ahead: int = 3) -> None:
    """Create the daily partitions of `realtime.messages` around today (UTC) that are missing.

    Raises:
        DatabaseError: no connection, the login is no superuser, or the database has no emulation.
    """
    with _run_transaction(conninfo) as connection:
        _run_create_partitions(connection, days_back=days_back, days_ahead=days_ahead)


def _run_create_partitions(connection: psycopg.Connection, *, days_back: int, days_ahead: int) -> None:
    today = datetime.now(UTC).date()
    days = (today - timedelta(days=days_back), today + timedelta(days=days_ahead))
    connection.execute("SELECT pedschema_platform.create_partitions(%s, %s)", days)


def _load_scripts() -> Iterator[tuple[str, bytes]]:
    folder = resources.files("pedschema.platform") / "sql"
    for script in sorted(folder.iterdir(), key=lambda each: each.name):
        yield script.name, script.read_bytes()


@contextlib.contextmanager
def _run_transaction(conninfo: str) -> Iterator[psycopg.Connection]:
    try:
        with psycopg.connect(conninfo, connect_timeout=CONNECT_SECONDS) as connection:
            yield connection
    except psycopg.Error as error:
        target = conninfo_to_dict(conninfo)
        where = f"{target.get('host', 'localhost')}:{target.get('port', 5432)}/{target.get('dbname', '')}"
        what = (error.diag.message_primary or str(error)).strip().splitlines()[0]
        fix = f'use a running server, a free name and the login "{SUPERUSER}"'
        raise _mistake(where, what, fix, "database") from error


def _check_login(connection: psycopg.Connection) -> None:
    row = connection.execute(
        "SELECT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user),"
        " coalesce((SELECT rolsuper FROM pg_roles WHERE rolname = 'postgres'), false)"
    ).fetchone()
    is_superuser, postgres_is_superuser = row or (False, False)
    if postgres_is_superuser:
        what = '"postgres" is a superuser here, which it is not on the hosted platform'
        fix = f'use a server that was created with the superuser "{SUPERUSER}"'
        raise _mistake(_describe(connection), what, fix, "superuser")
    if not is_superuser:
        what = f'the login "{connection.info.user}" is no superuser'
        raise _mistake(_describe(connection), what, f'log in as "{SUPERUSER}"', "login")


def _read_is_loaded(connection: psycopg.Connection, version: str) -> bool:
    row = connection.execute(
        "SELECT obj_description(to_regnamespace('pedschema_platform'), 'pg_namespace'),"
        " (SELECT min(nspname) FROM pg_namespace WHERE nspname IN ('auth', 'extensions', 'realtime'))"
    ).fetchone()
    loaded, foreign = row or (None, None)
    if loaded is None and foreign is not None:
        what = f'the database has a schema "{foreign}" that the emulation did not make'
        raise _mistake(_describe(connection), what, "create a new database", "schema")
    if loaded not in {None, version}:
        what = "the database has the emulation of another version of pedschema"
        raise _mistake(_describe(connection), what, "create a new database", "version")
    return loaded is not None


def _describe(connection: psycopg.Connection) -> str:
    return f"{connection.info.host}:{connection.info.port}/{connection.info.dbname}"


def _mistake(where: str, what: str, fix: str, name: str) -> DatabaseError:
    return DatabaseError(Mistake(where=where, what=what, fix=fix, id=f"emulation-{name}"))
