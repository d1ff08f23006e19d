from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from pedschema.endpoint.tenant import Limits

if TYPE_CHECKING:
    from tests.endpoint.conftest import Play, Stage

SMALL = Limits(users=10, events_per_second=10, joins_per_second=100, payload_kb=1, presence_per_second=100)
BATCH = "/realtime/v1/api/broadcast"


async def _post(stage: Stage, path: str, *, token: str | None = None, **content: Any) -> httpx.Response:
    headers = {"apikey": stage.anon, "authorization": f"Bearer {token or stage.token()}"}
    async with httpx.AsyncClient(base_url=stage.http) as client:
        return await client.post(path, headers=headers | content.pop("headers", {}), **content)


def _messages(*topics: str, **changes: Any) -> dict[str, Any]:
    return {"messages": [{"topic": topic, "event": "e", "payload": {"v": 1}} | changes for topic in topics]}


def test_batch_reaches_its_topics(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        await client.join("a")
        await client.join("b")
        for path in (BATCH, "/api/broadcast"):
            answer = await _post(stage, path, json=_messages("a", "b"))
            assert (answer.status_code, answer.content) == (202, b"")
            assert (await client.get())[2:] == [
                "realtime:a",
                "broadcast",
                {"payload": {"v": 1}, "event": "e", "type": "broadcast"},
            ]
            assert (await client.get())[2] == "realtime:b"

    play(scenario)


def test_single_message_is_a_binary_frame(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        await client.join("a:b")
        answer = await _post(stage, f"{BATCH}/a%3Ab/events/e", json={"v": 12.5})
        assert answer.status_code == 202
        assert await client.get() == b"\x04\x0c\x01\x00\x01realtime:a:be" + b'{"v":12.5}'
        octets = {"content-type": "application/octet-stream"}
        await _post(stage, f"{BATCH}/a%3Ab/events/e", content=b"\x00\xff", headers=octets)
        assert await client.get() == b"\x04\x0c\x01\x00\x00realtime:a:be\x00\xff"

    play(scenario)


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({}, {"messages": ["can't be blank"]}),
        ({"messages": []}, {"messages": ["can't be blank"]}),
        (
            _messages("", event=None),
            {"messages": [{"topic": ["can't be blank"], "event": ["can't be blank"]}]},
        ),
        (_messages("a", payload=[1]), {"messages": [{"payload": ["is invalid"]}]}),
        (
            _messages("a", payload={"x": "y" * 1600}),
            {"messages": [{"payload": ["Payload size exceeds tenant limit"]}]},
        ),
    ],
)
def test_batch_that_cannot_be_is_refused_with_its_mistakes(
    play: Play, body: dict[str, Any], errors: dict[str, Any]
) -> None:
    async def scenario(stage: Stage) -> None:
        answer = await _post(stage, BATCH, json=body)
        assert (answer.status_code, answer.json()) == (422, {"errors": errors})

    play(scenario, limits=SMALL)


def test_requests_need_a_token_of_the_project(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        for path in (BATCH, f"{BATCH}/a/events/e"):
            assert (await _post(stage, path, token="x.y.z", json=_messages("a"))).status_code == 401  # noqa: S106
            assert (
                await _post(stage, path, token=stage.token(seconds=-1), json=_messages("a"))
            ).status_code == 401

    play(scenario)


def test_what_is_no_json_is_refused(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        json_type, text = {"content-type": "application/json"}, {"content-type": "text/plain"}
        assert (await _post(stage, BATCH, content="{", headers=json_type)).status_code == 400
        assert (await _post(stage, f"{BATCH}/a/events/e", content="{", headers=json_type)).status_code == 400
        assert (await _post(stage, f"{BATCH}/a/events/e", content="x", headers=text)).status_code == 415
        large = {"x": "y" * 1600}
        assert (await _post(stage, f"{BATCH}/a/events/e", json=large)).status_code == 422

    play(scenario, limits=SMALL)


def test_over_the_rate_both_answer_429(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        reduced = await _post(stage, BATCH, json=_messages(*["a"] * 11))
        assert (reduced.status_code, reduced.json()) == (
            429,
            {"message": "Too many messages to broadcast, please reduce the batch size"},
        )
        assert (await _post(stage, BATCH, json=_messages("a"))).status_code == 202
        stage.project.tenant.events.add(1000)
        await asyncio.sleep(0.7)
        for path in (BATCH, f"{BATCH}/a/events/e"):
            answer = await _post(stage, path, json=_messages("a"))
            assert (answer.status_code, answer.json()) == (
                429,
                {"message": "You have exceeded your rate limit"},
            )

    play(scenario, limits=SMALL, tick_seconds=0.5)


@pytest.mark.db
def test_private_topics_ask_the_policies(play: Play, database_url: str) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        await client.join("room:open", private=True)
        await client.join("room:quiet", private=True)
        answer = await _post(stage, BATCH, json=_messages("room:quiet", "room:open", private=True))
        assert answer.status_code == 202
        assert (await client.get())[2] == "realtime:room:open"
        assert await client.silent(), "a batch leaves out what may not be sent"
        refused = await _post(stage, f"{BATCH}/room:quiet/events/e?private=true", json={})
        assert (refused.status_code, refused.json()) == (403, {"message": "Unauthorized"})
        assert (await _post(stage, f"{BATCH}/room:open/events/e?private=true", json={})).status_code == 202
        assert isinstance(await client.get(), bytes)

    play(scenario, database_url)


@pytest.mark.db
def test_single_message_tells_why_policies_did_not_answer(play: Play, database_url: str) -> None:
    async def scenario(stage: Stage) -> None:
        await stage.order("partition", attached=False)
        answer = await _post(stage, f"{BATCH}/room:open/events/e?private=true", json={})
        assert (answer.status_code, answer.json()) == (422, {"message": "Missing messages partition"})

    play(scenario, database_url)


def test_capabilities_and_health_are_open(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        async with httpx.AsyncClient(base_url=stage.http) as client:
            told = (await client.get("/realtime/v1/capabilities")).json()
            assert told["server"] == "2.129.8"
            assert any("postgres_changes" in each for each in told["unfaithful"])
            assert told["limits"]["payload_kb"] == 1
            health = (await client.get("/health")).json()
            assert health == {"status": "ok", "replication": False, "clients": 0}

    play(scenario, limits=SMALL)
