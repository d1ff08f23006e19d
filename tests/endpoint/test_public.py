from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from websockets.exceptions import InvalidStatus

from pedschema.endpoint.tokens import sign_token

if TYPE_CHECKING:
    from tests.endpoint.conftest import Play, Stage

TOPIC = "realtime:lobby"
JOINED = {"status": "ok", "response": {"postgres_changes": []}}
BROADCAST = {"type": "broadcast", "event": "hi", "payload": {"n": 1}}


def test_join_is_answered_without_a_database(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        assert await client.join("lobby") == JOINED

    play(scenario)


def test_messages_reach_the_others_and_not_the_sender(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        sender, other, stranger = [await stage.raw() for _ in range(3)]
        await sender.join("lobby")
        await other.join("lobby")
        await stranger.join("attic")
        await sender.send("1", "2", TOPIC, "broadcast", BROADCAST)
        assert await other.get() == [None, None, TOPIC, "broadcast", BROADCAST]
        assert await sender.silent()
        assert await stranger.silent()

    play(scenario)


def test_sender_asks_for_its_own_messages_and_for_a_reply(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        sender = await stage.raw()
        await sender.join("lobby", broadcast={"self": True, "ack": True})
        await sender.send("1", "2", TOPIC, "broadcast", BROADCAST)
        assert await sender.get() == [None, None, TOPIC, "broadcast", BROADCAST]
        assert await sender.get() == ["1", "2", TOPIC, "phx_reply", {"status": "ok", "response": {}}]

    play(scenario)


def test_binary_broadcast_goes_out_as_it_came(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        sender, other, old = await stage.raw(), await stage.raw(), await stage.raw(vsn="1.0.0")
        await sender.join("lobby")
        await other.join("lobby")
        await old.socket.send(
            json.dumps({"topic": TOPIC, "event": "phx_join", "payload": {"config": {}}, "ref": "1"})
        )
        assert (await old.get())["payload"] == JOINED
        await sender.socket.send(
            b"\x03\x01\x01\x0e\x02\x00\x01" + b"12" + TOPIC.encode() + b"hi" + b'{"v":12.50}'
        )
        assert await other.get() == b"\x04\x0e\x02\x00\x01" + TOPIC.encode() + b"hi" + b'{"v":12.50}'
        assert (await old.get())["payload"] == {"event": "hi", "payload": {"v": 12.5}, "type": "broadcast"}
        await sender.socket.send(
            b"\x03\x01\x01\x0e\x02\x00\x00" + b"13" + TOPIC.encode() + b"hi" + b"\x00\xff"
        )
        assert await other.get() == b"\x04\x0e\x02\x00\x00" + TOPIC.encode() + b"hi" + b"\x00\xff"
        assert await old.silent()

    play(scenario)


def test_leave_is_answered_and_then_closed(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        await client.join("lobby")
        await client.send("1", "9", TOPIC, "phx_leave", {})
        assert await client.get() == ["1", "9", TOPIC, "phx_reply", {"status": "ok", "response": {}}]
        assert await client.get() == ["1", "1", TOPIC, "phx_close", {}]
        await client.send("1", "10", TOPIC, "broadcast", BROADCAST)
        assert (await client.get())[4] == {"status": "error", "response": {"reason": "unmatched topic"}}

    play(scenario)


def test_second_join_replaces_the_first(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        await client.join("lobby")
        assert await client.join("lobby") == JOINED
        assert await client.get() == ["1", "1", TOPIC, "phx_close", {}]
        await client.send("1", "8", TOPIC, "phx_leave", {})
        assert await client.silent(), "a leave of the first join is late"
        assert len(stage.project.hub.members("lobby")) == 1

    play(scenario)


@pytest.mark.parametrize("topic", ["lobby", "phoenix", "realtimelobby"])
def test_topics_begin_with_realtime(play: Play, topic: str) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        await client.send("1", "1", topic, "phx_join", {"config": {}})
        assert (await client.get())[4] == {"status": "error", "response": {"reason": "unmatched topic"}}

    play(scenario)


def test_topic_is_required(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        reply = await client.join("")
        assert reply["response"] == {"reason": "TopicNameRequired: You must provide a topic name"}

    play(scenario)


def test_malformed_frames_are_dropped_and_the_socket_stays(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        for frame in ("", "{", "[]", "[1]", '["1","2",3,4,5]', b"", b"\x03", b"\x09\x00"):
            await client.socket.send(frame)
        await client.send(None, "1", "phoenix", "heartbeat", {})
        assert await client.get() == [None, "1", "phoenix", "phx_reply", {"status": "ok", "response": {}}]

    play(scenario)


def test_topic_that_is_too_long_for_a_binary_frame_is_joined_all_the_same(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        client, sender = await stage.raw(), await stage.raw()
        topic = "x" * 300
        assert await client.join(topic) == JOINED
        await sender.join(topic)
        await sender.send("1", "2", f"realtime:{topic}", "broadcast", BROADCAST)
        assert (await client.get())[4] == BROADCAST

    play(scenario)


@pytest.mark.parametrize(
    ("token", "status", "sentence"),
    [
        ("", 401, "API key is missing"),
        ("x", 401, "The token provided is not a valid JWT"),
        (
            sign_token({"role": "anon"}, "the secret of another project, long enough too"),
            401,
            "Failed to validate JWT signature",
        ),
    ],
)
def test_sockets_need_a_token_of_the_project(play: Play, token: str, status: int, sentence: str) -> None:
    async def scenario(stage: Stage) -> None:
        with pytest.raises(InvalidStatus) as refused:
            await stage.raw_with(token)
        assert refused.value.response.status_code == status
        assert json.loads(refused.value.response.body) == {"error": sentence}

    play(scenario)


def test_join_with_an_expired_token_says_so(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        reply = await client.join("lobby", token=stage.token(seconds=-5))
        assert reply["response"] == {"reason": "InvalidJWTToken: Token has expired 5 seconds ago"}

    play(scenario)


def test_channel_ends_when_its_token_expires(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        await client.join("lobby", token=stage.token(seconds=2))
        system = await client.get()
        assert system[3] == "system"
        assert system[4] == {
            "message": "Token has expired 0 seconds ago",
            "status": "error",
            "extension": "system",
            "channel": "lobby",
        }
        assert (await client.get())[3] == "phx_close"

    play(scenario)


def test_new_token_keeps_the_channel_and_a_forged_one_ends_it(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        await client.join("lobby")
        for token in (stage.token("somebody else"), None, "sb_publishable_x"):
            await client.send("1", None, TOPIC, "access_token", {"access_token": token})
        assert await client.silent()
        forged = sign_token({"role": "anon"}, "the secret of another project, long enough too")
        await client.send("1", None, TOPIC, "access_token", {"access_token": forged})
        assert (await client.get())[4]["message"] == ":signature_error"
        assert (await client.get())[3] == "phx_close"

    play(scenario)


def test_private_only_projects_refuse_public_channels(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        reply = await client.join("lobby")
        assert reply["response"] == {"reason": "PrivateOnly: This project only allows private channels"}

    play(scenario, private_only=True)


def test_subscriptions_to_changes_are_echoed_and_refused(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        wanted = {"event": "*", "schema": "public", "table": "notes"}
        reply = await client.join("lobby", postgres_changes=[wanted])
        assert reply["response"]["postgres_changes"][0].items() > wanted.items()
        system = (await client.get())[4]
        assert (system["extension"], system["status"]) == ("postgres_changes", "error")
        assert system["message"].endswith("[event: *, schema: public, table: notes, filters: []]")
        await client.send("1", "5", TOPIC, "phx_leave", {})
        assert (await client.get())[4]["status"] == "ok", "the channel is still there"

    play(scenario)


def test_neither_tokens_nor_payloads_are_logged(play: Play, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")

    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        await client.join("lobby", token="a.secret.token", broadcast={"self": True})  # noqa: S106
        await client.join("lobby", broadcast={"self": True})
        payload = {"type": "broadcast", "event": "e", "payload": {"text": "a secret payload"}}
        await client.send("2", "3", TOPIC, "broadcast", payload)
        await client.socket.send("{a secret frame")
        await client.get()
        with pytest.raises(InvalidStatus):
            await stage.raw_with("another.secret.token")

    play(scenario)
    told = [
        record.getMessage() for record in caplog.records if not record.name.startswith("websockets.client")
    ]
    assert not [line for line in told if "secret" in line or "eyJ" in line]


def test_bug_of_ours_costs_one_frame(
    play: Play, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def stumble(*_: object) -> None:
        raise KeyError("a secret")

    monkeypatch.setattr("pedschema.endpoint.socket.parse_config", stumble)

    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        assert (await client.join("lobby"))["response"] == {"reason": "Unknown Error on Channel"}
        await client.send(None, "7", "phoenix", "heartbeat", {})
        assert (await client.get())[1] == "7"

    play(scenario)
    assert "UnknownErrorOnWebSocketMessage: KeyError at test_public.py" in caplog.text
    assert "a secret" not in caplog.text
