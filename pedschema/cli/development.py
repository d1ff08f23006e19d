"""A database for one run: server, platform, migrations, and the people of the contract."""

from __future__ import annotations

__all__ = ["connect", "development_database"]

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psycopg

from pedschema.cli.console import talk
from pedschema.errors import DatabaseError, Mistake
from pedschema.ops.upgrade import run_upgrade
from pedschema.platform.emulation import create_database
from pedschema.platform.server import SUPERUSER, PlatformServer
from pedschema.probe.act import run_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from psycopg import Connection

    from pedschema.model.catalogue import Catalogue
    from pedschema.model.persona import Cast

_CONNECT_SECONDS = 10


@contextmanager
def development_database(
    config: Path, catalogue: Catalogue, cast: Cast, *, keep: Path | None = None
) -> Iterator[str]:
    """Yield the URL of a new database with platform, migrations and people; the server stops at the end.

    Args:
        config: Alembic's configuration.
        catalogue: the contract.
        cast: the people whose rows are made.
        keep: folder of a server that goes on running after a run without error; None for one that is
            thrown away.

    Raises:
        PlatformError: no PostgreSQL can be started.
        DatabaseError: a migration or a row is refused.
    """
    server = PlatformServer(data=keep)
    database = catalogue.contract.name
    with talk.status("starting PostgreSQL") as status:
        server.start()
        try:
            status.update("creating a database that behaves like the hosted platform")
            create_database(server.url(user=SUPERUSER), database)
            status.update("applying the migrations")
            run_upgrade(config, server.url(database))
            status.update("making people and rows")
            with connect(server.url(database)) as connection:
                run_rows(connection, cast, catalogue.contract.role)
            status.stop()
            yield server.url(database)
        except BaseException:
            server.stop()
            raise
    if keep is None:
        server.stop()


def connect(url: str) -> Connection[Any]:
    """Return a connection that commits every statement.

    Raises:
        DatabaseError: nobody answers; the message holds no part of the URL but host, port and database.
    """
    if "://" in url and url.partition("?")[0].count("@") > 1:
        # What follows the first of them is a part of the password, and would be told as the host.
        what = "the database's URL holds a password whose signs end it"
        fix = "write @ as %40, / as %2F, : as %3A, ? as %3F and # as %23 in the password"
        raise DatabaseError(Mistake("database", what, fix, "database-url-wrong"))
    try:
        return psycopg.connect(
            url, autocommit=True, application_name="pedschema", connect_timeout=_CONNECT_SECONDS
        )
    except psycopg.ProgrammingError:
        # The library's text repeats the URL, password and all.
        what = "the database's URL cannot be read"
        fix = "write it as postgresql://user@host:5432/database"
        raise DatabaseError(Mistake("database", what, fix, "database-url-wrong")) from None
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[0]
        what = f"the database cannot be reached: {reason}"
        fix = "start the server, or correct the URL"
        raise DatabaseError(Mistake("database", what, fix, "database-unreachable")) from None
