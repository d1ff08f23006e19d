"""A server that restarts, or whose disk is full, in the middle of a run."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from pedschema.platform import SUPERUSER, PlatformServer, find_pg
from pedschema.platform.caller import DROPPED, NOBODY, read_prefix

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Database, Project, Watch
    from sqlalchemy import Connection

pytestmark = pytest.mark.db

AGAIN = "then run this again; what is done stays done"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("own") / "data"


@pytest.fixture(scope="module")
def own_server(folder: Path) -> Iterator[PlatformServer]:
    """A server of these tests' own, with its data where they can find it."""
    with PlatformServer(data=folder) as running:
        yield running


@pytest.fixture
def own_app(make_app_on: Callable[..., Database], own_server: PlatformServer) -> Database:
    return make_app_on(own_server)


@pytest.fixture
def restart_at(folder: Path, watch: Watch) -> Callable[[str, str], Any]:
    """Return `watching` that restarts that server, in a mode of pg_ctl, before the first such statement."""

    def at(start: str, mode: str) -> Any:
        line = [*read_prefix(), find_pg().pg_ctl, "restart", "-D", folder, "-m", mode, "-w"]
        restarted: list[str] = []

        def act(sent: list[str], _: Connection) -> None:
            if sent[-1].startswith(start) and not restarted:
                restarted.append(sent[-1])
                quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
                assert subprocess.run(line, check=False, cwd="/", **quiet).returncode == 0

        return watch(act)

    return at


@pytest.mark.parametrize("mode", ["fast", "immediate"])
@pytest.mark.parametrize(
    "moment",
    [
        "upgrade at create or replace trigger",
        "upgrade at create policy",
        "downgrade at drop policy",
        "downgrade at drop function",
    ],
)
def test_a_restart_in_the_middle_is_told_and_the_next_run_completes(
    ready: Project, own_app: Database, restart_at: Callable[[str, str], Any], moment: str, mode: str
) -> None:
    way, _, statement = moment.partition(" at ")
    before = own_app.dump()
    ready.on(own_app).upgrade()
    wanted = own_app.dump() if way == "upgrade" else before
    if way == "upgrade":
        ready.downgrade()
    with restart_at(statement, mode):
        mistake = ready.failing(getattr(ready, way))
    assert mistake.id == "connection-lost"
    assert mistake.fix == f"see that the server runs, {AGAIN}"
    getattr(ready, way)()
    assert own_app.dump() == wanted


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with little space, in which the server may write."""
    disk = tmp_path / "disk"
    disk.mkdir()
    owner = f",uid={NOBODY},gid={NOBODY}" if read_prefix() == DROPPED else ""
    line = ["mount", "-t", "tmpfs", "-o", f"size=32m,mode=700{owner}", "tmpfs", str(disk)]
    if not shutil.which("mount") or subprocess.run(line, check=False, capture_output=True).returncode:
        pytest.skip("only root may mount a small file system here")
    tmp_path.chmod(0o711)
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


@pytest.fixture
def small_app(own_app: Database, small_disk: Path) -> Iterator[Database]:
    """The database of the app, moved to the small disk."""
    name = own_app.name
    with psycopg.connect(own_app.server.url(user=SUPERUSER), autocommit=True) as connection:
        connection.execute(f"CREATE TABLESPACE {name} LOCATION '{small_disk}'".encode())
        connection.execute(f"ALTER DATABASE {name} SET TABLESPACE {name}".encode())
        yield own_app
        connection.execute(f"DROP DATABASE {name}".encode())
        connection.execute(f"DROP TABLESPACE {name}".encode())


@pytest.mark.parametrize("way", ["upgrade", "downgrade"])
def test_a_full_disk_is_told_and_the_next_run_completes(
    ready: Project, small_app: Database, small_disk: Path, way: str
) -> None:
    (head,) = (script.revision for script in ready.scripts() if script.is_head)
    fill = "op.execute('CREATE TABLE public.big AS SELECT * FROM generate_series(1, 10000)')"
    ready.write("big", "op.execute('DROP TABLE IF EXISTS public.big')", fill, after=head)
    ready.on(small_app).upgrade()
    ready.downgrade()
    if way == "downgrade":
        wanted = small_app.dump()
        ready.upgrade()
    else:
        ready.upgrade()
        wanted = small_app.dump()
        ready.downgrade()
    filler, disk = small_disk / "filler", os.statvfs(small_disk)
    filler.write_bytes(bytes(disk.f_bavail * disk.f_frsize))

    mistake = ready.failing(getattr(ready, way))

    assert mistake.id == "disk-full"
    assert mistake.fix == f"free disk space, {AGAIN}"
    filler.unlink()
    getattr(ready, way)()
    assert small_app.dump() == wanted
