from __future__ import annotations

import io
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from psycopg import sql
from sqlalchemy import Engine, event

from pedschema.errors import DatabaseError
from pedschema.ops.upgrade import run_upgrade
from pedschema.platform import SUPERUSER, create_database, find_pg
from pedschema.probe.act import run_rows
from pedschema.probe.authorization import probe_access

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.model.catalogue import Catalogue
    from pedschema.model.persona import Cast

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
INI = ROOT / "alembic.ini"
BASELINE = sorted((ROOT / "migrations" / "baseline").glob("[0-9]*.sql"))
MEMBER = {"sub": "10000000-0000-4000-8000-000000000003", "role": "authenticated"}
COMMUNITY, GAME = "c0000000-0000-4000-8000-00000000000a", "90000000-0000-4000-8000-000000000003"
PERSONAS = ("member", "grouped", "admin", "pending", "anon")
TOPICS = (
    "public.games",
    f"community:{COMMUNITY}:admin",
    f"community:{COMMUNITY}:games",
    f"game:{GAME}",
    f"game:{GAME}:chat",
    f"game:{GAME}:live",
    f"game:{GAME}:live:more",
)

pytestmark = pytest.mark.db


class Database:
    """A database with the platform alone, as a new project has it."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self.name = f"deploy_{uuid4().hex[:12]}"
        create_database(self.url(SUPERUSER, "postgres"), self.name)

    def url(self, user: str = "postgres", database: str = "") -> str:
        return f"postgresql://{user}@{self._server.host}:{self._server.port}/{database or self.name}"

    def run(self, statement: str, user: str = "postgres") -> None:
        with psycopg.connect(self.url(user)) as connection:
            connection.execute(statement.encode())

    def config(self, output: io.StringIO | None = None) -> Config:
        config = Config(str(INI), output_buffer=output, stdout=io.StringIO())
        config.attributes["url"] = self.url()
        return config

    def dump(self) -> str:
        """Return what pg_dump says, an oracle that shares no code with the engine."""
        done = subprocess.run(
            [find_pg().tool("pg_dump"), self.url(SUPERUSER)], check=True, capture_output=True, text=True
        )
        return "\n".join(line for line in done.stdout.splitlines() if "restrict " not in line)

    def give_app(self) -> None:
        """Make the tables and the realtime objects that the app's own migrations leave behind."""
        with psycopg.connect(self.url()) as connection:
            connection.execute("set local search_path = ''")
            for path in [*BASELINE, HERE / "old_realtime.sql"]:
                connection.execute(path.read_bytes())


