from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from realtime import AsyncRealtimeClient, RealtimeSubscribeStates

if TYPE_CHECKING:
    from pedschema.probe.database import RealtimeDatabase
    from tests.endpoint.conftest import Play, Stage

pytestmark = pytest.mark.db
STATES = RealtimeSubscribeStates


def _client(stage: Stage, token: str) -> AsyncRealtimeClient:
    return AsyncRealtimeClient(f"{stage.http}/realtime/v1", token=token, auto_reconnect=False)


async def _subscribe(
    client: AsyncRealtimeClient, topic: str, **config: Any
) -> tuple[Any, asyncio.Queue[Any]]:
    options = {"broadcast": {"ack": False, "self": False}, "presence": {"key": ""}, "private": True} | config
    channel = client.channel(topic, {"config": options})  # type: ignore[arg-type]
    states: asyncio.Queue[Any] = asyncio.Queue()
    await channel.subscribe(lambda state, error: states.put_nowait((state, error)))
    return channel, states


async def _until(queue: asyncio.Queue[Any]) -> Any:
    async with asyncio.timeout(5):
        return await queue.get()


def test_client_joins_and_hears_another(play: Play, database_url: str) -> None:
    async def scenario(stage: Stage) -> None:
        first, second = _client(stage, stage.token()), _client(stage, stage.token())
        heard: asyncio.Queue[Any] = asyncio.Queue()
        one, states = await _subscribe(first, "room:open")
        assert (await _until(states))[0] is STATES.SUBSCRIBED
        two, states = await _subscribe(second, "room:open")
        two.on_broadcast("greet", heard.put_nowait)
        assert (await _until(states))[0] is STATES.SUBSCRIBED
        await one.send_broadcast("greet", {"text": "hi"})
        assert (await _until(heard))["payload"] == {"text": "hi"}
        await first.close()
        await second.close()

    play(scenario, database_url)


def test_client_is_refused_with_the_servers_sentence(play: Play, database_url: str) -> None:
    async def scenario(stage: Stage) -> None:
        client = _client(stage, stage.token())
        _, states = await _subscribe(client, "room:closed")
        state, error = await _until(states)
        assert state is STATES.CHANNEL_ERROR
        sentence = "Unauthorized: You do not have permissions to read from this Channel topic: room:closed"
        assert sentence in str(error)
        await client.close()

    play(scenario, database_url)


def test_token_without_the_right_ends_the_channel(play: Play, database_url: str) -> None:
    async def scenario(stage: Stage) -> None:
        client = _client(stage, stage.token())
        _, states = await _subscribe(client, "room:open")
        assert (await _until(states))[0] is STATES.SUBSCRIBED
        await client.set_auth(stage.anon)
        state, error = await _until(states)
        assert state is STATES.CHANNEL_ERROR
        assert "You do not have permissions to read from this Channel topic: room:open" in str(error)
        assert (await _until(states))[0] is STATES.CLOSED
        await client.close()

    play(scenario, database_url)


def test_client_is_seen_by_another(play: Play, database_url: str) -> None:
    async def scenario(stage: Stage) -> None:
        one, two = _client(stage, stage.token()), _client(stage, stage.token())
        synced: asyncio.Queue[Any] = asyncio.Queue()
        first, states = await _subscribe(one, "room:open", presence={"key": "one", "enabled": True})
        await _until(states)
        await first.track({"name": "x"})
        channel = two.channel(
            "room:open", {"config": {"private": True, "presence": {"key": "two", "enabled": True}}}
        )  # type: ignore[typeddict-item]
        channel.on_presence_sync(lambda: synced.put_nowait(channel.presence_state()))
        await channel.subscribe()
        state = await _until(synced)
        assert state["one"][0]["name"] == "x"
        await first.untrack()
        # A join that was under way may be told in between.
        while await _until(synced) != {}:
            pass
        await one.close()
        await two.close()

    play(scenario, database_url)


def test_client_gets_messages_of_the_database(
    play: Play, database_url: str, realtime_db: RealtimeDatabase
) -> None:
    async def scenario(stage: Stage) -> None:
        client = _client(stage, stage.token())
        heard: asyncio.Queue[Any] = asyncio.Queue()
        channel, states = await _subscribe(client, "room:open")
        channel.on_broadcast("written", heard.put_nowait)
        await _until(states)
        async with asyncio.timeout(10):
            await stage.project.hub.ready.wait()
        realtime_db.connection.execute(
            "SELECT realtime.send('{\"n\": 9007199254740993}', 'written', 'room:open')"
        )
        message = await _until(heard)
        assert message["payload"]["n"] == 9007199254740993
        assert message["meta"]["id"] == message["payload"]["id"]
        await client.close()

    play(scenario, database_url, replicates=True)


def test_client_leaves(play: Play, database_url: str) -> None:
    async def scenario(stage: Stage) -> None:
        client = _client(stage, stage.token())
        channel, states = await _subscribe(client, "room:open")
        await _until(states)
        await channel.unsubscribe()
        assert (await _until(states))[0] is STATES.CLOSED
        assert stage.project.hub.members() == []
        await client.close()

    play(scenario, database_url)
