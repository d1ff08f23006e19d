"""The connection of an Alembic run: as whom, with which settings, and to which kind of database."""

from __future__ import annotations

__all__ = ["create_settings", "run_connected"]

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from pedschema.errors import DatabaseError, Mistake
from pedschema.introspect import run_verbatim
from pedschema.ops.failure import explain
from pedschema.ops.preflight import check_platform
from pedschema.sql.quoting import identifier, literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL, Connection, Engine

    from pedschema.ops.configuration import Configuration

_CONNECT_SECONDS = 10
_ROLE = text("""
SELECT
    session_user = :role AS is_role,
    (SELECT pg_has_role(r.oid, :privilege) FROM pg_roles AS r WHERE r.rolname = :role) AS may,
    session_user AS login
""")


@contextmanager
def run_connected(configuration: Configuration, url: URL) -> Iterator[Connection]:
    """Yield a connection whose every transaction runs as the contract's role, with bounded waits.

    It asks for nothing that a pooler in transaction mode would not give: settings belong to transactions,
    and no statement is prepared on one server session to be run on another.

    Raises:
        DatabaseError: nobody answers, the login may not act as the role, the database has no Realtime, or
            PostgreSQL refuses something inside the block, or goes away.
    """
    where = f"{url.host or 'localhost'}:{url.port or 5432}/{url.database or ''}"
    arguments = {
        "application_name": "pedschema",
        "connect_timeout": _CONNECT_SECONDS,
        "prepare_threshold": None,
    }
    engine = create_engine(url, poolclass=NullPool, connect_args=arguments)
    try:
        with _connect(engine, where) as connection:
            settings = create_settings(configuration, _read_role(connection, configuration.role, where))
            connection.rollback()
            event.listen(connection, "begin", lambda begun: run_verbatim(begun, settings))
            run_verbatim(connection, check_platform())
            connection.rollback()
            yield connection
    except DBAPIError as error:
        raise explain(error, where) from error


def _connect(engine: Engine, where: str) -> Connection:
    try:
        return engine.connect()
    except DBAPIError as error:
        reason = str(error.orig).strip().splitlines()[0]
        what = f"the database cannot be reached: {reason}"
        fix = "start the server, or correct the URL"
        raise DatabaseError(Mistake(where, what, fix, "database-unreachable")) from None


def create_settings(configuration: Configuration, role: str | None, *, local: bool = True) -> str:
    """Return statements for the start of a transaction, or with `local` off for the start of a session.

    A transaction whose client has gone silent ends as a statement would that takes too long, so that its
    locks do not outlive a broken network by hours.
    """
    scope = "LOCAL " if local else ""
    longest = literal(configuration.statement_timeout)
    settings = [
        f"SET {scope}search_path = ''",
        f"SET {scope}lock_timeout = {literal(configuration.lock_timeout)}",
        f"SET {scope}statement_timeout = {longest}",
        *([f"SET {scope}idle_in_transaction_session_timeout = {longest}"] if local else []),
    ]
    return ";\n".join([*([f"SET {scope}ROLE {identifier(role)}"] if role else []), *settings])


def _read_role(connection: Connection, role: str, where: str) -> str | None:
    """Return the role to change to, or None when the login is that role itself."""
    is_postgres_16 = (connection.dialect.server_version_info or (0,)) >= (16,)
    row = connection.execute(_ROLE, {"role": role, "privilege": "SET" if is_postgres_16 else "MEMBER"}).one()
    if row.is_role:
        return None
    if row.may is None:
        what, fix = f'the role "{role}" does not exist', "correct `role` in contract.toml, or create the role"
        raise DatabaseError(Mistake(where, what, fix, "role-missing"))
    if not row.may:
        what = f'the login "{row.login}" is no member of the role "{role}"'
        fix = f'log in as "{role}", or run `GRANT {role} TO {row.login}`'
        raise DatabaseError(Mistake(where, what, fix, "role-refused"))
    return role
