from __future__ import annotations

import asyncio
import json
import logging
import random
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from websockets.exceptions import ConnectionClosed

from pedschema.endpoint.listener import HOST, open_listener
from pedschema.endpoint.tenant import Limits

if TYPE_CHECKING:
    from pedschema.probe.database import RealtimeDatabase
    from tests.endpoint.conftest import Play, Raw, Stage

TOPIC = "realtime:lobby"
JOINED = {"status": "ok", "response": {"postgres_changes": []}}
BROADCAST = {"type": "broadcast", "event": "hi", "payload": {"n": 1}}
SMALL = Limits(10, 100_000, 100_000, 1, 1000)
BAD_TEXT: list[str | bytes] = [
    "",
    "{",
    "null",
    "[]",
    "[1,2,3,4,5]",
    '{"topic": 1}',
    "[" * 100_000,
    '["1","1",null,"phx_join",{}]',
]
BAD_BYTES: list[str | bytes] = [
    b"",
    b"\x03",
    b"\x03\xff\xff\xff\xff\xff\x01",
    b"\x04\x01\x01\x01\x01",
    b"\xff" * 70_000,
]
BAD_BYTES += [b"\x03\x00\x00\x02\x00\x00\x01\xff\xfe", b"\x03\x00\x00\x00\x00\x01\x01{"]
BAD_JOINS: list[Any] = [None, 1, "x", [], {"config": 1}, {"config": {"broadcast": [], "presence": "x"}}]


async def _pair(stage: Stage) -> tuple[Raw, Raw]:
    """Return a client that misbehaves next, and one that hears what a third sends."""
    bad, good = await stage.raw(), await stage.raw()
    assert await bad.join("lobby") == JOINED
    assert await good.join("lobby") == JOINED
    return bad, good


async def _unharmed(stage: Stage, good: Raw) -> None:
    """Another client goes on, and hears what is sent."""
    sender = await stage.raw()
    assert await sender.join("lobby") == JOINED
    await sender.send("1", "2", TOPIC, "broadcast", BROADCAST)
    assert (await good.get())[4] == BROADCAST


