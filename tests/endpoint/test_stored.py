from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pedschema.endpoint.stored import Stored
from pedschema.endpoint.tenant import Limits

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import pytest

    from tests.endpoint.conftest import Play, Stage

TEXT = '{"id": "own", "n": 9007199254740993, "v": 12.50}'
TOPIC = "realtime:lobby"
SMALL = Limits(users=10, events_per_second=10, joins_per_second=100, payload_kb=1, presence_per_second=100)


def _stored(number: int = 1, **changes: Any) -> Stored:
    values = {
        "id": f"m{number}",
        "topic": "lobby",
        "event": "INSERT",
        "payload": TEXT,
        "binary": None,
        "private": False,
        "extension": "broadcast",
        "inserted_at": datetime.now(UTC).replace(tzinfo=None),
        "lsn": number,
    }
    return Stored(**(values | changes))


async def _source(*messages: Stored) -> AsyncIterator[Stored]:
    for message in messages:
        yield message


def test_stored_messages_arrive_verbatim_in_both_protocols(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        new, old = await stage.raw(), await stage.raw(vsn="1.0.0")
        await new.join("lobby")
        await old.socket.send(
            json.dumps({"topic": TOPIC, "event": "phx_join", "payload": {"config": {}}, "ref": "1"})
        )
        await old.get()
        await stage.project.hub.run(_source(_stored()))
        meta = b'{"id":"m1"}'
        assert (
            await new.get()
            == bytes([4, 14, 6, len(meta), 1]) + TOPIC.encode() + b"INSERT" + meta + TEXT.encode()
        )
        frame = await old.socket.recv()
        assert isinstance(frame, str)
        assert f'"payload":{TEXT}' in frame
        assert json.loads(frame)["payload"]["meta"] == {"id": "m1"}

    play(scenario)


def test_stored_bytes_reach_protocol_2_alone(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        new, old = await stage.raw(), await stage.raw(vsn="1.0.0")
        await new.join("lobby")
        await old.socket.send(
            json.dumps({"topic": TOPIC, "event": "phx_join", "payload": {"config": {}}, "ref": "1"})
        )
        await old.get()
        await stage.project.hub.run(_source(_stored(payload=None, binary=b"\x00\x01")))
        frame = await new.get()
        assert (frame[4], frame[-2:]) == (0, b"\x00\x01")
        assert await old.silent()

    play(scenario)


def test_private_messages_do_not_reach_public_channels(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        await client.join("lobby")
        await stage.project.hub.run(_source(_stored(private=True), _stored(2, topic="attic")))
        assert await client.silent()

    play(scenario)


def test_messages_keep_their_order(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        await client.join("lobby")
        await stage.project.hub.run(
            _source(*(_stored(number, payload=f'{{"n":{number}}}') for number in range(500)))
        )
        for number in range(500):
            assert (await client.get()).endswith(b'{"n":%d}' % number)

    play(scenario)


def test_what_is_over_the_rate_is_dropped_in_silence(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        await client.join("lobby")
        assert all(stage.project.hub.deliver(_stored(number)) for number in range(20))
        for _ in range(20):
            await client.get()
        await asyncio.sleep(0.25)
        assert not stage.project.hub.deliver(_stored())
        assert await client.silent()

    play(scenario, limits=SMALL, tick_seconds=0.2)


def test_readiness_is_told_when_replication_runs(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        early, late, without = [await stage.raw() for _ in range(3)]
        await early.join("lobby", broadcast={"replication_ready": True})
        await without.join("lobby")
        assert await early.silent()
        stage.project.hub.ready.set()
        told = {
            "message": "Replication connection established",
            "status": "ok",
            "extension": "system",
            "channel": "lobby",
        }
        assert (await early.get())[3:] == ["system", told]
        await late.join("lobby", broadcast={"replication_ready": "true"})
        assert (await late.get())[3:] == ["system", told]
        assert await without.silent()

    play(scenario)


def test_channel_ends_when_replication_does_not_come(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pedschema.endpoint.channel.READY_SECONDS", 0.1)

    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        await client.join("lobby", broadcast={"replication_ready": True})
        assert (await client.get())[4]["message"] == "Replication connection was not established in time"
        assert (await client.get())[3] == "phx_close"

    play(scenario)
