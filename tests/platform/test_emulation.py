from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg import sql

from pedschema.errors import DatabaseError
from pedschema.platform import SUPERUSER, PlatformServer, create_database, run_emulation, run_partitions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.platform import PgBinaries

pytestmark = pytest.mark.db


@pytest.fixture
def created(server: PlatformServer) -> Iterator[list[str]]:
    names: list[str] = []
    yield names
    with psycopg.connect(server.url(user=SUPERUSER), autocommit=True) as connection:
        for name in names:
            connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


def read_row(url: str, query: str) -> object:
    with psycopg.connect(url) as connection:
        return connection.execute(query).fetchone()


def test_database_belongs_to_postgres_and_runs_in_utc(server: PlatformServer, created: list[str]) -> None:
    name = 'any "name" / of %mine'
    create_database(server.url(user=SUPERUSER), name)
    created.append(name)
    query = (
        "SELECT current_database(), pg_get_userbyid(datdba)::text, reset_val FROM pg_database, pg_settings"
        " WHERE datname = current_database() AND name = 'TimeZone'"
    )
    with psycopg.connect(server.url(name), options="-c timezone=Asia/Tokyo") as connection:
        assert connection.execute(query).fetchone() == (name, "postgres", "Asia/Tokyo")
    assert read_row(server.url(name), query) == (name, "postgres", "UTC")


def test_copy_of_a_template_belongs_to_postgres_too(server: PlatformServer, created: list[str]) -> None:
    create_database(server.url(user=SUPERUSER), "original")
    created.append("original")
    create_database(server.url(user=SUPERUSER), "copied", template="original")
    created.append("copied")
    with psycopg.connect(server.url("copied")) as connection:
        connection.execute("CREATE SCHEMA app")
        connection.execute("CREATE POLICY read ON realtime.messages USING (true)")
        connection.execute("SELECT realtime.send('{}', 'said', 'room:1')")
        assert connection.execute("SELECT count(*) FROM realtime.messages").fetchone() == (1,)


def test_second_load_keeps_what_is_there(server: PlatformServer, created: list[str]) -> None:
    create_database(server.url(user=SUPERUSER), "twice")
    created.append("twice")
    with psycopg.connect(server.url("twice")) as connection:
        connection.execute("CREATE POLICY read ON realtime.messages USING (true)")
    run_emulation(server.url("twice", SUPERUSER))
    assert read_row(server.url("twice"), "SELECT policyname::text FROM pg_policies") == ("read",)


def test_first_databases_of_a_server_load_at_the_same_time(binaries: PgBinaries) -> None:
    names = [f"together_{number}" for number in range(4)]
    with PlatformServer(binaries=binaries) as fresh, ThreadPoolExecutor(len(names)) as pool:
        for done in [pool.submit(create_database, fresh.url(user=SUPERUSER), name) for name in names]:
            done.result(timeout=60)
        for name in names:
            assert read_row(fresh.url(name), "SELECT realtime.topic()") == (None,)


def test_policies_of_two_databases_do_not_disturb_each_other(
    server: PlatformServer, created: list[str]
) -> None:
    create_database(server.url(user=SUPERUSER), "first")
    created.append("first")
    with psycopg.connect(server.url("first")) as first, psycopg.connect(server.url("chat")) as second:
        first.execute("CREATE POLICY read ON realtime.messages USING (true)")
        first.commit()
        second.execute("CREATE POLICY read ON realtime.messages USING (true)")
        second.rollback()
        first.execute("DROP POLICY read ON realtime.messages")


@pytest.mark.parametrize("schema", ["realtime", "auth", "extensions"])
def test_schema_that_is_not_ours_is_refused(server: PlatformServer, created: list[str], schema: str) -> None:
    with psycopg.connect(server.url(user=SUPERUSER), autocommit=True) as connection:
        connection.execute("CREATE DATABASE foreign_one")
    created.append("foreign_one")
    with psycopg.connect(server.url("foreign_one", SUPERUSER)) as connection:
        connection.execute(f"CREATE SCHEMA {schema}")
    with pytest.raises(DatabaseError, match=f'a schema "{schema}" that the emulation did not make'):
        run_emulation(server.url("foreign_one", SUPERUSER))


def test_emulation_of_another_version_is_refused(server: PlatformServer, created: list[str]) -> None:
    create_database(server.url(user=SUPERUSER), "older")
    created.append("older")
    with psycopg.connect(server.url("older", SUPERUSER)) as connection:
        connection.execute("COMMENT ON SCHEMA pedschema_platform IS 'older'")
    with pytest.raises(DatabaseError, match="emulation-version"):
        run_emulation(server.url("older", SUPERUSER))


def test_login_without_superuser_is_refused(server: PlatformServer) -> None:
    with pytest.raises(DatabaseError, match='the login "postgres" is no superuser'):
        run_emulation(server.url("chat"))


def test_server_whose_superuser_is_postgres_is_refused(server: PlatformServer) -> None:
    with psycopg.connect(server.url(user=SUPERUSER), autocommit=True) as connection:
        connection.execute("ALTER ROLE postgres SUPERUSER")
        try:
            with pytest.raises(DatabaseError, match="emulation-superuser"):
                run_emulation(server.url("chat", SUPERUSER))
        finally:
            connection.execute("ALTER ROLE postgres NOSUPERUSER")


def test_existing_database_is_not_created_again(server: PlatformServer) -> None:
    with pytest.raises(DatabaseError, match='database "chat" already exists'):
        create_database(server.url(user=SUPERUSER), "chat")


def test_unreachable_server_is_named() -> None:
    with pytest.raises(DatabaseError, match=r"^127\.0\.0\.1:1/chat: "):
        run_emulation("postgresql://supabase_admin@127.0.0.1:1/chat")


def test_partitions_can_be_added_and_dropped_later(server: PlatformServer, created: list[str]) -> None:
    create_database(server.url(user=SUPERUSER), "days")
    created.append("days")
    count = "SELECT count(*) FROM pg_inherits WHERE inhparent = 'realtime.messages'::regclass"
    assert read_row(server.url("days"), count) == (5,)
    today = datetime.now(UTC).date()
    with psycopg.connect(server.url("days", SUPERUSER)) as connection:
        connection.execute("SELECT pedschema_platform.drop_partition(%s)", (today,))
    assert read_row(server.url("days"), count) == (4,)
    run_partitions(server.url("days", SUPERUSER), days_back=2, days_ahead=4)
    assert read_row(server.url("days"), count) == (7,)
    first = f"messages_{today - timedelta(days=2):%Y_%m_%d}"
    assert read_row(server.url("days"), f"SELECT relkind::text FROM pg_class WHERE relname = '{first}'") == (
        "r",
    )


def test_partitions_are_not_for_postgres(server: PlatformServer) -> None:
    with pytest.raises(DatabaseError, match="permission denied"):
        run_partitions(server.url("chat"))
