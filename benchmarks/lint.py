"""How long `pedschema lint` takes, start to end, beside other linters of SQL.

    python benchmarks/lint.py [--peers FOLDER | --no-peers] [--times N]

Each of the other linters is installed into a virtual environment of its own, kept in FOLDER; what cannot be
installed is left out, and said. They judge other things, and see the SQL files only: the figures tell what a
run costs in a hook before each commit, not who is better. Each figure is the time that a run takes, and that
of the processor in it, which other work on the machine changes least: by this one all are compared.
"""  # noqa: INP001 - a script

from __future__ import annotations

__all__ = ["main"]

import argparse
import math
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TABLES, POLICIES, TRIGGERS, REVISIONS = 300, 500, 500, 200
SIZES = (100, 1_000, 10_000)
PATIENCE = 300.0
PEERS = {"squawk": "squawk-cli", "sqlfluff": "sqlfluff", "pgrls": "pgrls"}
"""Command to package."""

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pedschema" / "peers"
PER_FILE = 50

Command = list[str]


class Taken(NamedTuple):
    """Seconds that a run takes, and seconds of the processor in it."""

    whole: float
    processor: float


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--peers", type=Path, default=CACHE, help=f"folder of the other linters: {CACHE}")
    parser.add_argument("--no-peers", action="store_true", help="leave the other linters out")
    parser.add_argument("--times", type=int, default=3, help="runs of each command; the median counts")
    options = parser.parse_args()
    peers = {} if options.no_peers else find_peers(options.peers)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_project(folder / "project")
        whole = measure([*own(), str(folder / "project")], options.times)
        say(
            f"{TABLES} tables, {POLICIES} policies, {TRIGGERS} triggers in {REVISIONS} revisions "
            f"and SQL files: {show(whole)}"
        )
        write_policies(folder / "empty", 1)
        start = measure([*own(), str(folder / "empty")], options.times)
        say(f"     1 policy: pedschema {show(start)}")
        taken = {}
        for size in SIZES:
            written = folder / f"policies-{size}"
            write_policies(written, size)
            taken[size] = compare(written, size, peers, options.times)
        if start:
            say(f"cost grows with the policies to the power of {fit(taken, start):.2f}, the start left aside")


def compare(folder: Path, size: int, peers: dict[str, Path], times: int) -> Taken | None:
    """Print one line: ours, which is returned, and how many times as much each of the others takes.

    One that would not be done in time with ten times as much is taken out of `peers`.
    """
    files = sorted(map(str, folder.glob("*.sql")))
    ours = measure([*own(), str(folder)], times)
    parts = [f"{size:>6} policies: pedschema {show(ours)}"]
    for name, binary in tuple(peers.items()):
        theirs = measure(call(name, binary, folder, files), 1)
        ratio = f" x{theirs.processor / ours.processor:.1f}" if theirs and ours else ""
        parts.append(f"{name} {show(theirs)}{ratio}")
        if theirs is None or theirs.whole * 10 > PATIENCE:
            del peers[name]
    say(", ".join(parts))
    return ours


def fit(taken: Mapping[int, Taken | None], start: Taken) -> float:
    """Return the exponent of the straight line through the logarithms of sizes and seconds."""
    points = [
        (math.log(size), math.log(max(each.processor - start.processor, 0.001)))
        for size, each in taken.items()
        if each is not None
    ]
    sizes, seconds = zip(*points, strict=True)
    return statistics.linear_regression(sizes, seconds).slope


def own() -> Command:
    """Return the command that is measured."""
    return [sys.executable, "-c", "from pedschema.cli import main; main()", "lint", "--format", "json"]


def call(name: str, binary: Path, folder: Path, files: Sequence[str]) -> Command:
    """Return how another linter is told to read the folder."""
    if name == "sqlfluff":
        return [str(binary), "lint", "--dialect", "postgres", "--processes", "1", str(folder)]
    if name == "squawk":
        return [str(binary), *files]
    return [str(binary), "lint", *(word for file in files for word in ("--sql-file", file))]


