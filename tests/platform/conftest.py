from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest

from pedschema.platform import SUPERUSER, PgBinaries, PlatformServer, create_database, list_pg

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOMS = """
    CREATE TABLE public.rooms (id int PRIMARY KEY, name text, price numeric(8, 2), seats bigint);
    GRANT ALL ON public.rooms TO authenticated, service_role;
"""


@pytest.fixture(scope="session", params=list_pg(), ids=lambda binaries: f"pg{binaries.version}")
def binaries(request: pytest.FixtureRequest) -> PgBinaries:
    chosen: PgBinaries = request.param
    return chosen


@pytest.fixture(scope="session")
def server(binaries: PgBinaries) -> Iterator[PlatformServer]:
    with PlatformServer(binaries=binaries) as running:
        create_database(running.url(user=SUPERUSER), "chat")
        with psycopg.connect(running.url("chat")) as connection:
            connection.execute(ROOMS)
        with psycopg.connect(running.url("chat", SUPERUSER)) as connection:
            connection.execute("CREATE ROLE deployer LOGIN IN ROLE postgres")
            connection.execute("CREATE ROLE custom NOLOGIN")
            connection.execute("CREATE POLICY existing ON realtime.messages FOR SELECT USING (false)")
        yield running


class Session:
    """One transaction on the database "chat" that is rolled back, with the warnings it got."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection
        self.warnings: list[tuple[str | None, str | None]] = []
        connection.add_notice_handler(
            lambda seen: self.warnings.append((seen.sqlstate, seen.message_primary))
        )

    def execute(self, statement: str, *arguments: object) -> psycopg.Cursor:
        return self.connection.execute(statement, arguments or None)

    def value(self, query: str, *arguments: object) -> object:
        row = self.execute(query, *arguments).fetchone()
        return row[0] if row and len(row) == 1 else row

    def outcome(self, role: str, statement: str) -> str | None:
        """Run a statement as a role; return the SQLSTATE it fails with, None when it works."""
        try:
            with self.connection.transaction():
                self.execute(f'SET LOCAL ROLE "{role}"')
                self.execute(statement)
                self.execute("RESET ROLE")
        except psycopg.Error as error:
            return error.sqlstate
        return None


@pytest.fixture
def superuser(server: PlatformServer) -> Iterator[Session]:
    connection = psycopg.connect(server.url("chat", SUPERUSER))
    with connection, connection.transaction(force_rollback=True):
        yield Session(connection)


@pytest.fixture
def postgres(server: PlatformServer) -> Iterator[Session]:
    connection = psycopg.connect(server.url("chat"))
    with connection, connection.transaction(force_rollback=True):
        yield Session(connection)
