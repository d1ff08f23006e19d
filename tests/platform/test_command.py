"""`pedschema platform`: what is printed is where to connect."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import psycopg
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

pytestmark = pytest.mark.db


def test_status_prints_what_start_printed_until_it_is_stopped(
    run: Callable[..., Any], tmp_path: Path
) -> None:
    folder = ("--data", str(tmp_path / "data"))
    assert run("platform", "status", *folder).code == 1
    started = run("platform", "start", *folder, "--database", "the app")
    try:
        assert started.code == 0, started.err
        assert started.out.endswith("/the%20app\n")
        told = run("platform", "status", *folder)
        assert (told.code, told.out) == (0, started.out)
        with psycopg.connect(told.out.strip()) as connection:
            assert connection.execute("select to_regclass('realtime.messages') is not null").fetchone() == (
                True,
            )
    finally:
        stopped = run("platform", "stop", *folder)
    assert (stopped.code, stopped.err) == (0, "stopped\n")
    after = run("platform", "status", *folder)
    assert (after.code, after.out) == (1, "")


@pytest.mark.parametrize(("folder", "seen"), [(".pedschema/platform", False), ("data", True)])
def test_git_sees_no_server_that_is_kept_where_servers_are_kept(
    run: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, *, seen: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    subprocess.run(["git", "init", "--quiet"], check=True)
    assert run("platform", "start", "--data", folder).code == 0
    try:
        status = ["git", "status", "--porcelain", "--untracked-files=all"]
        told = subprocess.run(status, capture_output=True, text=True, check=True).stdout
    finally:
        run("platform", "stop", "--data", folder)
    assert ("PG_VERSION" in told) is seen
    assert ".pedschema" not in told
