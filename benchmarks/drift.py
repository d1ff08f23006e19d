"""How long `pedschema drift` takes beside other ways to see what has changed, and what each of them sees.

    python benchmarks/drift.py [--peers FOLDER | --no-peers] [--times N] [--no-seeds]

300 tables, 60 functions, 500 triggers, 500 policies. Others compare two databases, at two readings; drift
compares one with the reviewed migrations. migra goes into an environment of its own in FOLDER, pg-delta
into a folder of Node packages; what cannot be installed is left out, and said. Then each seeded drift is made
alone in a small database, and every tool is asked whether it sees it.
"""  # noqa: INP001 - a script

from __future__ import annotations

__all__ = ["main"]

import argparse
import importlib.util
import os
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
from project import POLICIES, TABLES, TRIGGERS, create_app, write_contract

from pedschema.drift.read import load_expected, read_drift
from pedschema.platform import SUPERUSER, PlatformServer, create_database, find_pg

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

REPOSITORY = Path(__file__).parents[1]
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pedschema" / "peers"
PATIENCE = 300.0
MIGRA = ("migra", "psycopg2-binary", "setuptools<81", "sqlalchemy<2.1")
DELTA = "@supabase/pg-delta@1.0.0-alpha.34"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--peers", type=Path, default=CACHE, help=f"folder of the other tools: {CACHE}")
    parser.add_argument("--no-peers", action="store_true", help="leave the other tools out")
    parser.add_argument("--no-seeds", action="store_true", help="measure times alone")
    parser.add_argument("--times", type=int, default=3, help="runs of each; the median counts")
    options = parser.parse_args()
    peers = {} if options.no_peers else find_peers(options.peers)
    with tempfile.TemporaryDirectory() as name, PlatformServer() as server:
        measure_times(Path(name) / "large", server, peers, options.times)
        if not options.no_seeds:
            count_found(Path(name) / "small", server, peers)


def measure_times(folder: Path, server: PlatformServer, peers: Mapping[str, Any], times: int) -> None:
    """Print what each tool takes on two equal large databases."""
    url = make_database(server, "large")
    create_app(url, is_large=True)
    project = write_contract(folder, url, is_large=True)
    say(f"{TABLES} tables, {TRIGGERS} triggers, {POLICIES} policies")
    say(f"  autogenerate  {timed(lambda: project.run_alembic(url, 'revision', '--autogenerate')):6.2f} s")
    say(f"  upgrade       {timed(lambda: project.run_alembic(url, 'upgrade', 'head')):6.2f} s")
    say(f"  alembic check {timed(lambda: project.run_alembic(url, 'check')):6.2f} s")
    other = copy_database(server, "large", "large_other")
    expected = load_expected(project.policies, project.ini)
    command = [sys.executable, "-m", "pedschema.cli", "drift", url, "--fail-on", "error"]
    command += ["--contract", str(project.policies), "--config", str(project.ini)]
    both = server.url("large", SUPERUSER), server.url("large_other", SUPERUSER)
    runs: dict[str, Callable[[], object]] = {
        "pg_dump -s, one database": lambda: dump(both[0]),
        "pedschema drift, the reading": lambda: read_drift(url, expected),
        "pedschema drift, the command": lambda: run(command),
        "pg_dump -s of both, and diff": lambda: dump(both[0]) == dump(both[1]),
    } | {tool: lambda differs=differs: differs(*both) for tool, differs in peers.items()}
    taken = {tool: statistics.median(timed(work) for _ in range(times)) for tool, work in runs.items()}
    base = taken["pg_dump -s, one database"]
    for tool, seconds in taken.items():
        say(f"  {tool:30} {seconds:6.2f} s  x{seconds / base:.1f}")
    server_drop(server, other)