def test_malformed_frames_hurt_nobody(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        bad, good = await _pair(stage)
        for frame in [*BAD_TEXT, *BAD_BYTES]:
            await bad.socket.send(frame)
        for number, payload in enumerate(BAD_JOINS):
            await bad.send(f"b{number}", f"b{number}", "realtime:other", "phx_join", payload)
        noise = random.Random(6)  # noqa: S311 - bytes, not secrets
        for _ in range(300):
            await bad.socket.send(noise.randbytes(noise.randrange(60)))
        await _unharmed(stage, good)
        await bad.send(None, "beat", "phoenix", "heartbeat", {})
        async with asyncio.timeout(3):
            while (await bad.get())[1] != "beat":
                pass

    play(scenario)


def test_malformed_frames_of_the_first_protocol_hurt_nobody(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        _, good = await _pair(stage)
        bad = await stage.raw(vsn="1.0.0")
        for frame in [*BAD_TEXT, *BAD_BYTES]:
            await bad.socket.send(frame)
        await _unharmed(stage, good)

    play(scenario)


def test_text_that_is_no_utf8_ends_its_own_socket_alone(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        bad, good = await _pair(stage)
        # A masked text frame of one byte, 0xff.
        bad.socket.transport.write(b"\x81\x81" + b"\x00" * 4 + b"\xff")
        await bad.ended()
        await _unharmed(stage, good)

    play(scenario)


def test_socket_that_is_half_open_is_forgotten(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        bad, good = await _pair(stage)
        bad.socket.transport.pause_reading()
        async with asyncio.timeout(15):
            while len(stage.project.hub.members("lobby")) > 1:
                await good.send(None, "1", "phoenix", "heartbeat", {})
                assert (await good.get())[1] == "1"
                await asyncio.sleep(0.05)
        await _unharmed(stage, good)
        bad.socket.transport.abort()

    play(scenario, idle_seconds=1.0)


def test_connection_that_stops_in_its_handshake_holds_nobody_up(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        host, port = stage.http.removeprefix("http://").split(":")
        _, writer = await asyncio.open_connection(host, int(port))
        writer.write(b"GET /realtime/v1/websocket?vsn=2.0.0 HTTP/1.1\r\nUpgrade: webso")
        _, good = await _pair(stage)
        await _unharmed(stage, good)
        writer.close()

    play(scenario)


@pytest.mark.parametrize("sign", ["x", "ñ", "\N{GRINNING FACE}"])
def test_topic_of_three_hundred_bytes_hurts_nobody(play: Play, sign: str) -> None:
    async def scenario(stage: Stage) -> None:
        bad, good = await _pair(stage)
        topic = sign * (300 // len(sign.encode()))
        assert await bad.join(topic) == JOINED
        await bad.send("2", "3", f"realtime:{topic}", "broadcast", BROADCAST)
        await _unharmed(stage, good)

    play(scenario)


@pytest.mark.db
def test_long_topic_of_the_database_hurts_nobody(
    play: Play, database_url: str, realtime_db: RealtimeDatabase
) -> None:
    async def scenario(stage: Stage) -> None:
        client, bad = await stage.raw(), await stage.raw()
        await client.join("room:open", private=True)
        await bad.join("x" * 300)
        await asyncio.wait_for(stage.project.hub.ready.wait(), 10)
        send = "SELECT realtime.send('{}', 'e', %s, %s)"
        await asyncio.to_thread(realtime_db.connection.execute, send, ("x" * 300, False))
        await asyncio.to_thread(realtime_db.connection.execute, send, ("room:open", True))
        assert b"room:open" in await client.get()

    play(scenario, database_url, replicates=True)


def test_frame_over_every_limit_ends_its_own_socket_alone(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        bad, good = await _pair(stage)
        with suppress(ConnectionClosed):
            await bad.socket.send("x" * 5_100_000)
        await bad.ended()
        assert bad.socket.close_code == 1009
        await _unharmed(stage, good)

    play(scenario)


def test_payload_over_the_limit_reaches_nobody(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        bad, good = await _pair(stage)
        await bad.send("1", "2", TOPIC, "broadcast", BROADCAST | {"payload": {"text": "x" * 2000}})
        await _unharmed(stage, good)

    play(scenario, limits=SMALL)


@pytest.mark.db
def test_policy_that_raises_refuses_its_own_join_alone(
    play: Play, database_url: str, realtime_db: RealtimeDatabase
) -> None:
    realtime_db.connection.execute(
        "CREATE FUNCTION public.fail(topic text) RETURNS boolean LANGUAGE plpgsql AS"
        " $$ BEGIN IF topic = 'room:raise' THEN RAISE 'no'; END IF; RETURN false; END $$;"
        "CREATE POLICY fails ON realtime.messages FOR SELECT TO authenticated USING (public.fail(topic))"
    )

    async def scenario(stage: Stage) -> None:
        bad, good = await stage.raw(), await stage.raw()
        assert await good.join("room:open", private=True) == JOINED
        refused = await bad.join("room:raise", private=True)
        assert refused["response"]["reason"].startswith("Unauthorized: ")
        assert await bad.join("room:open", private=True) == JOINED
        await bad.send("2", "3", "realtime:room:open", "broadcast", BROADCAST)
        assert (await good.get())[4] == BROADCAST

    play(scenario, database_url)


def test_only_loopback_is_bound() -> None:
    with open_listener() as listener:
        assert (HOST, listener.getsockname()[0]) == ("127.0.0.1", "127.0.0.1")


@pytest.mark.db
def test_log_holds_no_token_key_or_payload(
    play: Play, database_url: str, realtime_db: RealtimeDatabase, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    hidden_text = "nobody may read this in a log"
    tokens: list[str] = []

    async def scenario(stage: Stage) -> None:
        tokens.extend([stage.token(), stage.anon, stage.token(seconds=-10)])
        client = await stage.raw(tokens[0])
        await client.join("room:open", private=True, broadcast={"self": True})
        await client.join("room:quiet", private=True, token=tokens[1])
        await client.join("room:quiet", private=True, token=tokens[2])
        await client.send("1", "9", "realtime:room:open", "broadcast", BROADCAST | {"payload": hidden_text})
        await client.socket.send(json.dumps(["1", hidden_text]))
        await client.socket.send(b"\x03" + hidden_text.encode())
        await client.send("1", None, "realtime:room:open", "access_token", {"access_token": tokens[2]})
        await asyncio.wait_for(stage.project.hub.ready.wait(), 10)
        send = "SELECT realtime.send(jsonb_build_object('t', %s::text), 'e', 'room:open')"
        await asyncio.to_thread(realtime_db.connection.execute, send, (hidden_text,))
        await asyncio.sleep(0.2)

    play(scenario, database_url, replicates=True)
    ours = [
        record.getMessage() for record in caplog.records if not record.name.startswith("websockets.client")
    ]
    assert ours, "a debug run says something"
    for hidden in (*tokens, hidden_text, *(token.rsplit(".", 1)[1] for token in tokens)):
        assert not [line for line in ours if hidden in line]