def measure(command: Command, times: int) -> Taken | None:
    """Return the medians of several runs, None when one is not done in time or breaks."""
    runs = []
    for _ in range(times):
        begin, before = time.perf_counter(), _processor()
        try:
            done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603
        except subprocess.TimeoutExpired:
            return None
        runs.append(Taken(time.perf_counter() - begin, _processor() - before))
        if done.returncode not in {0, 1} or b"Traceback" in done.stderr:
            say(f"{command[0]} ended with {done.returncode}: {done.stderr[-200:].decode(errors='replace')}")
            return None
    return Taken(*map(statistics.median, zip(*runs, strict=True)))


def _processor() -> float:
    """Return the seconds of the processor that all runs took until now."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def show(taken: Taken | None) -> str:
    """Return the time as it is printed."""
    return f"{taken.whole:.2f} s ({taken.processor:.2f} s)" if taken else "failed or too slow"


def find_peers(folder: Path) -> dict[str, Path]:
    """Return the other linters, installed when they are not there yet."""
    found = {}
    for name, package in PEERS.items():
        binaries = folder / name / "bin"
        if not (binaries / name).exists():
            venv.create(folder / name, with_pip=True)
            command = [str(binaries / "python"), "-m", "pip", "install", "--quiet", package]
            subprocess.run(command, capture_output=True, check=False)  # noqa: S603
        if (binaries / name).exists():
            found[name] = binaries / name
        else:
            say(f"{name} cannot be installed and is left out")
    return found


def write_project(folder: Path) -> None:
    """Write revisions that make tables and triggers, and SQL files that make policies."""
    versions = folder / "versions"
    versions.mkdir(parents=True)
    steps = [*(table(number) for number in range(TABLES)), *(trigger(number) for number in range(TRIGGERS))]
    share = len(steps) / REVISIONS
    for number in range(REVISIONS):
        part = steps[round(number * share) : round((number + 1) * share)]
        (versions / f"{number:04}.py").write_text(revision(number, part), encoding="utf-8")
    write_policies(folder / "sql", POLICIES)


def write_policies(folder: Path, count: int) -> None:
    """Write policies, some of them with what rules find."""
    folder.mkdir(parents=True)
    for begin in range(0, count, PER_FILE):
        text = "".join(policy(number) for number in range(begin, min(begin + PER_FILE, count)))
        (folder / f"{begin:06}.sql").write_text(text, encoding="utf-8")


def revision(number: int, steps: Sequence[str]) -> str:
    """Return the source of a revision."""
    after = f'"r{number - 1}"' if number else "None"
    lines = [
        "from alembic import op",
        f'revision = "r{number}"',
        f"down_revision = {after}",
        "def upgrade():",
        *(f'    op.execute("""{step}""")' for step in steps or ["select 1"]),
    ]
    return "\n".join(lines) + "\n"


def table(number: int) -> str:
    """Return a table."""
    return f"""
create table public.rooms_{number} (
    id uuid primary key default gen_random_uuid(),
    owner_id uuid not null,
    title text not null,
    created_at timestamptz not null default now()
)"""


def trigger(number: int) -> str:
    """Return a trigger and its function."""
    return f"""
create function app.tell_{number}() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'DELETE' then
    return null;
  end if;
  perform realtime.send(
    jsonb_build_object('id', new.id, 'title', new.title), 'rooms.' || tg_op, 'room:' || new.id, true);
  return null;
end $$;
create trigger tell_{number} after insert or update on public.rooms_{number % TABLES}
for each row execute function app.tell_{number}()"""


def policy(number: int) -> str:
    """Return a policy; each tenth admits everybody."""
    condition = (
        "true"
        if number % 10 == 0
        else f"""
        messages.extension = 'broadcast'
        and (select app.member((select app.topic_uuid('room_{number}:{{room_id}}', 'room_id'))))
        and exists (
            select from public.rooms_{number % TABLES} as r
            where r.owner_id = (select auth.uid()) and r.title like 'room%'
        )"""
    )
    return f"create policy p_{number} on realtime.messages for select to authenticated using ({condition});\n"


def say(text: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
