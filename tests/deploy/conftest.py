from __future__ import annotations

import io
import itertools
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from pedschema.catalogue.lock import render_lock
from pedschema.introspect import read_lock
from pedschema.ops.upgrade import run_upgrade
from pedschema.platform import SUPERUSER, PlatformServer, create_database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

REPOSITORY = Path(__file__).parents[2]
CONTRACT = Path(__file__).parents[1] / "ops" / "contract"
TEMPLATE = "deploy_template"
NUMBERS = itertools.count()
ENTRY = re.compile(r"^\d{4}-\d\d-\d\d \S+ \S+ \[\d+\] (?:LOG:  (?:statement|execute [^:]*): (.*)|.*)$")
PERSONAS = """
rows = ["people.sql"]
[samples]
room_id = { open = "a0000000-0000-4000-8000-000000000001", other = "a0000000-0000-4000-8000-000000000002" }
[persona.member]
summary = "in a room"
claims = { sub = "10000000-0000-4000-8000-000000000001", role = "authenticated" }
[persona.stranger]
summary = "in no room"
claims = { sub = "10000000-0000-4000-8000-000000000002", role = "authenticated" }
[persona.anon]
summary = "nobody"
claims = { role = "anon" }
"""
OPEN = "room:a0000000-0000-4000-8000-000000000001:chat"
TABLES = """
    CREATE TYPE public.room_status AS ENUM ('open', 'closed');
    CREATE TABLE public.rooms (
        id uuid PRIMARY KEY, title text NOT NULL, status public.room_status NOT NULL DEFAULT 'open'
    );
    CREATE TABLE public.members (
        room_id uuid REFERENCES public.rooms ON DELETE CASCADE, user_id uuid, PRIMARY KEY (room_id, user_id)
    );
    CREATE TABLE public.messages (
        id uuid PRIMARY KEY, room_id uuid NOT NULL REFERENCES public.rooms ON DELETE CASCADE, content text
    );
"""


def _turn(state: dict[str, object], before: dict[str, object]) -> dict[str, object]:
    """Return the options of the way back; a policy that nothing was before is dropped."""
    if not before:
        return state
    back = {key.removeprefix("before_"): value for key, value in before.items()}
    return back | {f"before_{key}": value for key, value in state.items()}


class Target:
    """A database of its own, as the hosted platform has it."""

    def __init__(self, server: PlatformServer, name: str, log: Path) -> None:
        self.server = server
        self.name = name
        self._log = log

    def url(self, user: str = "postgres") -> str:
        return self.server.url(self.name, user)

    def run(self, sql: str, user: str = "postgres") -> list[tuple[object, ...]]:
        with psycopg.connect(self.url(user)) as connection:
            cursor = connection.execute(sql.encode())
            return cursor.fetchall() if cursor.description else []

    def log(self, work: Callable[[], object]) -> list[str]:
        """Return every statement that reaches this database while `work` runs, as the server logs it."""
        setting = f'ALTER DATABASE "{self.name}" %s log_statement %s'
        self.run(setting % ("SET", "= 'all'"), SUPERUSER)
        start = self._log.stat().st_size
        work()
        text = self._log.read_bytes()[start:].decode()
        self.run(setting % ("RESET", ""), SUPERUSER)
        found: list[list[str]] = []
        for line in text.split("\n"):
            entry = ENTRY.match(line)
            if entry:
                found.append([entry[1]] if entry[1] is not None else [])
            elif line.startswith("\t") and found and found[-1]:
                found[-1].append(line[1:])
        return ["\n".join(lines) for lines in found if lines]


