from __future__ import annotations

import shutil
import socket
import subprocess
import time
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from sqlalchemy import Engine, event

from pedschema.platform import SUPERUSER
from pedschema.platform.caller import DROPPED, read_prefix

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import Connection

    from pedschema.platform import PlatformServer

    Act = Callable[[list[str], Connection], None]
    Watch = Callable[[Act], Any]
    Kill = Callable[[Connection], None]


CONFIGURATION = """
[databases]
* = host=127.0.0.1 port={server}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = trust
auth_file = {users}
pool_mode = transaction
default_pool_size = {size}
server_round_robin = 1
query_wait_timeout = 2
ignore_startup_parameters = extra_float_digits
"""


@contextmanager
def watching(act: Act) -> Iterator[list[str]]:
    """Call `act` before each statement and each commit of a run; yield what is sent, as it is sent.

    It gets what was sent up to then, what is about to be sent included, and the connection.
    """
    sent: list[str] = []

    def statement(connection: Connection, _: object, sql: str, *__: object) -> None:
        sent.append(sql)
        act(sent, connection)

    def commit(connection: Connection) -> None:
        sent.append("COMMIT")
        act(sent, connection)

    event.listen(Engine, "before_cursor_execute", statement)
    event.listen(Engine, "commit", commit)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", statement)
        event.remove(Engine, "commit", commit)


def run_kill(connection: Connection) -> None:
    """End a connection's session in the server, and return once it is gone."""
    driver: Any = connection.connection.dbapi_connection
    url = f"postgresql://{SUPERUSER}@127.0.0.1:{driver.info.port}/postgres"
    with psycopg.connect(url, autocommit=True) as other:
        words = "SELECT pg_terminate_backend(%s, 5000)"
        assert other.execute(words, [driver.info.backend_pid]).fetchone() == (True,)


@pytest.fixture
def watch() -> Watch:
    """Return `watching`."""
    return watching


@pytest.fixture
def kill_session() -> Kill:
    """Return `run_kill`."""
    return run_kill


@pytest.fixture
def kill_at() -> Callable[[int], Any]:
    """Return `watching` that kills the session which is about to run the statement of that number."""

    def at(moment: int) -> Any:
        def act(sent: list[str], connection: Connection) -> None:
            if len(sent) == moment:
                run_kill(connection)

        return watching(act)

    return at


@pytest.fixture
def pooler(server: PlatformServer, tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Return a function that starts pgbouncer with so many open sessions; it returns the URL of a database.

    It is in transaction mode: a client gets another session with each transaction.
    """
    program = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
    if program is None:
        pytest.skip("pgbouncer is not installed")
    started: list[subprocess.Popen[bytes]] = []

    def start(database: str, size: int) -> str:
        folder = tmp_path / "pooler"
        folder.mkdir()
        port, users, settings = read_free_port(), folder / "users.txt", folder / "pgbouncer.ini"
        users.write_text('"postgres" ""\n', encoding="utf-8")
        text = CONFIGURATION.format(server=server.port, port=port, users=users, size=size)
        settings.write_text(text, encoding="utf-8")
        prefix = read_prefix()
        if prefix == DROPPED:
            tmp_path.chmod(0o755)
        process = subprocess.Popen([*prefix, program, "-q", str(settings)], stderr=subprocess.DEVNULL)
        started.append(process)
        wait_for(port, process)
        url = f"postgresql://postgres@127.0.0.1:{port}/{database}"
        with ExitStack() as stack:
            for _ in range(size):
                stack.enter_context(psycopg.connect(url)).execute("SELECT 1")
        return url

    yield start
    for process in started:
        process.terminate()
        process.wait()


def read_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("pgbouncer does not start")
