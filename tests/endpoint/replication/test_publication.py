from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from pedschema.endpoint.publication import PUBLICATION, run_publication
from pedschema.errors import DatabaseError
from pedschema.platform import SUPERUSER, PlatformServer, control

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psycopg import Connection

    from pedschema.probe.database import RealtimeDatabase

pytestmark = pytest.mark.db
NAME = sql.Identifier(PUBLICATION)
NUMBER = "SELECT oid FROM pg_publication WHERE pubname = %s"
TABLES = """
    SELECT puballtables, array_agg(prrelid::regclass::text)
    FROM pg_publication AS publication LEFT JOIN pg_publication_rel ON prpubid = publication.oid
    WHERE pubname = %s
    GROUP BY puballtables
"""


@pytest.fixture
def role(admin: Connection[Any]) -> Iterator[str]:
    name = f"reader_{admin.info.dbname}"
    admin.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(name)))
    yield name
    admin.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))


def _run(url: str) -> None:
    async def run() -> None:
        async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
            await run_publication(connection)

    asyncio.run(run())


def _refusal(url: str) -> str:
    with pytest.raises(DatabaseError) as refusal:
        _run(url)
    return refusal.value.mistakes[0].id


@pytest.mark.parametrize(
    "words",
    ["", "FOR ALL TABLES", "FOR TABLES IN SCHEMA realtime", "FOR TABLE realtime.messages, public.other"],
)
def test_publication_ends_up_with_the_messages_alone(
    admin: Connection[Any], database_url: str, words: str
) -> None:
    admin.execute("CREATE TABLE public.other ()")
    admin.execute(sql.SQL("DROP PUBLICATION {}").format(NAME))
    if words:
        admin.execute(sql.SQL("CREATE PUBLICATION {} ").format(NAME) + sql.SQL(words))  # type: ignore[arg-type]
    _run(database_url)
    assert admin.execute(TABLES, [PUBLICATION]).fetchall() == [(False, ["realtime.messages"])]


def test_publication_that_is_as_needed_stays(admin: Connection[Any], database_url: str) -> None:
    before = admin.execute(NUMBER, [PUBLICATION]).fetchall()
    _run(database_url)
    assert admin.execute(NUMBER, [PUBLICATION]).fetchall() == before != []


def test_role_without_replication_is_refused(realtime_db: RealtimeDatabase, role: str) -> None:
    assert _refusal(realtime_db.url_of(role)) == "endpoint-role-replication"


def test_role_that_may_not_see_the_messages_is_refused(
    admin: Connection[Any], realtime_db: RealtimeDatabase, role: str
) -> None:
    admin.execute(sql.SQL("ALTER ROLE {} REPLICATION").format(sql.Identifier(role)))
    assert _refusal(realtime_db.url_of(role)) == "endpoint-publication"


def test_role_that_may_not_create_the_publication_is_refused(
    admin: Connection[Any], realtime_db: RealtimeDatabase
) -> None:
    admin.execute(sql.SQL("DROP PUBLICATION {}").format(NAME))
    assert _refusal(realtime_db.url) == "endpoint-publication"


def test_role_of_the_platform_may_use_a_publication_that_is_there(realtime_db: RealtimeDatabase) -> None:
    _run(realtime_db.url)


def test_database_without_messages_is_refused(database_url: str) -> None:
    assert _refusal(make_conninfo(database_url, dbname="template1")) == "endpoint-messages-missing"


def test_server_that_logs_too_little_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    options = control.SERVER_OPTIONS.replace("wal_level=logical", "wal_level=replica")
    monkeypatch.setattr(control, "SERVER_OPTIONS", options)
    with PlatformServer() as server:
        assert _refusal(server.url(user=SUPERUSER)) == "endpoint-wal-level"
