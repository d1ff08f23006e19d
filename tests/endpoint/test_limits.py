from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from websockets.exceptions import InvalidStatus

from pedschema.endpoint.frame import Outgoing
from pedschema.endpoint.hub import Room
from pedschema.endpoint.tenant import Limits

if TYPE_CHECKING:
    from tests.endpoint.conftest import Play, Stage

TOPIC = "realtime:lobby"
JOINED = {"status": "ok", "response": {"postgres_changes": []}}
BROADCAST = {"type": "broadcast", "event": "hi", "payload": {"n": 1}}


def _limits(**changes: Any) -> Limits:
    return Limits(
        **(
            {
                "users": 10,
                "events_per_second": 1000,
                "joins_per_second": 1000,
                "payload_kb": 1,
                "presence_per_second": 1000,
            }
            | changes
        )
    )


def test_channels_of_one_socket_are_limited(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        assert await client.join("a") == JOINED
        assert await client.join("b") == JOINED
        assert (await client.join("c"))["response"] == {
            "reason": "ChannelRateLimitReached: Too many channels"
        }
        assert await client.join("a") == JOINED, "joining again takes no further place"

    play(scenario, limits=_limits(channels_per_client=2))


def test_users_are_limited(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        first, late = await stage.raw(), await stage.raw()
        await first.join("lobby")
        refused = await late.join("lobby")
        assert refused["response"] == {"reason": "ConnectionRateLimitReached: Too many connected users"}
        with pytest.raises(InvalidStatus) as closed:
            await stage.raw()
        assert closed.value.response.status_code == 429

    play(scenario, limits=_limits(users=1))


def test_too_many_joins_end_the_socket(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        assert await client.join("early") == JOINED
        stage.project.tenant.joins.add(1000)
        await asyncio.sleep(0.15)
        refused = await client.join("late")
        assert refused["response"] == {"reason": "ClientJoinRateLimitReached: Too many joins per second"}
        await client.ended()
        assert client.socket.close_code == 1000

    play(scenario, limits=_limits(joins_per_second=20), tick_seconds=0.1)


def test_too_many_messages_end_the_channel_that_hears_them(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        sender, other, quiet = [await stage.raw() for _ in range(3)]
        await sender.join("lobby")
        await other.join("lobby")
        await quiet.join("attic")
        stage.project.tenant.events.add(1000)
        await sender.send("1", "2", TOPIC, "broadcast", BROADCAST)
        assert (await other.get())[4] == BROADCAST, "a burst passes"
        await asyncio.sleep(0.7)
        await sender.send("1", "2", TOPIC, "broadcast", BROADCAST)
        assert (await other.get())[4] == BROADCAST
        assert (await other.get())[4]["message"] == "Too many messages per second"
        assert (await other.get())[3] == "phx_close"
        assert await quiet.silent()
        assert await quiet.join("cellar") == JOINED

    play(scenario, limits=_limits(events_per_second=100), tick_seconds=0.5)


def test_payload_over_the_limit_is_not_sent(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        sender, other = await stage.raw(), await stage.raw()
        await sender.join("lobby", broadcast={"ack": True})
        await other.join("lobby")
        large = {"type": "broadcast", "event": "hi", "payload": {"text": "x" * 1500}}
        await sender.send("1", "2", TOPIC, "broadcast", large)
        assert (await sender.get())[4] == {"status": "error", "response": "payload_size_exceeded"}
        assert await other.silent()
        await sender.send("1", "3", TOPIC, "broadcast", large | {"payload": {"text": "x" * 1300}})
        assert (await sender.get())[4]["status"] == "ok"
        assert (await other.get())[3] == "broadcast"

    play(scenario, limits=_limits(payload_kb=1))


def test_client_that_does_not_read_is_dropped_and_holds_nobody_up(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        stuck = await stage.raw(max_queue=1)
        good = await stage.raw()
        await stuck.join("lobby")
        await good.join("lobby")
        stuck.socket.transport.pause_reading()
        message = Outgoing(TOPIC, "broadcast", {"event": "e", "payload": {"x": "y" * 100_000}})
        for _ in range(200):
            stage.project.hub.send(Room("lobby", private=False), message)
            assert (await good.get())[3] == "broadcast"
        assert len(stage.project.hub.members("lobby")) == 1
        stuck.socket.transport.abort()

    play(scenario, queue_bytes=500_000)


def test_socket_that_says_nothing_is_closed(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        await client.join("lobby")
        await client.ended()
        assert stage.project.hub.members() == []

    play(scenario, idle_seconds=0.2)


def test_refusals_take_time_when_delays_are_on(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pedschema.endpoint.tenant.JOIN_DELAY_SECONDS", 0.4)

    async def scenario(stage: Stage) -> None:
        client, other = await stage.raw(), await stage.raw()
        await client.join("lobby")
        await other.join("lobby")
        await client.send("9", "9", "realtime:", "phx_join", {"config": {}})
        await asyncio.sleep(0.1)
        await other.send("1", "2", TOPIC, "broadcast", BROADCAST)
        assert await client.silent(0.2), "a refused join holds up the whole socket"
        kinds = {(await client.get())[3], (await client.get())[3]}
        assert kinds == {"phx_reply", "broadcast"}

    play(scenario, delays=True)
