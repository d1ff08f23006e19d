from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from pedschema.errors import PlatformError
from pedschema.platform import (
    SUPERUSER,
    PlatformServer,
    caller,
    control,
    executable_for_caller,
    list_pg,
    read_running,
    run_stop,
)

if TYPE_CHECKING:
    from pedschema.platform import PgBinaries

pytestmark = pytest.mark.db

PLUGIN_USE = """
import os
import psycopg
from pytest_postgresql import factories
from pedschema.platform import SERVER_OPTIONS, SUPERUSER, run_emulation

def load(host, port, user, dbname, password, autocommit):
    run_emulation(f"host={host} port={port} user={user} dbname={dbname}")

server = factories.postgresql_proc(
    executable=os.environ["EXECUTABLE"], user=SUPERUSER, port=None, unixsocketdir=os.environ["SOCKETS"],
    postgres_options=SERVER_OPTIONS, load=[load],
)
connection = factories.postgresql("server")

def test_policy_as_postgres(connection):
    connection.execute("SET ROLE postgres")
    connection.execute("CREATE POLICY read ON realtime.messages USING (true)")
    connection.execute("SELECT realtime.send('{}', 'said', 'room:1')")
    assert connection.execute("SELECT count(*) FROM realtime.messages").fetchone() == (1,)
    assert connection.execute("SHOW wal_level").fetchone() == ("logical",)

def test_next_database_is_fresh(connection):
    assert connection.execute("SELECT count(*) FROM realtime.messages").fetchone() == (0,)
"""


def read_one(url: str, query: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(query).fetchone()
    assert row is not None
    return row[0]


def test_thrown_away_folder_is_gone_after_stop(binaries: PgBinaries) -> None:
    with PlatformServer(binaries=binaries) as server:
        folder = Path(str(read_one(server.url(user=SUPERUSER), "SHOW data_directory")))
        assert folder.exists()
        assert read_one(server.url(user=SUPERUSER), "SHOW listen_addresses") == "127.0.0.1"
    assert not folder.parent.exists()


def test_kept_folder_keeps_its_rows_and_is_found_while_it_runs(binaries: PgBinaries, tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert read_running(data) is None
    assert run_stop(data) is False
    first = PlatformServer(data=data, binaries=binaries)
    first.start()
    with psycopg.connect(first.url(user=SUPERUSER)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    assert read_running(data) == first.url()
    assert run_stop(data) is True
    assert read_running(data) is None
    assert run_stop(data) is False
    with PlatformServer(data=data) as second:
        assert read_one(second.url(user=SUPERUSER), "SELECT number FROM kept") == 7
    assert data.exists()


def test_named_port_that_is_taken_is_an_error() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        with pytest.raises(PlatformError, match=f"^127.0.0.1:{port}: something listens on this port"):
            PlatformServer(port=port).start()


def test_free_port_that_is_lost_is_chosen_again(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        free = iter([holder.getsockname()[1], _free_port()])
        monkeypatch.setattr("pedschema.platform.server._read_free_port", lambda: next(free))
        with PlatformServer() as server:
            assert server.port != holder.getsockname()[1]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_folder_of_a_running_server_is_refused_and_left_running(tmp_path: Path) -> None:
    with PlatformServer(data=tmp_path / "data") as server:
        with pytest.raises(PlatformError, match="a server runs on this folder already"):
            PlatformServer(data=tmp_path / "data").start()
        assert read_one(server.url(user=SUPERUSER), "SELECT 1") == 1


def test_folder_of_another_version_is_refused(tmp_path: Path) -> None:
    (tmp_path / "PG_VERSION").write_text("9\n", encoding="utf-8")
    with pytest.raises(PlatformError, match="the folder was written by PostgreSQL 9"):
        PlatformServer(data=tmp_path).start()


def test_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(PlatformError, match="platform-initdb-failed"):
        PlatformServer(data=tmp_path).start()
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_server_that_cannot_start_says_why(tmp_path: Path) -> None:
    with PlatformServer(data=tmp_path / "data"):
        pass
    with (tmp_path / "data" / "postgresql.conf").open("a", encoding="utf-8") as settings:
        settings.write("no_such_setting = 1\n")
    with pytest.raises(PlatformError, match=r"does not start: .*configuration file"):
        PlatformServer(data=tmp_path / "data").start()


def test_stale_process_file_is_no_running_server(tmp_path: Path) -> None:
    lines = ["1", str(tmp_path), "0", str(_free_port()), "", "127.0.0.1", "", "ready"]
    (tmp_path / "postmaster.pid").write_text("\n".join(lines), encoding="utf-8")
    assert read_running(tmp_path) is None
    assert run_stop(tmp_path) is False


def test_process_file_of_a_dead_server_is_no_running_one_even_with_its_port_in_use(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait(timeout=10)
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = str(holder.getsockname()[1])
        for process, expected in ((dead.pid, False), (os.getpid(), True)):
            lines = [str(process), str(tmp_path), "0", port, "", "127.0.0.1", "", "ready"]
            (tmp_path / "postmaster.pid").write_text("\n".join(lines), encoding="utf-8")
            assert (read_running(tmp_path) is not None) is expected


def test_stop_ends_open_sessions(tmp_path: Path) -> None:
    data = tmp_path / "data"
    server = PlatformServer(data=data)
    server.start()
    with psycopg.connect(server.url(user=SUPERUSER)) as connection:
        connection.execute("SELECT 1")
        assert run_stop(data) is True
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")


def test_shutdown_that_hangs_is_made_immediate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tmp_path / "data"
    PlatformServer(data=data).start()
    real, modes = control._run_pg_ctl, []

    def refuse_fast(binaries: PgBinaries, *arguments: str) -> subprocess.CompletedProcess[str]:
        modes.append(arguments[arguments.index("-m") + 1])
        if modes[-1] == "fast":
            return subprocess.CompletedProcess(arguments, 1, "", "server does not shut down")
        return real(binaries, *arguments)

    monkeypatch.setattr(control, "_run_pg_ctl", refuse_fast)
    assert run_stop(data) is True
    assert modes == ["fast", "immediate"]
    assert read_running(data) is None


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root drops to another user")
def test_root_without_user_namespaces_runs_the_server_as_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("control", "server"):
        monkeypatch.setattr(f"pedschema.platform.{module}.read_prefix", lambda: caller.DROPPED)
    with PlatformServer() as server:
        folder = Path(str(read_one(server.url(user=SUPERUSER), "SHOW data_directory")))
        assert (folder / "postmaster.pid").stat().st_uid == caller.NOBODY
    assert not folder.parent.exists()


@pytest.mark.parametrize("binaries", list_pg(), ids=lambda binaries: f"pg{binaries.version}")
def test_pytest_postgresql_runs_it(
    binaries: PgBinaries, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    (tmp_path / "test_use.py").write_text(PLUGIN_USE, encoding="utf-8")
    environment = os.environ | {
        "EXECUTABLE": str(executable_for_caller(binaries, tmp_path)),
        "SOCKETS": str(tmp_path_factory.mktemp("s")),
    }
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert "2 passed" in done.stdout, done.stdout + done.stderr
