from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from pedschema.catalogue.lock import render_lock
from pedschema.drift.read import Expected, load_expected
from pedschema.drift.role import create_reader
from pedschema.introspect import read_lock
from pedschema.platform import SUPERUSER, PlatformServer, create_database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

REPOSITORY = Path(__file__).parents[2]
CONTRACT = Path(__file__).parent / "contract"
TEMPLATE = "rooms_deployed"
READER = "drift_watch"
NUMBERS = itertools.count()
TABLES = """
    CREATE TYPE public.room_status AS ENUM ('open', 'closed', 'archived');
    CREATE DOMAIN public.slug AS text CHECK (length(VALUE) < 80);
    CREATE TYPE public.spot AS (x integer, y integer);
    CREATE TABLE public.rooms (
        id uuid PRIMARY KEY,
        title text NOT NULL,
        status public.room_status NOT NULL DEFAULT 'open',
        slug public.slug UNIQUE,
        remark text,
        place public.spot
    );
    CREATE TABLE public.members (
        room_id uuid REFERENCES public.rooms ON DELETE CASCADE,
        user_id uuid,
        joined date,
        PRIMARY KEY (room_id, user_id)
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
    CREATE FUNCTION public.tidy() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN new.title := trim(new.title); RETURN new; END $$;
    CREATE TRIGGER tidy BEFORE INSERT ON public.rooms FOR EACH ROW EXECUTE FUNCTION public.tidy();
"""


@dataclass(frozen=True)
class Project:
    """A contract and its migrations.

    Attributes:
        folder: with `alembic.ini`, `policies` and `migrations`.
    """

    folder: Path

    @property
    def ini(self) -> Path:
        return self.folder / "alembic.ini"

    @property
    def policies(self) -> Path:
        return self.folder / "policies"

    def copy(self, folder: Path) -> Project:
        """Return the same project in another folder, for a test that changes it."""
        shutil.copytree(self.folder, folder)
        return Project(folder)

    def alembic(self, url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "alembic", "-c", str(self.ini), *arguments],
            cwd=self.folder,
            env=os.environ | {"PEDSCHEMA_DATABASE_URL": url},
            capture_output=True,
            text=True,
            check=False,
        )

    def expected(self) -> Expected:
        return load_expected(self.policies, self.ini)


def run_sql(url: str, sql: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(sql.encode())


def write_lock(url: str, project: Project) -> None:
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"), poolclass=NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql("SET LOCAL search_path = ''")
        text = render_lock(read_lock(connection, ["public"]))
    (project.policies / "schema.lock").write_text(text, encoding="utf-8")


def create_project(folder: Path, server: PlatformServer, database: str) -> Project:
    """Write the project's first revisions on a new database, and deploy them there."""
    for name in ("env.py", "script.py.mako"):
        (folder / "migrations" / "versions").mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / "migrations" / name, folder / "migrations" / name)
    shutil.copy(REPOSITORY / "alembic.ini", folder / "alembic.ini")
    shutil.copytree(CONTRACT, folder / "policies")
    project = Project(folder)
    create_database(server.url(user=SUPERUSER), database)
    run_sql(server.url(database), TABLES)
    write_lock(server.url(database), project)
    for arguments in (
        ("revision", "--autogenerate", "-m", "first"),
        ("revision", "--rev-id", "reviewed", "-m", "nothing"),
        ("revision", "--rev-id", "last", "-m", "nothing more"),
        ("upgrade", "head"),
    ):
        done = project.alembic(server.url(database), *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
    return project


@pytest.fixture(scope="session")
def server() -> Iterator[PlatformServer]:
    with PlatformServer() as running:
        yield running


@pytest.fixture(scope="session")
def deployed(server: PlatformServer, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The project, deployed to the database that tests copy; a login may read it."""
    project = create_project(tmp_path_factory.mktemp("rooms"), server, TEMPLATE)
    run_sql(server.url(TEMPLATE), create_reader(READER, "rooms"))
    return project


@pytest.fixture(scope="session")
def expected(deployed: Project) -> Expected:
    return deployed.expected()


@pytest.fixture(scope="session")
def tables() -> str:
    """The SQL of the app's tables."""
    return TABLES


@pytest.fixture(scope="session")
def clean(server: PlatformServer, deployed: Project) -> str:
    """The URL of the deployed database, which nobody changes."""
    assert deployed.ini.exists()
    return server.url(TEMPLATE)


@pytest.fixture
def make_database(server: PlatformServer, clean: str) -> Callable[[], str]:
    """Return a function that makes a copy of the deployed database, and returns its URL."""

    assert clean

    def make() -> str:
        name = f"rooms_{next(NUMBERS)}"
        create_database(server.url(user=SUPERUSER), name, template=TEMPLATE)
        return server.url(name)

    return make


@pytest.fixture
def database(make_database: Callable[[], str]) -> str:
    return make_database()


@pytest.fixture
def as_owner() -> Callable[[str], str]:
    """Return a function that gives the URL of a database for the superuser."""
    return lambda url: url.replace("postgres@", f"{SUPERUSER}@", 1)


@pytest.fixture
def bare(database: str) -> str:
    """Return the URL of a copy in which no login but the owner may read."""
    run_sql(
        database,
        f"revoke usage on schema rooms from {READER}; revoke select on rooms.surface_switch from {READER}",
    )
    return database


@pytest.fixture(scope="session")
def reader() -> str:
    """The login that may read what drift reads."""
    return READER


@pytest.fixture
def changed(clean: str, server: PlatformServer) -> Callable[[str], object]:
    """Return a context: the deployed database after a script that is rolled back at its end."""

    assert clean

    @contextmanager
    def change(script: str) -> Iterator[Connection]:
        url = server.url(TEMPLATE, SUPERUSER).replace("postgresql://", "postgresql+psycopg://")
        with create_engine(url, poolclass=NullPool).connect() as connection:
            connection.exec_driver_sql(script, execution_options={"no_parameters": True})
            connection.exec_driver_sql("SET LOCAL search_path = ''")
            yield connection
            connection.rollback()

    return change
