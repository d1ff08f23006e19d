from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from pedschema.endpoint.presence import Presences
from pedschema.endpoint.tenant import Limits

if TYPE_CHECKING:
    from tests.endpoint.conftest import Play, Raw, Stage

TOPIC = "realtime:lobby"


def _limits(**changes: Any) -> Limits:
    values = {
        "users": 10,
        "events_per_second": 1000,
        "joins_per_second": 1000,
        "payload_kb": 1,
        "presence_per_second": 1000,
    }
    return Limits(**(values | changes))


async def _track(client: Raw, payload: object, reference: str = "9") -> None:
    body = {"type": "presence", "event": "track", "payload": payload}
    await client.send("1", reference, TOPIC, "presence", body)


async def _ends_with(client: Raw, sentence: str) -> None:
    while (frame := await client.get())[3] != "system":
        pass
    assert frame[4] == {"message": sentence, "status": "error", "extension": "system", "channel": "lobby"}
    assert (await client.get())[3] == "phx_close"


def test_two_members_may_share_a_key() -> None:
    presences = Presences()
    presences.track("room", "tab one", "ann", {"n": 1})
    presences.track("room", "tab two", "ann", {"n": 2})

    state: Any = presences.state("room")

    assert [meta["n"] for meta in state["ann"]["metas"]] == [1, 2]
    diff: Any = presences.untrack("room", "tab one")
    assert [meta["n"] for meta in diff["leaves"]["ann"]["metas"]] == [1]
    assert list(presences.state("room")) == ["ann"]


def test_who_is_not_shown_cannot_go() -> None:
    presences = Presences()

    assert presences.untrack("room", "nobody") is None
    assert presences.state("room") == {}


def test_the_servers_reference_wins_over_the_clients() -> None:
    presences = Presences()
    presences.track("room", "one", "ann", {"phx_ref": "mine"})

    state: Any = presences.state("room")

    assert state["ann"]["metas"][0]["phx_ref"] != "mine"


def test_tracking_the_same_again_changes_nothing(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        await client.join("lobby", presence={"enabled": True, "key": "ann"})
        assert (await client.get())[3] == "presence_state"
        await _track(client, {"n": 1})
        assert {(await client.get())[3], (await client.get())[3]} == {"presence_diff", "phx_reply"}
        await _track(client, {"n": 1})
        assert (await client.get())[4] == {"status": "ok", "response": {}}
        assert await client.silent()

    play(scenario)


def test_tracking_switches_presence_on(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        first, late = await stage.raw(), await stage.raw()
        await first.join("lobby", presence={"enabled": True, "key": "ann"})
        await _track(first, {"n": 1})
        await late.join("lobby", presence={"enabled": False, "key": "bob"})
        assert await late.silent(), "nobody asked for presence"
        await _track(late, {"n": 2})
        kinds = [(await late.get())[3] for _ in range(3)]
        assert kinds == ["presence_diff", "phx_reply", "presence_state"]

    play(scenario)


@pytest.mark.parametrize("payload", [None, "x", [1], 3])
def test_what_is_tracked_is_a_map(play: Play, payload: object) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        await client.join("lobby")
        await _track(client, payload)
        answer = {"status": "error", "response": {"reason": "Presence track payload must be a map"}}
        assert (await client.get())[4] == answer

    play(scenario)


def test_presence_knows_two_verbs(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        await client.join("lobby")
        for body, status in (({"event": "dance"}, "error"), ({}, "ok"), ({"event": "UNTRACK"}, "ok")):
            await client.send("1", "2", TOPIC, "presence", body)
            assert (await client.get())[4] == {"status": status, "response": {}}

    play(scenario)


def test_sixth_call_within_half_a_minute_ends_the_channel(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        await client.join("lobby")
        for number in range(6):
            await _track(client, {"n": number})
        await _ends_with(client, "Client presence rate limit exceeded")

    play(scenario)


def test_payload_over_the_limit_ends_the_channel(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        await client.join("lobby")
        await _track(client, {"text": "x" * 1600})
        await _ends_with(client, "Track message size exceeded")

    play(scenario, limits=_limits(payload_kb=1))


def test_too_many_presence_messages_end_the_channel(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        await client.join("lobby")
        stage.project.tenant.presences.add(1000)
        await asyncio.sleep(0.3)
        await _track(client, {"n": 99})
        await _ends_with(client, "Too many presence messages per second")
        late = await stage.raw()
        await late.join("lobby", presence={"enabled": True})
        await _ends_with(late, "Too many presence messages per second")

    play(scenario, limits=_limits(presence_per_second=20, presence_calls=100), tick_seconds=0.2)


def test_everybody_leaves_when_the_socket_ends(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        one, two = await stage.raw(), await stage.raw()
        await one.join("lobby", presence={"enabled": True, "key": "ann"})
        await two.join("lobby", presence={"enabled": True})
        assert (await two.get())[3] == "presence_state"
        await _track(one, {})
        assert list((await two.get())[4]["joins"]) == ["ann"]
        one.socket.transport.abort()
        assert list((await two.get())[4]["leaves"]) == ["ann"]

    play(scenario)
