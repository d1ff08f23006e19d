"""How long `pedschema gen` takes for 300 tables, start to end, beside two other generators of types.

    python benchmarks/gen.py [--peers FOLDER | --no-peers] [--times N]

`@supabase/postgres-meta` writes one TypeScript file from the database that has the same tables;
`datamodel-code-generator` writes pydantic models from the JSON Schema that pedschema writes. Both are kept in
FOLDER; what cannot be installed is left out, and said. Each figure is the time that a run takes and, in
brackets, that of the processor in it; by the latter all are compared, since other work changes it least.
"""  # noqa: INP001 - a script

from __future__ import annotations

__all__ = ["main"]

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import psycopg

from pedschema.catalogue.load import load_catalogue
from pedschema.cli.generating import render_clients
from pedschema.emit.emitter import list_emitters
from pedschema.emit.shapes import describe_wire
from pedschema.platform import SUPERUSER, PlatformServer, create_database, list_pg

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TABLES = 300
PATIENCE = 600.0
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pedschema" / "peers"
NODE_PACKAGES = ("@supabase/postgres-meta@0.99.0", "typescript@5.9.3")
PYTHON_PACKAGES = ("datamodel-code-generator==0.89.0", "ruff", "black")
COLUMNS = """
    id uuid primary key, owner_id uuid not null, title text not null, note text, size integer not null,
    total bigint not null, price numeric(10, 2), ratio double precision, is_open boolean not null,
    mood public.mood not null, tags text[] not null, at date, created_at timestamptz not null,
    extra jsonb, span interval
"""
NAMES = [part.split()[0] for part in COLUMNS.replace("(10, 2)", "").split(",")]
CONTRACT = """
name = "rooms"
schema = "rooms"
role = "postgres"
realtime = "2.129.8"
app_schemas = ["public"]
{clients}
[limits]
payload_bytes = 256000
events_per_second = 100
joins_per_second = 100
channels_per_client = 100
clients = 200

[defaults]
chunk_bytes = 100000
refetch_above = 20
"""
TOPIC = """
[topic."room_{number}:{{id:uuid}}"]
summary = "Room {number}"
surfaces = ["Rooms"]
read = ["authenticated"]
budget = {{ refetch_ms = 80, max_wait_ms = 1000, per_second = 6, burst = 8, subscribers = 14 }}

[[topic."room_{number}:{{id:uuid}}".publish]]
table = "public.rooms_{number}"
on = ["insert", "update", "delete"]
key = {{ id = "id" }}
columns = [{columns}]
"""
POLICY = """
create policy rooms_{number} on realtime.messages for select to authenticated
using (
    messages.extension = 'broadcast'
    and (select rooms.topic_uuid('room_{number}:{{id}}', 'id')) is not null
);
"""


class Taken(NamedTuple):
    """Seconds that a run takes, and seconds of the processor in it."""

    whole: float
    processor: float


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--peers", type=Path, default=CACHE, help=f"folder of the others: {CACHE}")
    parser.add_argument("--no-peers", action="store_true", help="leave the others out")
    parser.add_argument("--times", type=int, default=3, help="runs of each command; the median counts")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, PlatformServer(binaries=list_pg()[-1]) as server:
        folder = Path(name)
        url = make_database(server)
        write_contract(folder / "policies", url)
        ours = show_own(folder, options.times)
        if not options.no_peers:
            node, python = install_node(options.peers / "gen-node"), install_python(options.peers / "dmcg")
            if node and ours:
                show_node(node, url, folder, ours, options.times)
            if python and ours:
                show_python(python, folder, ours)
        if ours:
            show_import(folder, options.times)


def make_database(server: PlatformServer) -> str:
    """Return the URL of a database with the tables."""
    create_database(server.url(user=SUPERUSER), "rooms")
    url = server.url("rooms")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("create type public.mood as enum ('sad', 'so-so', 'happy')")
        for number in range(TABLES):
            connection.execute(f"create table public.rooms_{number} ({COLUMNS})".encode())
    return url


