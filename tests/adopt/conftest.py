from __future__ import annotations

import io
import itertools
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from alembic import command
from alembic.config import Config

from pedschema.adopt.publication import read_publications
from pedschema.catalogue.load import load_catalogue
from pedschema.lint.build import build_project
from pedschema.lint.source import Origin, Source
from pedschema.model.names import QualifiedName
from pedschema.model.table import Column, SchemaLock, Table
from pedschema.platform import SUPERUSER, PlatformServer, create_database, find_pg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pedschema.adopt.sketch import Gap, PublicationSketch
    from pedschema.model.catalogue import Catalogue
    from tests.conftest import Outcome

SQL = Path(__file__).parent / "sql"
TEMPLATE = "adopt_template"
NUMBERS = itertools.count()
LOCK = SchemaLock(
    (
        Table(
            QualifiedName("public", "rooms"),
            (Column("id", "uuid", nullable=False), Column("slug", "text", nullable=False)),
            ("id",),
        ),
        Table(
            QualifiedName("public", "messages"),
            (
                Column("id", "bigint", nullable=False),
                Column("room_id", "uuid", nullable=False),
                Column("author_id", "uuid", nullable=True),
                Column("content", "text", nullable=True),
                Column("sent_at", "timestamp with time zone", nullable=True),
            ),
            ("id",),
        ),
    )
)


class Hosted:
    """A database with a hand-made layer."""

    def __init__(self, server: PlatformServer, name: str) -> None:
        self.url = server.url(name)
        self.superuser = server.url(name, SUPERUSER)

    def run(self, sql: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.url) as connection:
            cursor = connection.execute(sql.encode())
            return cursor.fetchall() if cursor.description else []

    def dump(self) -> str:
        """Return what pg_dump says: the oracle that shares no code with the engine."""
        done = subprocess.run(
            [find_pg().tool("pg_dump"), "--schema-only", self.superuser],
            check=True,
            capture_output=True,
            text=True,
        )
        return "\n".join(line for line in done.stdout.split("\n") if "restrict " not in line)

    @property
    def triggers(self) -> set[str]:
        return {
            str(name)
            for (name,) in self.run(
                "select t.tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid"
                " join pg_namespace n on n.oid = c.relnamespace"
                " where not t.tgisinternal and n.nspname = 'public'"
            )
        }

    @property
    def policies(self) -> set[str]:
        sql = "select polname from pg_policy where polrelid = 'realtime.messages'::regclass"
        return {str(name) for (name,) in self.run(sql)}


class Project:
    """What `pedschema adopt` has written."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self.url = url

    @property
    def config(self) -> Config:
        config = Config(str(self.folder / "alembic.ini"), stdout=io.StringIO(), output_buffer=io.StringIO())
        config.attributes["url"] = self.url
        return config

    @property
    def contract(self) -> Catalogue:
        return load_catalogue(self.folder / "policies")

    def text(self, file: str) -> str:
        return (self.folder / "policies" / file).read_text(encoding="utf-8")

    def upgrade(self, revision: str = "head") -> None:
        command.upgrade(self.config, revision)

    def downgrade(self) -> None:
        command.downgrade(self.config, "base")

    def check(self) -> None:
        command.check(self.config)


@pytest.fixture(scope="session")
def server() -> Iterator[PlatformServer]:
    with PlatformServer() as running:
        create_database(running.url(user=SUPERUSER), TEMPLATE)
        yield running


@pytest.fixture
def make_hosted(server: PlatformServer) -> Callable[..., Hosted]:
    """Return a function that makes a database of the platform and runs scripts of `sql/`, or texts, in it."""

    def make(*scripts: str) -> Hosted:
        name = f"adopt_{next(NUMBERS)}"
        create_database(server.url(user=SUPERUSER), name, template=TEMPLATE)
        hosted = Hosted(server, name)
        for script in scripts:
            is_file = script.endswith(".sql")
            hosted.run((SQL / script).read_text(encoding="utf-8") if is_file else script)
        return hosted

    return make


@pytest.fixture
def adopt(run: Callable[..., Outcome], tmp_path: Path) -> Callable[[Hosted], Project]:
    """Return a function that adopts a database under the name `chat`."""

    def call(hosted: Hosted) -> Project:
        folder = tmp_path / "project"
        outcome = run("adopt", hosted.url, "--name", "chat", "--out", str(folder))
        assert outcome.code == 0, outcome.err
        return Project(folder, hosted.url)

    return call


@pytest.fixture
def tell() -> Callable[..., tuple[tuple[PublicationSketch, ...], tuple[Gap, ...]]]:
    """Return a function that reads the trigger function with this body on `public.messages`."""

    def read(
        body: str, *others: str, trigger: str = "after insert or update or delete"
    ) -> tuple[tuple[PublicationSketch, ...], tuple[Gap, ...]]:
        sql = [
            *others,
            f"create function public.tell() returns trigger language plpgsql as $$ {body} $$",
            f"create trigger told {trigger} on public.messages for each row execute function public.tell()",
        ]
        project = build_project([Source(";\n".join(sql), Origin.DATABASE)])
        publications, _, gaps = read_publications(project, LOCK)
        return publications, gaps

    return read
