"""The same migrations on other servers: newer PostgreSQL, and a standby."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import psycopg
import pytest

from pedschema.drift.read import read_drift
from pedschema.drift.role import create_reader
from pedschema.platform import SUPERUSER, PlatformServer, create_database, list_pg
from pedschema.platform.caller import read_prefix
from pedschema.platform.find import find_pg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pedschema.drift.read import Expected
    from tests.drift.conftest import Project

pytestmark = pytest.mark.db

CHANGES = {
    "alter policy rooms_chat_read on realtime.messages using (extension = 'broadcast')": "DRF008",
    "alter function rooms.is_member(uuid) volatile": "DRF003",
    "grant maintain on rooms.surface_switch to anon": "DRF005",
    "alter table public.rooms alter column title drop not null": "DRF047",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which servers may keep their data."""
    made = tmp_path_factory.mktemp("servers")
    made.chmod(0o777)
    return made


@pytest.fixture(scope="module", params=[17, 18])
def newer(
    request: pytest.FixtureRequest, deployed: Project, tables: str, reader: str, folder: Path
) -> Iterator[str]:
    """The URL of a database to which the same revisions are deployed, on a newer server that keeps times."""
    found = [binaries for binaries in list_pg() if binaries.version == request.param]
    if not found:
        pytest.skip(f"there is no PostgreSQL {request.param}")
    data = folder / str(request.param)
    with (
        PlatformServer(binaries=found[0], data=data) as server,
        psycopg.connect(server.url(user=SUPERUSER), autocommit=True) as connection,
    ):
        connection.execute("ALTER SYSTEM SET track_commit_timestamp = on")
    with PlatformServer(data=data, binaries=found[0]) as server:
        create_database(server.url(user=SUPERUSER), "rooms")
        with psycopg.connect(server.url("rooms")) as connection:
            connection.execute(tables.encode())
        done = deployed.alembic(server.url("rooms"), "upgrade", "head")
        assert done.returncode == 0, done.stderr
        with psycopg.connect(server.url("rooms")) as connection:
            connection.execute(create_reader(reader, "rooms").encode())
        yield server.url("rooms")


def test_same_revisions_differ_in_nothing_but_the_version(newer: str, expected: Expected) -> None:
    findings = read_drift(newer, expected).findings

    assert [finding.id for finding in findings] == ["DRF030"]


@pytest.mark.parametrize(("sql", "rule"), CHANGES.items(), ids=CHANGES.values())
def test_drift_is_found_there_as_well(sql: str, rule: str, newer: str, expected: Expected) -> None:
    name = f"copy_{abs(hash(sql))}"
    with psycopg.connect(newer.replace("/rooms", "/postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE rooms".encode())
    url = newer.replace("/rooms", f"/{name}")
    with psycopg.connect(url) as connection:
        connection.execute(sql.encode())

    found = {finding.id for finding in read_drift(url, expected).findings}

    assert found == {"DRF030", rule}


@pytest.fixture(scope="module")
def standby(clean: str, server: PlatformServer, folder: Path) -> Iterator[str]:
    """The URL of the deployed database on a hot standby."""
    data = _copy(server, folder / "standby")
    with PlatformServer(data=data) as copy:
        yield copy.url(clean.rpartition("/")[2])


def _copy(server: PlatformServer, folder: Path) -> Path:
    tool = find_pg().tool("pg_basebackup")
    target = server.url(user=SUPERUSER)
    subprocess.run([*read_prefix(), tool, "-d", target, "-D", folder, "-R", "-c", "fast"], check=True)
    return folder


def test_a_standby_is_enough(standby: str, expected: Expected) -> None:
    with psycopg.connect(standby) as connection:
        recovering = connection.execute("SELECT pg_is_in_recovery()").fetchone()

    assert recovering == (True,)
    assert read_drift(standby, expected).findings == ()


def test_times_are_told_where_the_server_keeps_them(newer: str, expected: Expected) -> None:
    with psycopg.connect(newer.replace("/rooms", "/postgres"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE timed TEMPLATE rooms")
    url = newer.replace("/rooms", "/timed")
    with psycopg.connect(url) as connection:
        connection.execute("ALTER POLICY rooms_chat_read ON realtime.messages USING (true)")
        row = connection.execute("SELECT to_char(now(), 'YYYY-MM-DD')").fetchone()

    details = {each.id: each.detail for each in read_drift(url, expected).findings}

    assert row
    assert details["DRF008"].startswith(f"written: {row[0]}T")


def test_dump_that_is_restored_on_a_newer_server_is_no_drift(
    newer: str, clean: str, as_owner: Callable[[str], str], expected: Expected, tmp_path: Path
) -> None:
    tools = max(list_pg(), key=lambda binaries: binaries.version)
    dump = tmp_path / "dump.sql"
    with dump.open("wb") as file:
        subprocess.run([tools.tool("pg_dump"), as_owner(clean)], stdout=file, check=True)
    with psycopg.connect(as_owner(newer.replace("/rooms", "/postgres")), autocommit=True) as connection:
        connection.execute("CREATE DATABASE restored OWNER postgres")
    url = newer.replace("/rooms", "/restored")
    done = subprocess.run(
        [tools.tool("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", as_owner(url), "-f", dump],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr

    assert [finding.id for finding in read_drift(url, expected).findings] == ["DRF030"]
