"""What a deploy of 500 triggers and 500 policies takes, and how long writers wait for it.

    python benchmarks/deploy.py [--times N]

The upgrade beside psql with the script of the same upgrade, which leaves out all reading and checking. Then
pgbench sends messages and writes rows of published tables while the same contract is deployed, and a reader
keeps `realtime.messages` for 3 of 4 seconds: with the lock timeout and the retries of `alembic.ini`, without
them, and without any deploy.
"""  # noqa: INP001 - a script

from __future__ import annotations

__all__ = ["main"]

import argparse
import itertools
import subprocess
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from databases import drop_database, make_database
from load import find_load
from project import POLICIES, TRIGGERS, create_app, write_contract
from rounds import measure_in_turn, say, say_ratio, timed

from pedschema.platform import PlatformServer, find_pg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from load import Load, Waits
    from project import Project

READER_SECONDS, GAP_SECONDS = 3.0, 1.0
BASE_SECONDS = 2 * READER_SECONDS
UPGRADE, START, NET, PSQL = "the upgrade", "of it, the start", "the upgrade without its start", "psql"
COPIES = itertools.count()


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument(
        "--times", type=int, default=3, help="runs of each; the median counts, or the longest wait"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, PlatformServer() as server:
        template = make_database(server, "app")
        create_app(template, is_large=True)
        project = write_contract(Path(name), template, is_large=True)
        project.autogenerate(template)
        say(f"{TRIGGERS} triggers, {POLICIES} policies")
        compare_psql(project, server, options.times)
        measure_waits(project, server, find_load(say), options.times)


def compare_psql(project: Project, server: PlatformServer, times: int) -> None:
    """Print what the upgrade takes beside its script through psql."""
    script = project.run_alembic(server.url("app"), "upgrade", "head", "--sql").encode()
    psql = [str(find_pg().tool("psql")), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", "-"]

    def on_copy(work: Callable[[str], object]) -> float:
        with copied(server) as url:
            return timed(lambda: work(url))

    taken = measure_in_turn(
        {
            UPGRADE: lambda: on_copy(lambda url: project.run_alembic(url, "upgrade", "head")),
            START: lambda: on_copy(lambda url: project.run_alembic(url, "current")),
            PSQL: lambda: on_copy(
                lambda url: subprocess.run([*psql, url], input=script, check=True, capture_output=True)  # noqa: S603
            ),
        },
        times,
    )
    taken[NET] = taken[UPGRADE] - taken[START]
    for name, seconds in taken.items():
        say(f"  {name:30} {seconds:6.2f} s")
    say_ratio(taken, UPGRADE, PSQL, "at most 1.3")
    say_ratio(taken, NET, PSQL, "at most 1.3")


def measure_waits(project: Project, server: PlatformServer, load: Load, times: int) -> None:
    """Print the longest that a writer waits: without a deploy, and during one with and without retries."""
    ways = {
        "no deploy": None,
        "a deploy with 200 ms and retries": "200ms",
        "a deploy without lock timeout": "0",
    }
    longest: dict[str, float] = dict.fromkeys(ways, 0)
    for _ in range(times):
        for name, timeout in ways.items():
            if timeout is not None:
                write_timeout(project, timeout)
            seconds, waits = measure_way(project, server, load, is_deploy=timeout is not None)
            longest[name] = max(longest[name], waits.longest)
            say(f"  {name}, {seconds:.1f} s: {waits}")
    for name, seconds in longest.items():
        say(f"  the longest that a writer waits: {seconds * 1000:5.0f} ms with {name}")


def measure_way(
    project: Project, server: PlatformServer, load: Load, *, is_deploy: bool
) -> tuple[float, Waits]:
    """Return the seconds of a deploy, or of none, and what writers wait meanwhile."""
    taken: list[float] = []
    with copied(server) as url:

        def deploy() -> None:
            project.run_alembic(url, "upgrade", "head")

        work = deploy if is_deploy else lambda: time.sleep(BASE_SECONDS)
        with reading(url):
            waits = load.measure(url, lambda: taken.append(timed(work)))
    return taken[0], waits


def write_timeout(project: Project, timeout: str) -> None:
    """Write the longest that a statement waits for a lock into alembic.ini."""
    lines = project.ini.read_text(encoding="utf-8").split("\n")
    kept = [
        f"pedschema_lock_timeout = {timeout}" if line.startswith("pedschema_lock_timeout") else line
        for line in lines
    ]
    project.ini.write_text("\n".join(kept), encoding="utf-8")


@contextmanager
def copied(server: PlatformServer) -> Iterator[str]:
    """Yield the URL of a copy of the app's database."""
    name = f"copy_{next(COPIES)}"
    try:
        yield make_database(server, name, "app")
    finally:
        drop_database(server, name)


@contextmanager
def reading(url: str) -> Iterator[None]:
    """Keep the messages from being locked but for a second now and then."""
    stop = threading.Event()

    def read() -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            while not stop.is_set():
                with connection.transaction():
                    connection.execute("SELECT count(*) FROM realtime.messages WHERE topic = 'nobody'")
                    stop.wait(READER_SECONDS)
                stop.wait(GAP_SECONDS)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        yield
    finally:
        stop.set()
        reader.join()


if __name__ == "__main__":
    main()
