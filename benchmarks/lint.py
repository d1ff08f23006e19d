"""How long `pedschema lint` takes, start to end, beside other linters of SQL.

    python benchmarks/lint.py [--peers FOLDER] [--times N]

Other linters are installed into a virtual environment of their own, kept in FOLDER; what cannot be installed
is left out, and said. They judge other things, and see the SQL files only: the figures tell what a run costs
in a hook before each commit, not who is better.
"""  # noqa: INP001 - a script

from __future__ import annotations

__all__ = ["main"]

import argparse
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

TABLES, POLICIES, TRIGGERS, REVISIONS = 300, 500, 500, 200
SIZES = (100, 1_000, 10_000)
PATIENCE = 300.0
PEERS = {"squawk": "squawk-cli", "sqlfluff": "sqlfluff", "pgrls": "pgrls"}
"""Command to package."""

PER_FILE = 50

Command = list[str]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument(
        "--peers", type=Path, help="folder of the other linters; without it they are left out"
    )
    parser.add_argument("--times", type=int, default=3, help="runs of each command; the fastest counts")
    options = parser.parse_args()
    peers = find_peers(options.peers) if options.peers else {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_project(folder / "project")
        whole = measure([*own(), str(folder / "project")], options.times)
        say(
            f"{TABLES} tables, {POLICIES} policies, {TRIGGERS} triggers in {REVISIONS} revisions "
            f"and SQL files: {show(whole)}"
        )
        for size in SIZES:
            written = folder / f"policies-{size}"
            write_policies(written, size)
            compare(written, size, peers, options.times)


def compare(folder: Path, size: int, peers: dict[str, Path], times: int) -> None:
    """Print one line: ours, and how many times as long each of the others takes."""
    files = sorted(map(str, folder.glob("*.sql")))
    ours = measure([*own(), str(folder)], times)
    parts = [f"{size:>6} policies: pedschema {show(ours)}"]
    for name, binary in peers.items():
        taken = measure(call(name, binary, folder, files), 1)
        ratio = f" (x{taken / ours:.1f})" if taken and ours else ""
        parts.append(f"{name} {show(taken)}{ratio}")
    say(", ".join(parts))


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


def measure(command: Command, times: int) -> float | None:
    """Return the seconds of the fastest run, None when it is not done in time or breaks."""
    best = None
    for _ in range(times):
        begin = time.perf_counter()
        try:
            done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603
        except subprocess.TimeoutExpired:
            return None
        taken = time.perf_counter() - begin
        if done.returncode not in {0, 1} or b"Traceback" in done.stderr:
            say(f"{command[0]} ended with {done.returncode}: {done.stderr[-200:].decode(errors='replace')}")
            return None
        best = taken if best is None else min(best, taken)
    return best


def show(seconds: float | None) -> str:
    """Return the time as it is printed."""
    return "failed or too slow" if seconds is None else f"{seconds:.2f} s"


def find_peers(folder: Path) -> dict[str, Path]:
    """Return the other linters, installed when they are not there yet."""
    found = {}
    binaries = folder / "bin"
    if not (binaries / "python").exists():
        venv.create(folder, with_pip=True)
    for name, package in PEERS.items():
        if not (binaries / name).exists():
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
