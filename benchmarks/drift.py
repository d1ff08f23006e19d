"""How long `pedschema drift` takes beside other ways to see what has changed, and what each of them sees.

    python benchmarks/drift.py [--peers FOLDER | --no-peers] [--times N] [--no-seeds] [--patience SECONDS]

300 tables, 60 functions, 500 triggers, 500 policies, every tool in turn. Others compare two databases, or one
with a snapshot; drift compares one with the reviewed migrations. migra and alembic_utils go into
environments of their own in FOLDER, pg-delta into a folder of Node packages; what cannot be installed is left
out, and said. Then autogenerate runs, ours and alembic_utils', while a client writes. Then each seeded drift
is made alone in a small database, and every tool is asked whether it sees it.
"""  # noqa: INP001 - a script

from __future__ import annotations

__all__ = ["main"]

import argparse
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from autogenerate import compare_autogenerate
from databases import copy_database, drop_database, make_database, vacuum_database
from load import find_load
from peers import CACHE, PG_DUMP, dump, find_tools
from project import FUNCTIONS, POLICIES, TABLES, TRIGGERS, Project, create_app, write_contract
from rounds import measure_in_turn, run, say, say_ratio, timed
from seeds import count_found

from pedschema.drift.read import load_expected, read_drift
from pedschema.platform import SUPERUSER, PlatformServer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from peers import Tool

READING, COMMAND, BASE = "pedschema drift, the reading", "pedschema drift, the command", "pg_dump -s"
FIRST, NEXT = "autogenerate, all new (< 2 s)", "autogenerate, none new (< 2 s)"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--peers", type=Path, default=CACHE, help=f"folder of the other tools: {CACHE}")
    parser.add_argument("--no-peers", action="store_true", help="leave the other tools out")
    parser.add_argument("--no-seeds", action="store_true", help="measure times alone")
    parser.add_argument("--times", type=int, default=5, help="runs of each; the median counts")
    parser.add_argument("--patience", type=float, default=600, help="seconds until alembic_utils is stopped")
    options = parser.parse_args()
    peers = None if options.no_peers else options.peers
    with tempfile.TemporaryDirectory() as name, PlatformServer() as server:
        tools = find_tools(peers, Path(name))
        project = deploy_large(Path(name) / "large", server, options.times)
        measure_times(project, server, tools, options.times)
        compare_autogenerate(project, server, find_load(say, clients=1), peers, options.patience)
        if not options.no_seeds:
            count_found(Path(name) / "small", server, tools)


def deploy_large(folder: Path, server: PlatformServer, times: int) -> Project:
    """Return the large contract, deployed to the database `large`, and print what that takes."""
    url = make_database(server, "large")
    create_app(url, is_large=True)
    project = write_contract(folder, url, is_large=True)
    say(f"{TABLES} tables, {FUNCTIONS} functions, {TRIGGERS} triggers, {POLICIES} policies")
    say_taken(measure_in_turn({FIRST: lambda: project.time_autogenerate(url)}, times))
    project.autogenerate(url)
    say_taken({"upgrade": timed(lambda: project.run_alembic(url, "upgrade", "head"))})
    return project


def measure_times(project: Project, server: PlatformServer, tools: Mapping[str, Tool], times: int) -> None:
    """Print what each tool takes, in turn, to tell that nothing has changed in the large database."""
    url, owned = server.url("large"), server.url("large", SUPERUSER)
    say_taken(
        measure_in_turn(
            {
                NEXT: lambda: project.time_autogenerate(url),
                "alembic check": lambda: timed(lambda: project.run_alembic(url, "check")),
            },
            times,
        )
    )
    vacuum_database(owned)
    before = copy_database(server, "large", "large_before")
    expected = load_expected(project.policies, project.ini)
    command = [sys.executable, "-m", "pedschema.cli", "drift", url]
    command += ["--contract", str(project.policies), "--config", str(project.ini)]
    works: dict[str, Callable[[], float]] = {
        BASE: lambda: timed(lambda: dump(owned)),
        READING: lambda: timed(lambda: read_drift(url, expected)),
        COMMAND: lambda: timed(lambda: run(command)),
    }
    for name, tool in tools.items():
        works[name] = partial(time_tool, name, tool, tool.remember(before), owned)
    taken = measure_in_turn(works, times)
    say_taken(taken)
    for ours in (READING, COMMAND):
        say_ratio(taken, ours, BASE, "at most 1")
        for peer in (name for name in tools if name != PG_DUMP):
            say_ratio(taken, peer, ours, "at least 10")
    drop_database(server, "large_before")


def time_tool(name: str, tool: Tool, remembered: str, url: str) -> float:
    """Return the seconds that a tool takes to tell that nothing has changed.

    Raises:
        RuntimeError: it tells of a change.
    """
    begin = time.perf_counter()
    differs = tool.differs(remembered, url)
    seconds = time.perf_counter() - begin
    if differs:
        raise RuntimeError(f"{name} sees a change where there is none")
    return seconds


def say_taken(taken: Mapping[str, float]) -> None:
    """Print the median seconds of each."""
    for name, seconds in taken.items():
        say(f"  {name:30} {seconds:6.2f} s")


if __name__ == "__main__":
    main()
