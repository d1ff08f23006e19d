from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from pedschema.endpoint import walsender
from pedschema.endpoint.publication import PUBLICATION
from pedschema.endpoint.replication import read_stored
from pedschema.endpoint.walsender import APPLICATION, SLOT_PREFIX
from pedschema.platform import SUPERUSER, PlatformServer, create_database

if TYPE_CHECKING:
    from pathlib import Path

    from psycopg import Connection

    from tests.endpoint.replication.conftest import Insert, Read, Reader

pytestmark = pytest.mark.db
SLOTS = "SELECT count(*) FROM pg_replication_slots WHERE database = current_database() AND slot_name ^@ %s"
END = (
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
    " WHERE datname = current_database() AND backend_type = 'walsender'"
)


def test_slot_is_temporary_and_named_like_the_servers(
    read: Read, admin: Connection[Any], database_url: str
) -> None:
    async def scenario(_: Reader) -> None:
        found = admin.execute(
            "SELECT temporary, active, plugin, application_name FROM pg_replication_slots"
            " JOIN pg_stat_activity ON pid = active_pid"
            " WHERE slot_name ^@ %s AND database = current_database()",
            [SLOT_PREFIX],
        )
        assert found.fetchall() == [(True, True, "pgoutput", APPLICATION)]

    read(database_url, scenario)


def test_slot_is_gone_at_the_end(read: Read, admin: Connection[Any], database_url: str) -> None:
    def count() -> int:
        return int(admin.execute(SLOTS, [SLOT_PREFIX]).fetchall()[0][0])

    async def scenario(_: Reader) -> None:
        assert count() == 1

    async def then(_: Reader) -> None:
        assert count() == 0

    read(database_url, scenario, then)


def test_what_was_read_is_confirmed(
    read: Read,
    insert: Insert,
    admin: Connection[Any],
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(walsender, "STATUS_SECONDS", 0.1)

    async def scenario(reader: Reader) -> None:
        insert()
        (stored,) = await reader.take()
        question = f"{SLOTS} AND confirmed_flush_lsn - '0/0' > %s"
        await reader.until(lambda: admin.execute(question, [SLOT_PREFIX, stored.lsn]).fetchone() == (1,))

    read(database_url, scenario)


def test_reading_recovers_when_the_walsender_is_ended(
    read: Read, insert: Insert, admin: Connection[Any], database_url: str
) -> None:
    async def scenario(reader: Reader) -> None:
        admin.execute(END)
        await reader.until_lost()
        insert(event="in between")
        await reader.until_ready()
        insert(event="after")
        assert [each.event for each in await reader.take()] == ["after"]

    read(database_url, scenario)


def test_reading_waits_as_long_as_it_is_told(read: Read, admin: Connection[Any], database_url: str) -> None:
    async def scenario(reader: Reader) -> None:
        admin.execute(END)
        await reader.until_lost()
        began = time.monotonic()
        await reader.until_ready()
        assert time.monotonic() - began >= 1

    read(database_url, scenario, pause=1)


def test_publication_dropped_while_reading_is_made_anew(
    read: Read, insert: Insert, admin: Connection[Any], database_url: str
) -> None:
    async def scenario(reader: Reader) -> None:
        admin.execute(f"DROP PUBLICATION {PUBLICATION}".encode())
        insert(event="lost")
        await reader.until_lost()
        await reader.until_ready()
        insert(event="after")
        assert [each.event for each in await reader.take()] == ["after"]

    read(database_url, scenario)


def test_idle_server_is_asked_whether_it_is_there(
    read: Read, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walsender, "STATUS_SECONDS", 0.1)
    monkeypatch.setattr(walsender, "SILENCE_SECONDS", 0.5)

    async def scenario(reader: Reader) -> None:
        with pytest.raises(TimeoutError):
            await reader.until_lost(1.5)

    read(database_url, scenario)


def test_silent_server_counts_as_lost(
    read: Read, database_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(walsender, "SILENCE_SECONDS", 0.3)

    async def scenario(reader: Reader) -> None:
        await reader.until_lost()

    read(database_url, scenario)
    assert "ReplicationConnectionDown: the server is silent" in caplog.text


def test_reading_waits_for_a_server_that_is_not_there(caplog: pytest.LogCaptureFixture) -> None:
    async def read() -> None:
        ready = asyncio.Event()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(1):
                async with contextlib.aclosing(read_stored("host=127.0.0.1 port=1", ready)) as stored:
                    await anext(stored)
        assert not ready.is_set()

    with caplog.at_level(logging.WARNING, "pedschema.endpoint"):
        asyncio.run(read())
    assert all("ReplicationConnectionDown: attempt" in record.getMessage() for record in caplog.records)
    assert len(caplog.records) >= 2


def test_reading_survives_a_restart_of_postgresql(read: Read, tmp_path: Path) -> None:
    with PlatformServer(data=tmp_path / "data") as server:
        create_database(server.url(user=SUPERUSER), "chat")
        url = server.url("chat", SUPERUSER)

        async def scenario(reader: Reader) -> None:
            began = time.monotonic()
            await asyncio.to_thread(server.stop)
            # The server waits for whoever has not confirmed what it has sent.
            assert time.monotonic() - began < 8
            await reader.until_lost()
            again = PlatformServer(data=tmp_path / "data", port=server.port)
            await asyncio.to_thread(again.start)
            await reader.until_ready()
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute("SELECT realtime.send('{}', 'after', 'room:1')")
            assert [each.event for each in await reader.take()] == ["after"]

        read(url, scenario)


def test_slot_is_gone_at_the_end_though_much_is_unread(admin: Connection[Any], database_url: str) -> None:
    async def run() -> None:
        ready = asyncio.Event()
        async with contextlib.aclosing(read_stored(database_url, ready)) as stored:
            first = asyncio.ensure_future(anext(stored))
            await ready.wait()
            admin.execute(
                "SELECT realtime.send(jsonb_build_object('text', repeat('x', 1000)), 'said', 'room:1')"
                " FROM generate_series(1, 10000)"
            )
            await first

    asyncio.run(run())
    assert admin.execute(SLOTS, [SLOT_PREFIX]).fetchone() == (0,)
