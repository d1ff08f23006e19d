"""What `drift.py` and `deploy.py` measure: a contract of any size, the app's tables, its migrations."""  # noqa: INP001

from __future__ import annotations

__all__ = [
    "FUNCTIONS",
    "POLICIES",
    "REPOSITORY",
    "TABLES",
    "TRIGGERS",
    "Project",
    "create_app",
    "write_contract",
]

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import psycopg
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from pedschema.catalogue.lock import render_lock
from pedschema.introspect import read_lock

REPOSITORY = Path(__file__).parents[1]
TABLES, FUNCTIONS, TRIGGERS, POLICIES = 300, 60, 500, 500
"""Of the large database. Each publication brings two triggers and their function; functions are counted
without those."""

SMALL = {"tables": 3, "functions": 1, "triggers": 4, "policies": 1}
"""What `tests/drift/contract` and its tables bring."""

PUBLISHED = (TRIGGERS - SMALL["triggers"]) // 2
APP = """
    CREATE TYPE public.room_status AS ENUM ('open', 'closed', 'archived');
    CREATE TABLE public.rooms (
        id uuid PRIMARY KEY,
        title text NOT NULL,
        status public.room_status NOT NULL DEFAULT 'open',
        remark text
    );
    CREATE TABLE public.members (
        room_id uuid REFERENCES public.rooms ON DELETE CASCADE, user_id uuid, PRIMARY KEY (room_id, user_id)
    );
    CREATE TABLE public.messages (
        id uuid PRIMARY KEY,
        room_id uuid NOT NULL REFERENCES public.rooms ON DELETE CASCADE,
        content text,
        sent_at timestamptz NOT NULL DEFAULT now()
    );
    ALTER TABLE public.rooms ENABLE ROW LEVEL SECURITY;
    ALTER TABLE public.members ENABLE ROW LEVEL SECURITY;
    ALTER TABLE public.messages ENABLE ROW LEVEL SECURITY;
    ALTER PUBLICATION supabase_realtime ADD TABLE public.members;
"""


@dataclass(frozen=True, slots=True)
class Project:
    """A contract, migrations, and Alembic over them.

    Attributes:
        folder: with `alembic.ini`, `policies` and `migrations`.
    """

    folder: Path

    @property
    def ini(self) -> Path:
        """The configuration of Alembic."""
        return self.folder / "alembic.ini"

    @property
    def policies(self) -> Path:
        """The folder of the contract."""
        return self.folder / "policies"

    def run_alembic(self, url: str, *arguments: str) -> str:
        """Run Alembic on a database, and return what it prints.

        Raises:
            RuntimeError: it fails.
        """
        done = subprocess.run(  # noqa: S603 - arguments of this program
            [sys.executable, "-m", "alembic", "-c", str(self.ini), *arguments],
            cwd=self.folder,
            env=os.environ | {"PEDSCHEMA_DATABASE_URL": url},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)
        return done.stdout

    def autogenerate(self, url: str) -> set[Path]:
        """Return the revisions that autogenerate writes."""
        versions = self.folder / "migrations" / "versions"
        before = set(versions.glob("*.py"))
        self.run_alembic(url, "revision", "--autogenerate", "-m", "next")
        return set(versions.glob("*.py")) - before

    def time_autogenerate(self, url: str) -> float:
        """Return the seconds that autogenerate takes; what it writes is thrown away."""
        begin = time.perf_counter()
        written = self.autogenerate(url)
        seconds = time.perf_counter() - begin
        for path in written:
            path.unlink()
        return seconds


def write_contract(folder: Path, url: str, *, is_large: bool) -> Project:
    """Write a project without revisions; its lock is read from the database at `url`."""
    (folder / "migrations" / "versions").mkdir(parents=True)
    for name in ("env.py", "script.py.mako"):
        shutil.copy(REPOSITORY / "migrations" / name, folder / "migrations" / name)
    shutil.copy(REPOSITORY / "alembic.ini", folder / "alembic.ini")
    shutil.copytree(REPOSITORY / "tests" / "drift" / "contract", folder / "policies")
    project = Project(folder)
    if is_large:
        _write_bulk(project.policies)
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"), poolclass=NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql("SET LOCAL search_path = ''")
        lock = render_lock(read_lock(connection, ["public"]))
    (project.policies / "schema.lock").write_text(lock, encoding="utf-8")
    return project


def create_app(url: str, *, is_large: bool) -> None:
    """Create the tables of the app on an empty database of the platform, and the room of the load."""
    more = range(TABLES - SMALL["tables"]) if is_large else ()
    with psycopg.connect(url) as connection:
        connection.execute(APP.encode())
        connection.execute("INSERT INTO public.rooms (id, title) VALUES (%s, 'of the load')", (UUID(int=0),))
        for number in more:
            connection.execute(
                f"CREATE TABLE public.t_{number} (id uuid PRIMARY KEY,"
                " room_id uuid NOT NULL REFERENCES public.rooms, title text NOT NULL,"
                " amount numeric(12, 2), made timestamptz NOT NULL DEFAULT now());"
                f"ALTER TABLE public.t_{number} ENABLE ROW LEVEL SECURITY".encode()
            )


def _write_bulk(folder: Path) -> None:
    """Add topics, policies and rules up to the sizes of this module to the small contract."""
    bulk = folder / "bulk"
    bulk.mkdir()
    topics = "\n".join(_topic(number) for number in range(PUBLISHED))
    (bulk / "channels.toml").write_text(topics, encoding="utf-8")
    for number in range(POLICIES - SMALL["policies"]):
        (bulk / f"read_{number}.sql").write_text(_policy(number), encoding="utf-8")
    for number in range(FUNCTIONS - SMALL["functions"]):
        (folder / "rules" / f"is_in_{number}.sql").write_text(_rule(number), encoding="utf-8")
    with (folder / "unpublished.toml").open("a", encoding="utf-8") as file:
        for number in range(PUBLISHED, TABLES - SMALL["tables"]):
            file.write(f'"public.t_{number}" = "nobody looks at it live"\n')


def _topic(number: int) -> str:
    return f"""
[topic."room:{{room_id:uuid}}:t{number}"]
summary = "Rows of one room"
surfaces = ["Table {number}"]
read = ["authenticated"]
write = []
presence = false
budget = {{ refetch_ms = 80, max_wait_ms = 1000, per_second = 6, burst = 8, subscribers = 14 }}

[[topic."room:{{room_id:uuid}}:t{number}".publish]]
table = "public.t_{number}"
on = ["insert", "update"]
key = {{ room_id = "room_id" }}
columns = ["id", "room_id", "title", "made"]
old = ["id"]
shape = "row"
"""


def _policy(number: int) -> str:
    rule = number % (FUNCTIONS - SMALL["functions"])
    return f"""CREATE POLICY rooms_read_{number} ON realtime.messages FOR SELECT TO authenticated
USING (
  messages.extension = 'broadcast'
  AND (SELECT rooms.is_in_{rule}((
    SELECT rooms.topic_uuid('room:{{room_id}}:t{number % PUBLISHED}', 'room_id')
  )))
);
"""


def _rule(number: int) -> str:
    return f"""CREATE FUNCTION rooms.is_in_{number}(room uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $rule$
  SELECT EXISTS (
    SELECT FROM public.members WHERE room_id = room AND user_id = auth.uid() AND {number} = {number}
  )
$rule$;
"""
