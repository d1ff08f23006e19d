"""What a deploy of 500 triggers and 500 policies takes, and how long writers wait for it.

    python benchmarks/deploy.py

The upgrade beside psql with the script of the same upgrade, which leaves out all reading and checking. Then
four sessions send messages without a pause while the same contract is deployed, with a reader that keeps
`realtime.messages` for 3 seconds in between: with the lock timeout and the retries of `alembic.ini`, and
without.
"""  # noqa: INP001 - a script

from __future__ import annotations

__all__ = ["main"]

import argparse
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from project import create_app, write_contract

from pedschema.platform import SUPERUSER, PlatformServer, create_database, find_pg

if TYPE_CHECKING:
    from project import Project

WRITERS = 4
READER_SECONDS = 3.0
SEND = "SELECT realtime.send('{}', 'tick', 'bench:' || %s, true)"


def main() -> None:
    """Print the figures."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter).parse_args()
    with tempfile.TemporaryDirectory() as name, PlatformServer() as server:
        template = make_template(server)
        project = write_contract(Path(name), template, is_large=True)
        project.run_alembic(template, "revision", "--autogenerate", "-m", "first")
        compare_psql(project, server)
        for told, timeout in (("200 ms and retries", "200ms"), ("no lock timeout", "0")):
            write_timeout(project, timeout)
            taken, pause = measure_pause(project, copy(server, f"writers_{timeout}"))
            say(f"writers wait at most {pause * 1000:5.0f} ms, the deploy takes {taken:5.1f} s: {told}")


def make_template(server: PlatformServer) -> str:
    """Create the database with the app's tables that all others are copies of."""
    create_database(server.url(user=SUPERUSER), "app")
    create_app(server.url("app"), is_large=True)
    return server.url("app")


def copy(server: PlatformServer, name: str) -> str:
    """Copy the database with the app's tables."""
    create_database(server.url(user=SUPERUSER), name, template="app")
    return server.url(name)


def compare_psql(project: Project, server: PlatformServer) -> None:
    """Print what the upgrade takes beside its script through psql."""
    script = project.run_alembic(server.url("app"), "upgrade", "head", "--sql")
    one, other = copy(server, "upgraded"), copy(server, "scripted")
    start = clock()
    project.run_alembic(one, "current")
    idle = clock() - start
    start = clock()
    project.run_alembic(one, "upgrade", "head")
    ours = clock() - start
    command = [str(find_pg().tool("psql")), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", "-", other]
    start = clock()
    subprocess.run(command, input=script.encode(), check=True, capture_output=True)  # noqa: S603
    theirs = clock() - start
    say(f"upgrade {ours:.2f} s, of it {idle:.2f} s to start; psql {theirs:.2f} s")
    say(f"ratio x{ours / theirs:.2f}, the start left aside x{(ours - idle) / theirs:.2f}")


def write_timeout(project: Project, timeout: str) -> None:
    """Write the longest that a statement waits for a lock into alembic.ini."""
    lines = project.ini.read_text(encoding="utf-8").split("\n")
    kept = [
        f"pedschema_lock_timeout = {timeout}" if line.startswith("pedschema_lock_timeout") else line
        for line in lines
    ]
    project.ini.write_text("\n".join(kept), encoding="utf-8")


def measure_pause(project: Project, url: str) -> tuple[float, float]:
    """Return the seconds of a deploy under load, and the longest that one message waited."""
    stop = threading.Event()
    pauses: list[float] = []
    writers = [threading.Thread(target=write, args=(url, number, stop, pauses)) for number in range(WRITERS)]
    reader = threading.Thread(target=read, args=(url, stop))
    for thread in (*writers, reader):
        thread.start()
    start = clock()
    project.run_alembic(url, "upgrade", "head")
    taken = clock() - start
    stop.set()
    for thread in (*writers, reader):
        thread.join()
    return taken, max(pauses)


def write(url: str, number: int, stop: threading.Event, pauses: list[float]) -> None:
    """Send messages until told to stop, and note how long each took."""
    with psycopg.connect(url, autocommit=True) as connection:
        while not stop.is_set():
            start = clock()
            connection.execute(SEND, (number,))
            pauses.append(clock() - start)
            time.sleep(0.002)


def read(url: str, stop: threading.Event) -> None:
    """Keep the messages from being locked for some seconds, again and again."""
    with psycopg.connect(url, autocommit=True) as connection:
        while not stop.is_set():
            with connection.transaction():
                connection.execute("SELECT count(*) FROM realtime.messages WHERE topic = 'nobody'")
                stop.wait(READER_SECONDS)
            stop.wait(READER_SECONDS)


def clock() -> float:
    """Return seconds of a clock that only goes forward."""
    return time.perf_counter()


def say(text: str) -> None:
    """Print a line as soon as it is known."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