class Project:
    """A contract folder and a migrations folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ini = folder / "alembic.ini"
        self.policies = folder / "policies"
        self.versions = folder / "migrations" / "versions"
        self.versions.mkdir(parents=True)
        for name in ("env.py", "script.py.mako"):
            shutil.copy(REPOSITORY / "migrations" / name, folder / "migrations" / name)
        ini = (REPOSITORY / "alembic.ini").read_text(encoding="utf-8")
        patient = re.sub(r"(?m)^pedschema_patience = .*$", "pedschema_patience = 3", ini)
        self.ini.write_text(patient, encoding="utf-8")
        shutil.copytree(CONTRACT, self.policies)

    def write_people(self, rows: str = "SELECT") -> None:
        """Give the contract three personas and a script of rows."""
        (self.policies / "personas.toml").write_text(PERSONAS, encoding="utf-8")
        (self.policies / "people.sql").write_text(f"{rows};\n", encoding="utf-8")

    def config(self, target: Target) -> Config:
        config = Config(str(self.ini), stdout=io.StringIO())
        config.attributes["url"] = target.url()
        return config

    def write(
        self, revision: str, upgrade: str, back: str = "    pass", *, after: str | None = None, note: str = ""
    ) -> Path:
        """Write a revision by hand; `back` is its downgrade."""
        path = self.versions / f"{revision}.py"
        text = (
            f'{note}\nfrom alembic import op\nrevision = "{revision}"\ndown_revision = {after!r}\n'
            f"def upgrade():\n{upgrade}\n\ndef downgrade():\n{back}\n"
        )
        path.write_text(text, encoding="utf-8")
        return path

    def write_policy(self, revision: str, using: str, *, after: str | None = None, note: str = "") -> Path:
        """Write a revision that creates one policy, or replaces that of the revision before."""
        verb, before = ("create", {}) if after is None else ("replace", self._before)
        way_back = "drop" if after is None else "replace"
        state = {
            "sql": [
                f"create policy rooms_read on realtime.messages for select to authenticated using ({using})"
            ],
            "canonical": 'CREATE POLICY "rooms_read" ON "realtime"."messages"\n'
            f"AS PERMISSIVE\nFOR SELECT\nTO authenticated\nUSING ({using})",
        }
        self._before = {f"before_{key}": value for key, value in state.items()}
        table = {"of": "realtime.messages"}
        calls = [
            f'    op.{each}_realtime_policy("rooms_read", **{table | options!r})'
            for each, options in ((verb, state | before), (way_back, _turn(state, before)))
        ]
        return self.write(revision, *calls, after=after, note=note)

    def lock(self, target: Target) -> None:
        """Write the lock of the app's tables."""
        url = target.url().replace("postgresql://", "postgresql+psycopg://")
        with create_engine(url, poolclass=NullPool).connect() as connection:
            connection.exec_driver_sql("SET LOCAL search_path = ''")
            text = render_lock(read_lock(connection, ["public"]))
        (self.policies / "schema.lock").write_text(text, encoding="utf-8")

    def revise(self, target: Target, message: str) -> None:
        """Autogenerate."""
        command.revision(self.config(target), message, autogenerate=True)

    def upgrade(self, target: Target, revision: str = "head") -> None:
        run_upgrade(self.ini, target.url(), revision)


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("deploy") / "data"


@pytest.fixture(scope="session")
def server(data: Path) -> Iterator[PlatformServer]:
    data.parent.chmod(0o777)
    data.mkdir()
    with PlatformServer(data=data) as running:
        create_database(running.url(user=SUPERUSER), TEMPLATE)
        yield running


@pytest.fixture
def make_target(server: PlatformServer, data: Path) -> Callable[[str], Target]:
    """Return a function that makes a database and runs a script in it."""

    def make(script: str = "") -> Target:
        target = Target(server, f"deploy_{next(NUMBERS)}", data / "server.log")
        create_database(server.url(user=SUPERUSER), target.name, template=TEMPLATE)
        if script:
            target.run(script)
        return target

    return make


@pytest.fixture
def empty(make_target: Callable[[str], Target]) -> Target:
    return make_target("")


@pytest.fixture
def app(make_target: Callable[[str], Target]) -> Target:
    """A database with the tables of the app."""
    return make_target(TABLES)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path / "project")
