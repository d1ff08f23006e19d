"""The four things asked of `pg_ctl`: create a data folder, start, look, stop."""

from __future__ import annotations

__all__ = [
    "HOST",
    "SERVER_OPTIONS",
    "SUPERUSER",
    "read_running",
    "render_url",
    "run_initdb",
    "run_start",
    "run_stop",
]

import contextlib
import os
import socket
import subprocess
from typing import TYPE_CHECKING
from urllib.parse import quote

from pedschema.errors import Mistake, PlatformError
from pedschema.platform.caller import DROPPED, NOBODY, read_prefix
from pedschema.platform.find import find_pg

if TYPE_CHECKING:
    from pathlib import Path

    from pedschema.platform.find import PgBinaries

SUPERUSER = "supabase_admin"
HOST = "127.0.0.1"
SERVER_OPTIONS = (
    "-c wal_level=logical -c max_wal_senders=10 -c max_replication_slots=10"
    " -c timezone=UTC -c log_timezone=UTC"
    " -c fsync=off -c full_page_writes=off"
)
INITDB_OPTIONS = f"--username={SUPERUSER} --auth=trust --encoding=UTF8 --locale=C --no-sync"
START_SECONDS = 30
STOP_SECONDS = 10
PROCESS_SECONDS = 60


def render_url(port: int, database: str, user: str) -> str:
    """Return the connection URL of a database on loopback."""
    return f"postgresql://{quote(user, safe='')}@{HOST}:{port}/{quote(database, safe='')}"


def run_initdb(binaries: PgBinaries, data: Path) -> None:
    """Create the files of a server whose superuser is `supabase_admin`.

    Raises:
        PlatformError: the folder cannot be written or is not empty; the message carries what initdb says.
    """
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    if read_prefix() == DROPPED:
        os.chown(data, NOBODY, NOBODY)
    done = _run_pg_ctl(binaries, "initdb", "-D", str(data), "-o", INITDB_OPTIONS)
    if done.returncode != 0:
        raise PlatformError(
            Mistake(
                where=str(data),
                what=f"the data folder cannot be created: {_last_line(done.stderr or done.stdout)}",
                fix="choose an empty folder that can be written and reached",
                id="platform-initdb-failed",
            )
        )


def run_start(binaries: PgBinaries, data: Path, port: int) -> str | None:
    """Start a server and wait at most 30 seconds; returns None, or the log if it did not start."""
    log = data / "server.log"
    log.unlink(missing_ok=True)
    options = f"-p {port} -h {HOST} -c unix_socket_directories='' {SERVER_OPTIONS}"
    done = _run_pg_ctl(
        binaries, "start", "-D", str(data), "-w", "-t", str(START_SECONDS), "-l", str(log), "-o", options
    )
    if done.returncode == 0:
        return None
    _run_pg_ctl(binaries, "stop", "-D", str(data), "-m", "immediate", "-w", "-t", str(STOP_SECONDS))
    return log.read_text(encoding="utf-8", errors="replace") if log.exists() else done.stderr


def read_running(data: Path) -> str | None:
    """Return the URL of the server that runs on a data folder, None when none does."""
    try:
        lines = (data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        process, port = int(lines[0]), int(lines[3])
        _read_process(process)
        with socket.create_connection((HOST, port), timeout=2):
            return render_url(port, "postgres", "postgres")
    except (OSError, ValueError, IndexError):
        return None


def run_stop(data: Path) -> bool:
    """Stop the server that runs on a data folder; returns False when none does.

    Sessions are ended at once. A client of logical replication can hold this up for long: after 10 seconds
    the server is stopped without waiting for it.

    Raises:
        PlatformError: the server does not stop within 20 seconds.
    """
    data = data.absolute()
    if read_running(data) is None:
        return False
    binaries = find_pg()
    for mode in ("fast", "immediate"):
        done = _run_pg_ctl(binaries, "stop", "-D", str(data), "-m", mode, "-w", "-t", str(STOP_SECONDS))
        if done.returncode == 0 or read_running(data) is None:
            return True
    raise PlatformError(
        Mistake(
            where=str(data),
            what=f"the server does not stop: {_last_line(done.stderr)}",
            fix="end the process whose id is the first line of postmaster.pid",
            id="platform-stop-failed",
        )
    )


def _read_process(number: int) -> None:
    # A crash leaves its file behind, and something else may listen on the port by now.
    if os.name == "posix":
        with contextlib.suppress(PermissionError):
            os.kill(number, 0)


def _run_pg_ctl(binaries: PgBinaries, *arguments: str) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(  # noqa: S603
            [*read_prefix(), binaries.pg_ctl, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=PROCESS_SECONDS,
            cwd="/" if os.name == "posix" else None,
        )
    except subprocess.TimeoutExpired as expired:
        raise PlatformError(
            Mistake(
                where=str(binaries.pg_ctl),
                what=f'"{arguments[0]}" takes longer than {PROCESS_SECONDS} seconds',
                fix="look for a full disk or a stuck server",
                id="platform-too-slow",
            )
        ) from expired


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "it says nothing"
