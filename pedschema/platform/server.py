"""A local PostgreSQL server, with its data thrown away or kept."""

from __future__ import annotations

__all__ = ["SERVER_OPTIONS", "SUPERUSER", "PlatformServer", "read_running", "run_stop"]

import shutil
import socket
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Self

from pedschema.errors import Mistake, PlatformError
from pedschema.platform.caller import DROPPED, NOBODY, read_prefix
from pedschema.platform.control import (
    HOST,
    SERVER_OPTIONS,
    SUPERUSER,
    read_running,
    render_url,
    run_initdb,
    run_start,
    run_stop,
)
from pedschema.platform.find import find_pg, list_pg

if TYPE_CHECKING:
    from types import TracebackType

    from pedschema.platform.find import PgBinaries

PORT_ATTEMPTS = 5
PORT_TAKEN = "Address already in use"


class PlatformServer:
    """A PostgreSQL server on loopback that trusts its callers; starts on entry, stops on exit.

    Made for development and tests: fsync is off, so a crash of the machine may lose a kept folder.

    Attributes:
        port: the TCP port it listens on; 0 until it starts on a free one.
    """

    def __init__(
        self, *, data: Path | None = None, port: int | None = None, binaries: PgBinaries | None = None
    ) -> None:
        """Say what to start; nothing runs yet.

        Args:
            data: folder of the data, created when missing, and kept; None for one that is thrown away.
            port: TCP port; None for a free one.
            binaries: the PostgreSQL to run; None for the version that wrote the folder, else for `find_pg`.
        """
        self.port = port or 0
        self._port_is_fixed = port is not None
        self._binaries = binaries
        self._kept = data.absolute() if data else None
        self._temporary: Path | None = None

    def __enter__(self) -> Self:
        """Start the server."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the server."""
        self.stop()

    def url(self, database: str = "postgres", user: str = "postgres") -> str:
        """Return the connection URL of a database of this server."""
        return render_url(self.port, database, user)

    def start(self) -> None:
        """Create the data folder if it is empty, and start; returns when the server takes connections.

        Raises:
            PlatformError: the port is taken, the folder is in use or written by another version, or the
                server does not start within 30 seconds; the message carries the last line of its log.
        """
        if self._kept is None:
            self._temporary = Path(tempfile.mkdtemp(prefix="pedschema-"))
            if read_prefix() == DROPPED:
                shutil.chown(self._temporary, NOBODY, NOBODY)
        try:
            self._run_start(self._data)
        except BaseException:
            self._throw_away()
            raise

    def stop(self) -> None:
        """Stop the server; its data is thrown away unless the folder was named.

        Raises:
            PlatformError: the server does not stop within 20 seconds.
        """
        if self._kept or self._temporary:
            run_stop(self._data)
        self._throw_away()

    @property
    def _data(self) -> Path:
        return self._kept or Path(str(self._temporary), "data")

    def _run_start(self, data: Path) -> None:
        running = read_running(data)
        if running:
            raise _mistake(
                data, f"a server runs on this folder already, at {running}", "stop it first", "running"
            )
        binaries = self._binaries or _find_for(data)
        written_by = _read_written_by(data)
        if written_by is None:
            run_initdb(binaries, data)
        elif written_by != binaries.version:
            what = f"the folder was written by PostgreSQL {written_by}, not {binaries.version}"
            raise _mistake(data, what, f"install PostgreSQL {written_by} or choose another folder", "version")
        for _ in range(1 if self._port_is_fixed else PORT_ATTEMPTS):
            if not self._port_is_fixed:
                self.port = _read_free_port()
            log = run_start(binaries, data, self.port)
            if log is None:
                return
            if PORT_TAKEN not in log:
                raise _mistake(
                    data, f"the server does not start: {_read_reason(log)}", "read server.log", "start"
                )
        raise _mistake(
            f"{HOST}:{self.port}", "something listens on this port", "choose another port", "port-taken"
        )

    def _throw_away(self) -> None:
        if self._temporary is not None:
            shutil.rmtree(self._temporary, ignore_errors=True)
            self._temporary = None


def _find_for(data: Path) -> PgBinaries:
    written_by = _read_written_by(data)
    return next((each for each in list_pg() if each.version == written_by), None) or find_pg()


def _read_written_by(data: Path) -> int | None:
    try:
        return int((data / "PG_VERSION").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _read_free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _read_reason(log: str) -> str:
    lines = [line for line in log.splitlines() if "FATAL" in line or "ERROR" in line] or log.splitlines()
    return lines[-1].strip() if lines else "it says nothing"


def _mistake(where: Path | str, what: str, fix: str, name: str) -> PlatformError:
    return PlatformError(Mistake(where=str(where), what=what, fix=fix, id=f"platform-{name}"))
