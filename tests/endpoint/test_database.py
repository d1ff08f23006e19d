from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from pedschema.platform import SUPERUSER, PlatformServer, create_database

if TYPE_CHECKING:
    from pedschema.probe.database import RealtimeDatabase
    from tests.endpoint.conftest import Play, Raw, Stage

pytestmark = pytest.mark.db

ROOMS = (Path(__file__).parent / "rooms.sql").read_text(encoding="utf-8")
NOTES = """
    CREATE TABLE public.notes (id bigint PRIMARY KEY, price numeric);
    CREATE FUNCTION public.tell() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
    BEGIN
        PERFORM realtime.broadcast_changes(
            'room:open', tg_op, tg_op, tg_table_name, tg_table_schema, NEW, OLD
        );
        RETURN NULL;
    END $$;
    CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE ON public.notes
        FOR EACH ROW EXECUTE FUNCTION public.tell();
"""
SEND = "SELECT realtime.send('{}', 'e', 'room:open')"


async def _joined(stage: Stage, topic: str = "room:open", **broadcast: Any) -> Raw:
    client = await stage.raw()
    await client.join(topic, private=True, broadcast={"replication_ready": True, **broadcast})
    assert (await client.get(10))[4]["message"] == "Replication connection established"
    return client


def _read(frame: bytes) -> tuple[str, str, dict[str, Any], str]:
    """Return topic, event, metadata and payload of a binary frame."""
    _, topic, event, meta, _ = frame[:5]
    start = 5 + topic
    name, rest = frame[5:start], frame[start:]
    metadata = json.loads(rest[event : event + meta])
    return name.decode(), rest[:event].decode(), metadata, rest[event + meta :].decode()


def test_changes_of_a_table_arrive_as_they_are_committed(
    play: Play, database_url: str, realtime_db: RealtimeDatabase
) -> None:
    realtime_db.connection.execute(NOTES)

    async def scenario(stage: Stage) -> None:
        client = await _joined(stage)
        realtime_db.connection.execute("INSERT INTO public.notes VALUES (9007199254740993, 12.50)")
        topic, event, meta, text = _read(await client.get())
        assert (topic, event, list(meta)) == ("realtime:room:open", "INSERT", ["id"])
        assert '"id": 9007199254740993' in text
        assert '"price": 12.50' in text
        assert set(json.loads(text)) == {"id", "table", "schema", "operation", "record", "old_record"}
        realtime_db.connection.execute("DELETE FROM public.notes")
        assert _read(await client.get())[1] == "DELETE"

    play(scenario, database_url, replicates=True)


def test_what_is_rolled_back_never_arrives(
    play: Play, database_url: str, realtime_db: RealtimeDatabase
) -> None:
    async def scenario(stage: Stage) -> None:
        client = await _joined(stage)
        with realtime_db.connection.transaction(force_rollback=True):
            realtime_db.connection.execute(SEND)
        assert await client.silent()
        realtime_db.connection.execute("SELECT realtime.send('{}', 'e', 'room:open', false)")
        assert await client.silent(), "a public message is not for a private channel"
        realtime_db.connection.execute(SEND)
        assert _read(await client.get())[1] == "e"

    play(scenario, database_url, replicates=True)


def test_message_that_was_replayed_does_not_come_twice(
    play: Play, database_url: str, realtime_db: RealtimeDatabase
) -> None:
    async def scenario(stage: Stage) -> None:
        await _joined(stage)
        realtime_db.connection.execute(SEND)
        client = await stage.raw()
        await client.join("room:open", private=True, broadcast={"replay": {"since": 0}})
        replayed = (await client.get())[4]["meta"]
        assert replayed["replayed"] is True
        stored = [each for each in stage.project.hub.members("room:open") if not each.wants(replayed["id"])]
        assert len(stored) == 1, "the one that had it replayed does not want it live"
        assert await client.silent()

    play(scenario, database_url, replicates=True)


def test_slot_that_is_lost_comes_back(play: Play, database_url: str, realtime_db: RealtimeDatabase) -> None:
    async def scenario(stage: Stage) -> None:
        client = await _joined(stage)
        assert await stage.order("lose-slot") == 1
        async with asyncio.timeout(5):
            while stage.project.hub.ready.is_set():  # noqa: ASYNC110 - an event cannot tell that it is cleared
                await asyncio.sleep(0.01)
            await stage.project.hub.ready.wait()
        realtime_db.connection.execute(SEND)
        assert _read(await client.get())[1] == "e"

    play(scenario, database_url, replicates=True)


def test_login_that_may_not_replicate_leaves_clients_to_themselves(
    play: Play, realtime_db: RealtimeDatabase, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario(stage: Stage) -> None:
        one, two = await stage.raw(), await stage.raw()
        await one.join("lobby")
        await two.join("lobby")
        message = {"type": "broadcast", "event": "e", "payload": {}}
        await one.send("1", "2", "realtime:lobby", "broadcast", message)
        assert (await two.get())[4] == message
        assert not stage.project.hub.ready.is_set()

    play(scenario, realtime_db.url_of("authenticator"), replicates=True)
    assert "Replication" in caplog.text


def test_database_that_restarts_ends_no_channel(play: Play, tmp_path: Path) -> None:
    first = PlatformServer(data=tmp_path / "data")
    with first:
        create_database(first.url(user=SUPERUSER), "app")
        with psycopg.connect(first.url("app"), autocommit=True) as connection:
            connection.execute(ROOMS)
    server = PlatformServer(data=tmp_path / "data", port=first.port)
    server.start()

    async def scenario(stage: Stage) -> None:
        client, late = await _joined(stage), await stage.raw()
        await asyncio.to_thread(server.stop)
        away = "UnableToConnectToProject: Realtime was unable to connect to the project database"
        assert (await late.join("room:open", private=True))["response"] == {"reason": away}
        await asyncio.to_thread(server.start)
        assert (await late.join("room:open", private=True))["status"] == "ok"
        async with asyncio.timeout(10):
            await stage.project.hub.ready.wait()
        with psycopg.connect(server.url("app"), autocommit=True) as connection:
            connection.execute(SEND)
        assert _read(await client.get())[1] == "e"

    try:
        play(scenario, server.url("app", SUPERUSER), replicates=True)
    finally:
        server.stop()
