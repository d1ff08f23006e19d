from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from pedschema.endpoint.faults import REASONS
from pedschema.endpoint.tokens import sign_token

if TYPE_CHECKING:
    from tests.endpoint.conftest import Play, Stage

JOINED = {"status": "ok", "response": {"postgres_changes": []}}


@pytest.mark.parametrize("code", sorted(REASONS))
def test_next_joins_are_refused_with_a_code(play: Play, code: str) -> None:
    async def scenario(stage: Stage) -> None:
        await stage.order("refuse-joins", count=1, code=code, topic="a")
        client = await stage.raw()
        assert await client.join("b") == JOINED
        reason = (await client.join("a"))["response"]["reason"]
        assert reason == f"{code}: {REASONS[code].format(topic='a')}"
        again = await stage.raw()
        assert await again.join("a") == JOINED

    play(scenario)


def test_sockets_are_refused(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        await stage.order("refuse-connections", count=1)
        with pytest.raises(InvalidStatus) as refused:
            await stage.raw()
        assert refused.value.response.status_code == 429
        await stage.raw()

    play(scenario)


def test_channels_are_closed_with_a_sentence(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        await client.join("a")
        await client.join("b")
        assert await stage.order("close", topic="a", message="Too many messages per second") == 1
        assert (await client.get())[4]["message"] == "Too many messages per second"
        assert (await client.get())[2:4] == ["realtime:a", "phx_close"]
        assert await client.silent()

    play(scenario)


def test_sockets_are_dropped(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        first, second = await stage.raw(), await stage.raw()
        assert await stage.order("drop", count=1) == 1
        await first.ended()
        assert first.socket.close_code == 1006, "as when the network is gone"
        assert await second.join("a") == JOINED

    play(scenario)


def test_heartbeats_stop_and_start(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        await stage.order("heartbeats", stopped=True)
        await client.send(None, "1", "phoenix", "heartbeat", {})
        assert await client.silent()
        await stage.order("clear")
        await client.send(None, "2", "phoenix", "heartbeat", {})
        assert (await client.get())[1] == "2"

    play(scenario)


def test_joins_are_delayed(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        await stage.order("delay", seconds=0.3)
        await client.send("1", "1", "realtime:a", "phx_join", {"config": {}})
        assert await client.silent(0.2)
        assert (await client.get())[4] == JOINED

    play(scenario)


def test_tokens_expire_now(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        old = stage.token(seconds=100)
        await client.join("a", token=old)
        assert await stage.order("expire-tokens") == 1
        assert (await client.get())[4]["message"] == "Token has expired 0 seconds ago"
        assert (await client.get())[3] == "phx_close"
        refused = await client.join("a", token=old)
        assert refused["response"]["reason"].startswith("InvalidJWTToken: Token has expired")
        assert await client.join("a", token=stage.token(seconds=101)) == JOINED

    play(scenario)


def test_restart_drops_everybody_and_refuses_joins_for_a_while(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        await stage.order("restart", seconds=1)
        await client.ended()
        back = await stage.raw()
        assert (await back.join("a"))["response"] == {
            "reason": "RealtimeRestarting: Realtime is restarting, please standby"
        }
        await asyncio.sleep(1.1)
        assert await back.join("a") == JOINED

    play(scenario)


def test_secret_is_rotated(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        secret = "the secret of tomorrow, at least as long"  # noqa: S105
        await stage.order("rotate", secret=secret)
        old = await client.join("a", token=stage.token(seconds=50))
        assert old["response"] == {"reason": "JwtSignatureError: Failed to validate JWT signature"}
        assert await client.join("a", token=sign_token({"role": "anon"}, secret)) == JOINED

    play(scenario)


@pytest.mark.parametrize(
    ("headers", "name", "body", "status"),
    [
        ({}, "clear", {}, 401),
        ({"authorization": "Bearer wrong"}, "clear", {}, 401),
        (None, "nothing", {}, 404),
        (None, "delay", {}, 422),
        (None, "delay", {"seconds": "soon"}, 422),
        (None, "refuse-joins", {"code": "Nonsense"}, 422),
        (None, "clear", [], 422),
        (None, "rotate", {"jwks": ["x"]}, 422),
        (None, "rotate", {"secrets": "x"}, 422),
        (None, "lose-slot", {}, 503),
    ],
)
def test_orders_that_cannot_be_are_refused(
    play: Play, headers: dict[str, str] | None, name: str, body: Any, status: int
) -> None:
    async def scenario(stage: Stage) -> None:
        allowed = {"authorization": "Bearer the admin's token"}
        async with httpx.AsyncClient(
            base_url=stage.http, headers=allowed if headers is None else headers
        ) as client:
            answer = await client.post(f"/admin/faults/{name}", content=json.dumps(body))
            shown = await client.get("/admin/faults")
        assert answer.status_code == status
        assert shown.status_code == (401 if headers is not None else 200)

    play(scenario)