def count_found(folder: Path, server: PlatformServer, peers: Mapping[str, Any]) -> None:
    """Print how many of the seeded drifts each tool sees, and which it does not."""
    url = make_database(server, "small")
    create_app(url, is_large=False)
    project = write_contract(folder, url, is_large=False)
    project.run_alembic(url, "revision", "--autogenerate", "-m", "first")
    project.run_alembic(url, "upgrade", "head")
    expected = load_expected(project.policies, project.ini)
    clean = server.url("small", SUPERUSER)
    before = {finding.id for finding in read_drift(url, expected).findings}
    before_dump = dump(clean)
    missed: dict[str, list[str]] = {tool: [] for tool in ("pedschema", "pg_dump", *peers)}
    seeds = load_seeds()
    for seed, (statement, rule) in seeds.items():
        copy = copy_database(server, "small", "seeded")
        with psycopg.connect(server.url("seeded", SUPERUSER), autocommit=True) as connection:
            connection.execute(statement.encode())
        seen = {finding.id for finding in read_drift(server.url("seeded"), expected).findings}
        found = {"pedschema": rule in seen - before, "pg_dump": dump(copy) != before_dump}
        found |= {tool: differs(clean, copy) for tool, differs in peers.items()}
        for tool, is_seen in found.items():
            missed[tool] += [] if is_seen else [seed]
        server_drop(server, copy)
    say(f"{len(seeds)} seeded drifts")
    for tool, seeds_missed in missed.items():
        say(f"  {tool:10} sees {len(seeds) - len(seeds_missed)}" + miss(seeds_missed))


def miss(seeds: list[str]) -> str:
    """Return the end of a line that tells what a tool does not see."""
    return f", not {', '.join(seeds)}" if seeds else ""


def load_seeds() -> dict[str, tuple[str, str]]:
    """Return the statement that makes each seeded drift, and the rule that finds it."""
    path = REPOSITORY / "tests" / "drift" / "test_seeded.py"
    spec = importlib.util.spec_from_file_location("seeded", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return dict(module.SEEDED)


def make_database(server: PlatformServer, name: str) -> str:
    """Create a database of the platform, and return its URL."""
    create_database(server.url(user=SUPERUSER), name)
    return server.url(name)


def copy_database(server: PlatformServer, name: str, copy: str) -> str:
    """Copy a database, and return the copy's URL for the superuser."""
    with psycopg.connect(server.url(user=SUPERUSER), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {copy} TEMPLATE {name}".encode())
    return server.url(copy, SUPERUSER)


def server_drop(server: PlatformServer, url: str) -> None:
    """Drop the database of a URL."""
    name = url.rpartition("/")[2]
    with psycopg.connect(server.url(user=SUPERUSER), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def dump(url: str) -> str:
    """Return the schema as pg_dump writes it."""
    lines = run([str(find_pg().tool("pg_dump")), "--schema-only", url]).split("\n")
    return "\n".join(line for line in lines if "restrict " not in line)


def find_peers(folder: Path) -> dict[str, Any]:
    """Return what tells whether two databases differ, by the tool that does."""
    peers: dict[str, Any] = {}
    for name, find in (("migra", find_migra), ("pg-delta", find_delta)):
        try:
            peers[name] = find(folder)
        except (OSError, RuntimeError, subprocess.TimeoutExpired) as error:
            say(f"{name} cannot be installed: {str(error)[:200]}")
    return peers


def find_migra(folder: Path) -> Any:
    """Return migra's comparison."""
    home = folder / "migra"
    binary = home / "bin" / "migra"
    if not binary.exists():
        venv.create(home, with_pip=True)
        run([str(home / "bin" / "pip"), "install", "--quiet", *MIGRA])

    def differs(one: str, other: str) -> bool:
        return bool(run([str(binary), "--unsafe", "--with-privileges", one, other], codes=(0, 2)).strip())

    return differs


def find_delta(folder: Path) -> Any:
    """Return pg-delta's comparison."""
    home = folder / "pg-delta"
    binary = home / "node_modules" / ".bin" / "pgdelta"
    if not binary.exists():
        home.mkdir(parents=True, exist_ok=True)
        run(["npm", "install", "--silent", "--prefix", str(home), DELTA])

    def differs(one: str, other: str) -> bool:
        told = run([str(binary), "plan", "--source", one, "--desired", other], codes=(0, 1, 2))
        return "ALTER" in told or "CREATE" in told or "DROP" in told or "GRANT" in told or "REVOKE" in told

    return differs


def run(command: list[str], codes: tuple[int, ...] = (0,)) -> str:
    """Run a command, and return what it prints.

    Raises:
        RuntimeError: it ends with another code.
    """
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)  # noqa: S603
    if done.returncode not in codes:
        raise RuntimeError(f"{command[0]}: {done.stderr[-300:]}")
    return done.stdout


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that it takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def say(text: str) -> None:
    """Print a line as soon as it is known."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