def write_contract(folder: Path, url: str) -> None:
    """Write a contract that publishes every table on a topic of its own, and its lock."""
    (folder / "rooms").mkdir(parents=True)
    (folder / "contract.toml").write_text(CONTRACT.format(clients=""), encoding="utf-8")
    columns = ", ".join(f'"{name}"' for name in NAMES)
    topics = [TOPIC.format(number=number, columns=columns) for number in range(TABLES)]
    (folder / "rooms" / "channels.toml").write_text("\n".join(topics), encoding="utf-8")
    for number in range(TABLES):
        policy = folder / "rooms" / f"read_{number}.sql"
        policy.write_text(POLICY.format(number=number), encoding="utf-8")
    (folder / "unpublished.toml").write_text("", encoding="utf-8")
    subprocess.run([*own("lock"), url, "--contract", str(folder)], check=True, capture_output=True)  # noqa: S603


def own(command: str) -> list[str]:
    """Return a command of pedschema."""
    return [sys.executable, "-c", "from pedschema.cli import main; main()", command]


def generate(folder: Path, emitters: Sequence[str], out: str) -> list[str]:
    """Return the command that writes clients, and empty the folder that they go to."""
    shutil.rmtree(folder / out, ignore_errors=True)
    listed = ", ".join(f'"{name}"' for name in emitters)
    clients = f"clients = [{listed}]" if emitters else ""
    text = CONTRACT.format(clients=clients)
    (folder / "policies" / "contract.toml").write_text(text, encoding="utf-8")
    return [*own("gen"), "--contract", str(folder / "policies"), "--out", str(folder / out)]


def show_own(folder: Path, times: int) -> Taken | None:
    """Print what our runs take; return that of the default clients, ir.json and the pages."""
    every = measure(generate(folder, list_emitters(), "every"), times)
    ours = measure(generate(folder, (), "clients"), times)
    files = [path for path in (folder / "clients").rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files) / 1e6
    say(f"{TABLES} tables, default clients: {show(ours)}, {len(files)} files of {size:.1f} MB")
    say(f"  of it, rendering the texts: {time_rendering(folder):.2f} s of the processor")
    say(f"{TABLES} tables, all {len(list_emitters())} emitters: {show(every)}")
    return ours


def time_rendering(folder: Path) -> float:
    """Return the seconds of the processor that the texts of the default clients and ir.json take."""
    catalogue = load_catalogue(folder / "policies")
    begin = time.process_time()
    render_clients(describe_wire(catalogue), folder / "clients", catalogue.contract.clients)
    return time.process_time() - begin


def show_node(folder: Path, url: str, work: Path, ours: Taken | None, times: int) -> None:
    """Print what postgres-meta and the compiler take, for both."""
    modules = folder / "node_modules"
    script = modules / "@supabase" / "postgres-meta" / "dist" / "server" / "server.js"
    told = {"PG_META_GENERATE_TYPES": "typescript", "PG_META_DB_URL": url, "NODE_ENV": "production"}
    target = work / "database.ts"
    theirs = measure(["node", str(script)], times, {**os.environ, **told}, target)
    lines = target.read_text(encoding="utf-8").count("\n")
    say(f"postgres-meta, one TypeScript file of {lines} lines: {show(theirs)}{ratio(theirs, ours)}")
    compiler = [str(modules / "typescript" / "bin" / "tsc"), "--noEmit", "--strict", "--skipLibCheck"]
    compiler += ["--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler"]
    index = work / "clients" / "typescript" / "index.ts"
    if index.exists():
        mine = measure([*compiler, str(index)], times)
        other = measure([*compiler, str(target)], times)
        say(f"tsc on ours: {show(mine)}; on postgres-meta's: {show(other)}{ratio(other, mine)}")