@pytest.fixture
def database(realtime_server: Any) -> Iterator[Database]:
    database = Database(realtime_server)
    yield database
    with psycopg.connect(database.url(SUPERUSER, "postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(database.name)))


def test_an_empty_database_comes_up_goes_down_and_comes_up_without_a_trace(database: Database) -> None:
    empty = database.dump()
    run_upgrade(INI, database.url())
    first = database.dump()

    command.downgrade(database.config(), "base")
    assert database.dump() == empty

    run_upgrade(INI, database.url())
    assert database.dump() == first


def test_the_offline_script_builds_the_same_database(database: Database, realtime_server: Any) -> None:
    script = io.StringIO()
    command.upgrade(database.config(script), "head", sql=True)
    run_upgrade(INI, database.url())
    other = Database(realtime_server)

    subprocess.run(
        [find_pg().tool("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", "-", other.url()],
        input=script.getvalue().encode(),
        check=True,
        capture_output=True,
    )

    assert other.dump() == database.dump()


def test_the_contract_asks_for_nothing_more_after_an_upgrade(database: Database) -> None:
    run_upgrade(INI, database.url())

    command.check(database.config())


def test_a_live_database_keeps_its_tables_and_loses_the_old_realtime_objects(database: Database) -> None:
    database.give_app()
    before = database.dump()
    database.run("insert into public.posts (title) values ('kept')")

    run_upgrade(INI, database.url())

    after = database.dump()
    assert "kept" in after
    for statement in (
        "POLICY allow_auth_select_broadcasts",
        "POLICY allow_auth_insert_broadcasts",
        "TRIGGER games_broadcast_trigger",
        "TRIGGER game_teams_broadcast_trigger",
        "TRIGGER game_team_members_broadcast_trigger",
        "FUNCTION public.broadcast_table_changes",
    ):
        assert f"\nCREATE {statement}" in before
        assert f"\nCREATE {statement}" not in after


def test_a_downgrade_gives_a_live_database_its_old_objects_back(database: Database) -> None:
    database.give_app()
    before = database.dump()
    run_upgrade(INI, database.url())

    command.downgrade(database.config(), "base")

    assert database.dump() == before


def test_old_policies_are_never_open_beside_new_ones(database: Database) -> None:
    database.give_app()
    run_upgrade(INI, database.url())

    with psycopg.connect(database.url(), autocommit=True) as connection:
        access = probe_access(connection, "public.games", MEMBER)

    assert not access.join
    assert not access.broadcast_write


def read_rights(database: Database, cast: Cast) -> frozenset[tuple[str, str, str]]:
    """Return who may do what in a handful of topics."""
    found = set()
    with psycopg.connect(database.url(), autocommit=True) as connection:
        for persona in cast.personas:
            for topic in TOPICS if persona.name in PERSONAS else ():
                access = probe_access(connection, topic, persona.claims)
                rights = {"join": access.join, "write": access.broadcast_write}
                found |= {(persona.name, topic, right) for right, given in rights.items() if given}
    return frozenset(found)


def test_no_topic_is_open_wider_on_the_way_than_before_or_after(
    database: Database, realtime_cast: Cast, realtime_contract: Catalogue
) -> None:
    database.give_app()
    with psycopg.connect(database.url()) as connection:
        run_rows(connection, realtime_cast, realtime_contract.contract.role)
    seen = [read_rights(database, realtime_cast)]
    committed: list[object] = []

    def commit(connection: object) -> None:
        committed.append(connection)

    def look(*_: object) -> None:
        # Only commits change what others see.
        if committed:
            committed.clear()
            seen.append(read_rights(database, realtime_cast))

    event.listen(Engine, "before_cursor_execute", look)
    event.listen(Engine, "commit", commit)
    try:
        run_upgrade(INI, database.url())
        look()
        upgraded = len(seen)
        command.downgrade(database.config(), "base")
        look()
    finally:
        event.remove(Engine, "before_cursor_execute", look)
        event.remove(Engine, "commit", commit)

    first, head, last = seen[0], seen[upgraded - 1], seen[-1]
    assert first == last
    assert frozenset() < head < first
    assert frozenset().union(*seen) == first
    assert first.intersection(*seen) == head


def test_a_login_that_is_a_member_of_postgres_deploys(database: Database) -> None:
    name = f"deployer_{uuid4().hex[:8]}"
    database.run(f"create role {name} login; grant postgres to {name}", SUPERUSER)
    expected = database.dump()

    run_upgrade(INI, database.url(name))
    command.downgrade(database.config(), "base")

    assert database.dump() == expected


def test_a_login_that_may_not_act_as_postgres_is_told_so_and_changes_nothing(database: Database) -> None:
    name = f"guest_{uuid4().hex[:8]}"
    database.run(f"create role {name} login", SUPERUSER)
    before = database.dump()

    with pytest.raises(DatabaseError, match=f'"{name}" is no member of the role "postgres"'):
        run_upgrade(INI, database.url(name))

    assert database.dump() == before


def test_a_database_with_half_of_the_tables_is_refused_whole(database: Database) -> None:
    database.give_app()
    database.run("drop table public.game_results; alter table public.posts drop column image_url")
    before = database.dump()

    with pytest.raises(DatabaseError) as refused:
        run_upgrade(INI, database.url())

    assert 'table "public.game_results" is missing' in str(refused.value)
    assert 'column "public.posts.image_url" is missing' in str(refused.value)
    assert database.dump() == before
