from __future__ import annotations

import io
import itertools
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from pedschema.catalogue.lock import render_lock
from pedschema.errors import PedschemaError
from pedschema.introspect import read_lock
from pedschema.ops.env import MigrationError
from pedschema.platform import SUPERUSER, PlatformServer, create_database, find_pg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from alembic.script import Script

    from pedschema.errors import Mistake

REPOSITORY = Path(__file__).parents[2]
CONTRACT = Path(__file__).parent / "contract"
TEMPLATE = "rooms_template"
NUMBERS = itertools.count()
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


class Database:
    """A database of its own, as the hosted platform has it."""

    def __init__(self, server: PlatformServer, name: str) -> None:
        self.server = server
        self.name = name

    def url(self, user: str = "postgres") -> str:
        return self.server.url(self.name, user)

    def run(self, sql: str, user: str = "postgres") -> list[tuple[object, ...]]:
        with psycopg.connect(self.url(user)) as connection:
            cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description else []

    def drop(self) -> None:
        """Drop the database, for tests that make many."""
        with psycopg.connect(self.server.url(user=SUPERUSER), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {self.name} WITH (FORCE)".encode())

    def dump(self) -> str:
        """Return what pg_dump says: the oracle that shares no code with the engine."""
        done = subprocess.run(
            [find_pg().tool("pg_dump"), self.url(SUPERUSER)], check=True, capture_output=True, text=True
        )
        return "\n".join(line for line in done.stdout.split("\n") if "restrict " not in line)

    def script(self, sql: str) -> None:
        subprocess.run(
            [find_pg().tool("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", "-", self.url()],
            input=sql.encode(),
            check=True,
            capture_output=True,
        )


class Project:
    """A contract folder and a migrations folder, and Alembic over them.

    Attributes:
        POLICY: the statement of the policy that `write_policy` makes a revision of.
    """

    POLICY = "create policy rooms_read on realtime.messages for select to authenticated using (false)"
    CANONICAL = (
        'CREATE POLICY "rooms_read" ON "realtime"."messages"\n'
        "AS PERMISSIVE\nFOR SELECT\nTO authenticated\nUSING (false)"
    )

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = ""
        for name in ("env.py", "script.py.mako"):
            (folder / "migrations" / "versions").mkdir(parents=True, exist_ok=True)
            shutil.copy(REPOSITORY / "migrations" / name, folder / "migrations" / name)
        shutil.copy(REPOSITORY / "alembic.ini", folder / "alembic.ini")
        shutil.copytree(CONTRACT, folder / "policies")

    @property
    def policies(self) -> Path:
        return self.folder / "policies"

    def on(self, database: Database, user: str = "postgres") -> Project:
        """Let every further command run on `database`."""
        self.url = database.url(user)
        return self

    def config(self, buffer: io.StringIO | None = None, **options: str) -> Config:
        config = Config(str(self.folder / "alembic.ini"), output_buffer=buffer, stdout=io.StringIO())
        config.attributes["url"] = self.url
        for name, value in {"patience": "5", **options}.items():
            config.set_main_option(f"pedschema_{name}", value)
        return config

    def edit(self, path: str, old: str, new: str) -> None:
        file = self.policies / path
        text = file.read_bytes().decode()
        assert old in text
        file.write_bytes(text.replace(old, new).encode())

    def revise(self, message: str = "change") -> list[Script]:
        """Autogenerate, and return the revisions that were written."""
        made = command.revision(self.config(), message, autogenerate=True)
        return [script for script in (made if isinstance(made, list) else [made]) if script is not None]

    def scripts(self) -> list[Script]:
        """Return the revisions, the last one first."""
        return list(ScriptDirectory.from_config(self.config()).walk_revisions())

    def write(self, revision: str, upgrade: str, downgrade: str, *, after: str | None = None) -> None:
        """Write a revision by hand."""
        text = (
            "from alembic import op\n"
            f"revision = {revision!r}\ndown_revision = {after!r}\n"
            f"def upgrade():\n    {upgrade}\ndef downgrade():\n    {downgrade}\n"
        )
        (self.folder / "migrations" / "versions" / f"{revision}.py").write_text(text, encoding="utf-8")

    def write_policy(self) -> None:
        """Write the revision `read`, which creates one policy."""
        step = (
            "op.%s_realtime_policy('rooms_read', of='realtime.messages',"
            f" sql=[{self.POLICY!r}], canonical={self.CANONICAL!r})"
        )
        self.write("read", step % "create", step % "drop")

    def failing(self, run: Callable[[], None]) -> Mistake:
        """Return the one mistake that stops `run`."""
        with pytest.raises(MigrationError) as caught:
            run()
        cause = caught.value.__cause__
        assert isinstance(cause, PedschemaError)
        assert str(caught.value) == str(cause)
        (mistake,) = cause.mistakes
        return mistake

    def upgrade(self, revision: str = "head", **options: str) -> None:
        command.upgrade(self.config(**options), revision)

    def downgrade(self, revision: str = "base", **options: str) -> None:
        command.downgrade(self.config(**options), revision)

    def check(self) -> None:
        command.check(self.config())

    def render_upgrade(self, revision: str = "head") -> str:
        buffer = io.StringIO(newline="")
        command.upgrade(self.config(buffer), revision, sql=True)
        return buffer.getvalue()

    def render_downgrade(self, revision: str = "head:base") -> str:
        buffer = io.StringIO(newline="")
        command.downgrade(self.config(buffer), revision, sql=True)
        return buffer.getvalue()

    def lock(self) -> None:
        """Write the lock of the app's tables."""
        url = self.url.replace("postgresql://", "postgresql+psycopg://")
        with create_engine(url, poolclass=NullPool).connect() as connection:
            connection.exec_driver_sql("SET LOCAL search_path = ''")
            text = render_lock(read_lock(connection, ["public"]))
        (self.policies / "schema.lock").write_text(text, encoding="utf-8")


@pytest.fixture(scope="session")
def server() -> Iterator[PlatformServer]:
    with PlatformServer() as running:
        create_database(running.url(user=SUPERUSER), TEMPLATE)
        with psycopg.connect(running.url(TEMPLATE, SUPERUSER)) as connection:
            connection.execute("CREATE ROLE deployer LOGIN IN ROLE postgres")
            connection.execute("CREATE ROLE stranger LOGIN")
        yield running


@pytest.fixture
def make_database(server: PlatformServer) -> Callable[[], Database]:
    """Return a function that makes an empty database of the platform."""

    def make() -> Database:
        name = f"rooms_{next(NUMBERS)}"
        create_database(server.url(user=SUPERUSER), name, template=TEMPLATE)
        return Database(server, name)

    return make


@pytest.fixture
def empty(make_database: Callable[[], Database]) -> Database:
    return make_database()


@pytest.fixture
def make_app(make_database: Callable[[], Database]) -> Callable[[], Database]:
    """Return a function that makes a database with the tables of the app."""

    def make() -> Database:
        database = make_database()
        database.run(TABLES)
        return database

    return make


@pytest.fixture
def make_app_on() -> Callable[[PlatformServer], Database]:
    """Return a function that makes a database with the tables of the app on another server."""

    def make(other: PlatformServer) -> Database:
        name = f"rooms_{next(NUMBERS)}"
        create_database(other.url(user=SUPERUSER), name)
        database = Database(other, name)
        database.run(TABLES)
        return database

    return make


@pytest.fixture
def app(make_app: Callable[[], Database]) -> Database:
    return make_app()


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


@pytest.fixture
def ready(project: Project, app: Database) -> Project:
    """The project with its first revisions written."""
    project.on(app).lock()
    project.revise("first")
    return project


@pytest.fixture
def policy(project: Project, empty: Database) -> Project:
    """A project of one revision with one policy."""
    project.write_policy()
    return project.on(empty)