def show_python(binary: Path, folder: Path, ours: Taken | None) -> None:
    """Print what datamodel-code-generator takes on one of our schemas, times their number."""
    schema = min((folder / "clients" / "jsonschema").glob("*.json"))
    command = [str(binary), "--input", str(schema), "--input-file-type", "jsonschema"]
    command += ["--output-model-type", "pydantic_v2.BaseModel", "--output", str(folder / "models.py")]
    one = measure([*command, "--disable-timestamp"], 1)
    command[2] = str(folder / "clients" / "jsonschema")
    command[-1] = str(folder / "models")
    whole = measure([*command, "--disable-timestamp"], 1)
    say(f"datamodel-code-generator, one of {TABLES} schemas: {show(one)}")
    say(f"datamodel-code-generator, all of them: {show(whole)}{ratio(whole, ours)}")


def show_import(folder: Path, times: int) -> None:
    """Print how long Python takes to import one topic of all, less that of the libraries."""
    for name in ("python", "msgspec", "pydantic"):
        package = next((folder / "every" / name).iterdir())
        before = "import importlib, msgspec.inspect, pydantic, typing_extensions"
        script = f"{before}\nimport time\nstart = time.perf_counter()\nimport {package.name}"
        script += f"\n{package.name}.room_7\nprint(time.perf_counter() - start)"
        environment = {**os.environ, "PYTHONPATH": str(package.parent)}
        command = [sys.executable, "-c", script]
        seconds = [
            float(subprocess.run(command, env=environment, capture_output=True, check=True).stdout)  # noqa: S603
            for _ in range(times + 1)
        ]
        say(f"import of one topic of {TABLES}, {name}: {statistics.median(seconds[1:]) * 1000:.1f} ms")


def measure(
    command: Sequence[str], times: int, environment: Mapping[str, str] | None = None, out: Path | None = None
) -> Taken | None:
    """Return the medians of several runs, None when one is not done in time or breaks."""
    runs = []
    for _ in range(times):
        begin, before = time.perf_counter(), _processor()
        try:
            done = subprocess.run(  # noqa: S603
                command, capture_output=True, env=environment, timeout=PATIENCE, check=False
            )
        except subprocess.TimeoutExpired:
            return None
        runs.append(Taken(time.perf_counter() - begin, _processor() - before))
        if done.returncode:
            said = (done.stderr + done.stdout)[-300:].decode(errors="replace")
            say(f"{command[0]} ended with {done.returncode}: {said}")
            return None
        if out:
            out.write_bytes(done.stdout)
    return Taken(*map(statistics.median, zip(*runs, strict=True)))


def _processor() -> float:
    """Return the seconds of the processor that all runs took until now."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def show(taken: Taken | None) -> str:
    """Return the time as it is printed."""
    return f"{taken.whole:.2f} s ({taken.processor:.2f} s)" if taken else "failed or too slow"


def ratio(theirs: Taken | None, ours: Taken | None) -> str:
    """Return how many times ours theirs is, as it is printed."""
    return f", x{theirs.processor / ours.processor:.1f} of ours" if theirs and ours else ""


def install_node(folder: Path) -> Path | None:
    """Return the folder of the Node packages, installed when they are not there yet."""
    if not (folder / "node_modules").exists() and shutil.which("npm"):
        folder.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--prefix", str(folder), "--no-audit", "--no-fund", *NODE_PACKAGES]
        subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    if (folder / "node_modules").exists():
        return folder
    say("postgres-meta cannot be installed and is left out")
    return None


def install_python(folder: Path) -> Path | None:
    """Return datamodel-code-generator, installed when it is not there yet."""
    binary = folder / "bin" / "datamodel-codegen"
    if not binary.exists():
        venv.create(folder, with_pip=True)
        command = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", *PYTHON_PACKAGES]
        subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    if binary.exists():
        return binary
    say("datamodel-code-generator cannot be installed and is left out")
    return None


def say(text: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
