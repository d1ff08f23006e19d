"""How drift reads: one transaction that only reads, as any login, on any server."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError

from pedschema.drift.read import read_drift
from pedschema.errors import DatabaseError
from pedschema.ops.reading import find_driver, run_reading
from pedschema.platform import SUPERUSER, create_database

if TYPE_CHECKING:
    from collections.abc import Callable

    from pedschema.drift.read import Expected
    from pedschema.platform import PlatformServer
    from tests.drift.conftest import Project

pytestmark = pytest.mark.db

OPENED = "alter policy rooms_chat_read on realtime.messages using (true)"


def _as(url: str, login: str) -> str:
    return url.replace("postgres@", f"{login}@", 1)


def test_transaction_reads_only_and_sees_one_moment(clean: str) -> None:
    with run_reading(clean) as connection:
        row = connection.exec_driver_sql(
            "SELECT current_setting('transaction_read_only'), current_setting('transaction_isolation'),"
            " current_setting('search_path')"
        ).one()
        driver = find_driver(connection).execute("SELECT current_setting('transaction_read_only')").fetchone()

    assert tuple(row) == ("on", "repeatable read", '""')
    assert driver == ("on",)


def test_nothing_can_be_written(clean: str) -> None:
    with pytest.raises(DatabaseError) as caught, run_reading(clean) as connection:
        connection.exec_driver_sql("CREATE TEMPORARY TABLE t (id integer)")

    assert "25006" in str(caught.value)
    assert isinstance(caught.value.__cause__, DBAPIError)


def test_no_lock_but_access_share_is_taken(
    clean: str, expected: Expected, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pedschema.drift.read as module  # noqa: PLC0415  what is patched

    modes: set[str] = set()
    compare = module._compare

    def look(*arguments: object) -> object:
        with psycopg.connect(clean) as connection:
            rows = connection.execute(
                "SELECT l.mode FROM pg_locks AS l JOIN pg_stat_activity AS a ON a.pid = l.pid"
                " WHERE a.application_name = 'pedschema' AND l.locktype <> 'virtualxid'"
            ).fetchall()
        modes.update(mode for (mode,) in rows)
        return compare(*arguments)

    monkeypatch.setattr(module, "_compare", look)
    read_drift(clean, expected)

    assert modes == {"AccessShareLock"}


def test_drift_is_read_while_writers_are_locked_out(database: str, expected: Expected) -> None:
    with psycopg.connect(database) as connection:
        connection.execute("LOCK TABLE public.messages IN EXCLUSIVE MODE")

        assert read_drift(database, expected).findings == ()


def test_a_lock_that_lets_nobody_read_is_told(
    database: str, expected: Expected, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pedschema.ops.reading._SETTINGS", "SET LOCAL lock_timeout = '100ms'")
    with psycopg.connect(database) as connection:
        connection.execute("LOCK TABLE public.messages IN ACCESS EXCLUSIVE MODE")

        with pytest.raises(DatabaseError) as caught:
            read_drift(database, expected)

    assert caught.value.mistakes[0].id == "drift-lock-taken"


def test_database_that_is_read_only_is_enough(database: str, expected: Expected) -> None:
    with psycopg.connect(database) as connection:
        connection.execute(OPENED.encode())
        name = connection.info.dbname
        connection.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on'.encode())

    assert [each.id for each in read_drift(database, expected).findings] == ["DRF008"]


def test_login_without_rights_is_told_which(database: str, expected: Expected) -> None:
    with psycopg.connect(database) as connection:
        connection.execute("DROP ROLE IF EXISTS nobody_at_all")
        connection.execute("CREATE ROLE nobody_at_all LOGIN")

    with pytest.raises(DatabaseError) as caught:
        read_drift(_as(database, "nobody_at_all"), expected)

    (mistake,) = caught.value.mistakes
    assert mistake.id == "drift-unreadable"
    assert "--print-role" in mistake.fix


def test_login_that_row_security_shows_no_switch_is_refused(
    database: str, reader: str, expected: Expected
) -> None:
    with psycopg.connect(database) as connection:
        connection.execute(f"DROP POLICY {reader}_reads ON rooms.surface_switch".encode())

    with pytest.raises(DatabaseError) as caught:
        read_drift(_as(database, reader), expected)

    assert caught.value.mistakes[0].what == f'the login "{reader}" may not read "rooms.surface_switch"'


def test_partitions_come_and_go_without_drift(
    database: str, as_owner: Callable[[str], str], expected: Expected
) -> None:
    with psycopg.connect(as_owner(database)) as connection:
        connection.execute("SELECT pedschema_platform.drop_partition(timezone('utc', now())::date - 1)")
        connection.execute(
            "SELECT pedschema_platform.create_partitions(timezone('utc', now())::date + 4,"
            " timezone('utc', now())::date + 8)"
        )

    assert read_drift(database, expected).findings == ()


def test_objects_of_other_tools_are_no_drift(
    database: str, as_owner: Callable[[str], str], expected: Expected
) -> None:
    with psycopg.connect(as_owner(database)) as connection:
        connection.execute("CREATE SCHEMA tool; CREATE TABLE tool.jobs (id bigserial PRIMARY KEY, t text)")
        connection.execute(
            "CREATE FUNCTION tool.work() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';"
            "CREATE TRIGGER work AFTER INSERT ON public.rooms FOR EACH ROW EXECUTE FUNCTION tool.work();"
            "CREATE EXTENSION IF NOT EXISTS pgcrypto SCHEMA rooms;"
            "CREATE POLICY open ON tool.jobs USING (true)"
        )

    assert read_drift(database, expected).findings == ()


def test_database_without_any_revision_has_them_all_to_come(
    server: PlatformServer, tables: str, expected: Expected
) -> None:
    create_database(server.url(user=SUPERUSER), "rooms_bare")
    with psycopg.connect(server.url("rooms_bare")) as connection:
        connection.execute(tables.encode())

    (finding,) = read_drift(server.url("rooms_bare"), expected).findings

    assert finding.id == "DRF017"
    assert finding.what.startswith("nothing is deployed, and ")
    assert '"last"' in finding.what


def test_databases_at_several_revisions_are_read_at_once(
    make_database: Callable[[], str], deployed: Project
) -> None:
    urls = [make_database() for _ in range(3)]
    for url, revision in zip(urls, ("reviewed", "last", "elsewhere"), strict=True):
        with psycopg.connect(url) as connection:
            connection.execute("UPDATE rooms.alembic_version SET version_num = %s", (revision,))
    fresh = deployed.expected()

    with ThreadPoolExecutor(max_workers=4) as pool:
        outcomes = list(pool.map(lambda url: read_drift(url, fresh), urls * 4))

    found = [[finding.id for finding in outcome.findings] for outcome in outcomes]
    assert found == [["DRF017"], [], ["DRF019"]] * 4
