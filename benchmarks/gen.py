"""How long `pedschema gen` takes for 300 tables, start to end, beside two other generators of types.

    python benchmarks/gen.py [--peers FOLDER | --no-peers] [--times N]

`@supabase/postgres-meta` writes one TypeScript file from the database that has the same tables;
`datamodel-code-generator` writes pydantic models from the JSON Schema that pedschema writes. Both are kept in
FOLDER; what cannot be installed is left out, and said. Each figure is the time that a run takes and, in
brackets, that of the processor in it; by the latter all are compared, since other work changes it least.
Commands that are compared take turns, and Python keeps its compiled modules, as for whoever runs them daily.
"""  # noqa: INP001 - a script

from __future__ import annotations

__all__ = ["main"]

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

import psycopg
from commands import Run, Taken, cached, measure, ratio, show
from rounds import say

from pedschema.catalogue.load import load_catalogue
from pedschema.cli.generating import render_clients
from pedschema.emit.emitter import list_emitters
from pedschema.emit.shapes import describe_wire
from pedschema.platform import SUPERUSER, PlatformServer, create_database, list_pg

TABLES = 300
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


LIBRARIES = {
    "python": "import typing_extensions",
    "msgspec": "import msgspec.inspect",
    # It loads when it is used, and its plugins with the first model.
    "pydantic": "from pydantic import Field, TypeAdapter, create_model\ncreate_model('Model', id=int)",
}
IMPORT = """
import importlib, time
start = time.perf_counter()
{library}
loaded = time.perf_counter()
import {package}
{package}.room_7
done = time.perf_counter()
print(done - start, done - loaded)
"""


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
        node = None if options.no_peers else install_node(options.peers / "gen-node")
        python = None if options.no_peers else install_python(options.peers / "dmcg")
        ours = show_generators(folder, url, node, options.times)
        if node and ours:
            show_compiler(node, folder, options.times)
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
    (folder / "contract.toml").write_text(CONTRACT, encoding="utf-8")
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


def generate(folder: Path, out: str) -> list[str]:
    """Return the command that writes clients."""
    return [*own("gen"), "--contract", str(folder / "policies"), "--out", str(folder / out)]


def show_generators(folder: Path, url: str, node: Path | None, times: int) -> Taken | None:
    """Print what our runs take beside postgres-meta's; return the first run of the default clients."""
    command, out = generate(folder, "clients"), folder / "clients"
    runs = {"first": Run(command, cached(), emptied=out), "again": Run(command, cached())}
    if node:
        script = node / "node_modules" / "@supabase" / "postgres-meta" / "dist" / "server" / "server.js"
        told = {"PG_META_GENERATE_TYPES": "typescript", "PG_META_DB_URL": url, "NODE_ENV": "production"}
        runs["theirs"] = Run(["node", str(script)], {**os.environ, **told}, folder / "database.ts")
    taken = measure(runs, times)
    files = [path for path in out.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files) / 1e6
    first, again = taken["first"], taken["again"]
    say(f"{TABLES} tables, default clients: {show(first)}, {len(files)} files of {size:.1f} MB")
    say(f"  when nothing has changed: {show(again)}")
    say(f"  of it, rendering the texts: {time_rendering(folder):.2f} s of the processor")
    if node:
        theirs = taken["theirs"]
        lines = (folder / "database.ts").read_text(encoding="utf-8").count("\n")
        say(
            f"postgres-meta, one TypeScript file of {lines} lines: {show(theirs)}{ratio(theirs, first)};"
            f" when nothing has changed{ratio(theirs, again)}"
        )
    listed = [word for name in list_emitters() for word in ("--only", name)]
    every = measure({"every": Run([*generate(folder, "every"), *listed], cached())}, times)["every"]
    say(f"{TABLES} tables, all {len(list_emitters())} emitters: {show(every)}")
    return first


def time_rendering(folder: Path) -> float:
    """Return the seconds of the processor that the texts of the default clients and ir.json take."""
    catalogue = load_catalogue(folder / "policies")
    begin = time.process_time()
    render_clients(describe_wire(catalogue), folder / "clients", catalogue.contract.clients)
    return time.process_time() - begin


def show_compiler(folder: Path, work: Path, times: int) -> None:
    """Print what the compiler takes for ours and for postgres-meta's."""
    compiler = [str(folder / "node_modules" / "typescript" / "bin" / "tsc"), "--noEmit", "--strict"]
    compiler += ["--skipLibCheck", "--target", "es2022", "--module", "esnext"]
    compiler += ["--moduleResolution", "bundler"]
    index = work / "clients" / "typescript" / "index.ts"
    runs = {"ours": Run([*compiler, str(index)]), "theirs": Run([*compiler, str(work / "database.ts")])}
    taken = measure(runs, times)
    ours, theirs = taken["ours"], taken["theirs"]
    say(f"tsc on ours: {show(ours)}; on postgres-meta's: {show(theirs)}{ratio(theirs, ours)}")


def show_python(binary: Path, folder: Path, ours: Taken | None) -> None:
    """Print what datamodel-code-generator takes on one of our schemas, times their number."""
    schema = min((folder / "clients" / "jsonschema").glob("*.json"))
    command = [str(binary), "--input", str(schema), "--input-file-type", "jsonschema"]
    command += ["--output-model-type", "pydantic_v2.BaseModel", "--output", str(folder / "models.py")]
    one = measure({"one": Run([*command, "--disable-timestamp"])}, 1)["one"]
    command[2] = str(folder / "clients" / "jsonschema")
    command[-1] = str(folder / "models")
    whole = measure({"whole": Run([*command, "--disable-timestamp"])}, 1)["whole"]
    say(f"datamodel-code-generator, one of {TABLES} schemas: {show(one)}")
    say(f"datamodel-code-generator, all of them: {show(whole)}{ratio(whole, ours)}")


def show_import(folder: Path, times: int) -> None:
    """Print how long Python takes to import one topic of all, and that with its library."""
    for name, library in LIBRARIES.items():
        package = next((folder / "every" / name).iterdir())
        environment = {**cached(), "PYTHONPATH": str(package.parent)}
        command = [sys.executable, "-c", IMPORT.format(library=library, package=package.name)]
        told = [
            subprocess.run(command, env=environment, capture_output=True, check=True).stdout.split()  # noqa: S603
            for _ in range(times + 1)
        ]
        # The first run compiles.
        whole, alone = (statistics.median(map(float, each)) * 1000 for each in zip(*told[1:], strict=True))
        say(f"import of one topic of {TABLES}, {name}: {alone:.1f} ms, with its library {whole:.1f} ms")


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


if __name__ == "__main__":
    main()
