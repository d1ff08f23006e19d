from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from psycopg import sql

from pedschema.endpoint.tokens import sign_token
from pedschema.platform import run_partitions

if TYPE_CHECKING:
    from pedschema.probe.database import RealtimeDatabase
    from tests.endpoint.conftest import Play, Raw, Stage

pytestmark = pytest.mark.db

JOINED = {"status": "ok", "response": {"postgres_changes": []}}
MEMBER = "bbbbbbbb-0000-4000-8000-000000000001"
SECRET = "a development secret of more than thirty-two bytes"  # noqa: S105
BROADCAST = {"type": "broadcast", "event": "hi", "payload": {"n": 1}}


def _denied(topic: str) -> dict[str, Any]:
    reason = f"Unauthorized: You do not have permissions to read from this Channel topic: {topic}"
    return {"status": "error", "response": {"reason": reason}}


async def _system(client: Raw) -> str:
    frame = await client.get()
    assert frame[3] == "system", frame
    return str(frame[4]["message"])


@pytest.mark.parametrize("topic", ["room:open", "room:quiet", f"person:{MEMBER}", "room:hall"])
def test_topics_that_policies_open_are_joined(play: Play, database_url: str, topic: str) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        assert await client.join(topic, private=True, presence={"enabled": True}) == JOINED

    play(scenario, database_url)


@pytest.mark.parametrize(
    "topic", ["room:openx", "person:somebody", "realtime:room:open", "room:\x00", "room:hall"]
)
def test_topics_that_no_policy_opens_are_refused(play: Play, database_url: str, topic: str) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        assert await client.join(topic, private=True) == _denied(topic)
        assert await client.join(topic) == JOINED, "the public topic of the name is another one"

    play(scenario, database_url)


def test_policy_that_raises_refuses(play: Play, database_url: str) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw(stage.anon)
        assert await client.join("room:broken", private=True) == _denied("room:broken")

    play(scenario, database_url)


def test_role_that_does_not_exist_is_refused(play: Play, database_url: str) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw(sign_token({"role": "nobody"}, SECRET))
        assert await client.join("room:open", private=True) == _denied("room:open")

    play(scenario, database_url)


def test_login_that_may_not_take_on_a_role_is_no_answer_about_rights(
    play: Play, realtime_db: RealtimeDatabase
) -> None:
    role = f"guest_{uuid4().hex[:8]}"

    async def scenario(stage: Stage) -> None:
        client = await stage.raw(sign_token({"role": role}, SECRET))
        reply = await client.join("room:open", private=True)
        assert reply["response"] == {"reason": "Realtime was unable to connect to the project database"}

    admin = realtime_db.connect("supabase_admin")
    admin.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(role)))
    try:
        play(scenario, realtime_db.url_of("postgres"))
    finally:
        admin.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))


def test_policies_read_the_headers_of_the_request(play: Play, database_url: str) -> None:
    async def scenario(stage: Stage) -> None:
        with_header = await stage.raw(additional_headers={"x-door": "open", "y-door": "open"})
        without = await stage.raw()
        assert await with_header.join("room:headed", private=True) == JOINED
        assert await without.join("room:headed", private=True) == _denied("room:headed")

    play(scenario, database_url)


def test_who_may_not_write_gets_no_answer(play: Play, database_url: str) -> None:
    async def scenario(stage: Stage) -> None:
        sender, other = await stage.raw(), await stage.raw()
        await sender.join("room:quiet", private=True, broadcast={"ack": True})
        await other.join("room:quiet", private=True)
        await sender.send("1", "2", "realtime:room:quiet", "broadcast", BROADCAST)
        assert await sender.silent()
        assert await other.silent()

    play(scenario, database_url)


def test_private_and_public_channels_never_meet(play: Play, database_url: str) -> None:
    async def scenario(stage: Stage) -> None:
        private, second, public = [await stage.raw() for _ in range(3)]
        await private.join("room:open", private=True)
        await second.join("room:open", private=True)
        await public.join("room:open")
        await private.send("1", "2", "realtime:room:open", "broadcast", BROADCAST)
        assert (await second.get())[4] == BROADCAST
        assert await public.silent()

    play(scenario, database_url)


def test_who_may_read_presence_alone_hears_no_broadcast(play: Play, database_url: str) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        await client.join("room:hall", private=True, presence={"enabled": True})
        assert (await client.get())[3] == "presence_state"
        backend = await stage.raw(sign_token({"role": "service_role"}, SECRET))
        await backend.join("room:hall", private=True)
        await backend.send("1", "2", "realtime:room:hall", "broadcast", BROADCAST)
        assert await client.silent()

    play(scenario, database_url)


def test_token_without_the_right_ends_the_channel(play: Play, database_url: str) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        topic = f"person:{MEMBER}"
        await client.join(topic, private=True)
        other = {"access_token": stage.token("cccccccc-0000-4000-8000-000000000001")}
        await client.send("1", None, f"realtime:{topic}", "access_token", other)
        assert (
            await _system(client) == f"You do not have permissions to read from this Channel topic: {topic}"
        )
        assert (await client.get())[3] == "phx_close"

    play(scenario, database_url)


def test_token_that_loses_one_of_two_rights_ends_the_channel(
    play: Play, database_url: str, realtime_db: RealtimeDatabase
) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        await client.join("room:open", private=True, presence={"enabled": True})
        assert (await client.get())[3] == "presence_state"
        realtime_db.connection.execute("DROP POLICY open_all ON realtime.messages")
        realtime_db.connection.execute(
            "CREATE POLICY half ON realtime.messages FOR SELECT TO authenticated"
            " USING (extension = 'broadcast')"
        )
        await client.send(
            "1", None, "realtime:room:open", "access_token", {"access_token": stage.token(seconds=100)}
        )
        message = await _system(client)
        assert message == "You no longer have permission to read from this Channel topic: room:open"
        assert (await client.get())[3] == "phx_close"

    play(scenario, database_url)


def test_policies_are_asked_again_at_the_next_join_only(
    play: Play, database_url: str, realtime_db: RealtimeDatabase
) -> None:
    async def scenario(stage: Stage) -> None:
        joined, sender, late = [await stage.raw() for _ in range(3)]
        await joined.join("room:open", private=True)
        await sender.join("room:open", private=True)
        await sender.send("1", "2", "realtime:room:open", "broadcast", BROADCAST)
        assert (await joined.get())[4] == BROADCAST
        realtime_db.connection.execute("DROP POLICY open_all ON realtime.messages")
        assert await late.join("room:open", private=True) == _denied("room:open")
        await sender.send("1", "3", "realtime:room:open", "broadcast", BROADCAST)
        assert (await joined.get())[4] == BROADCAST

    play(scenario, database_url)


def test_missing_partition_has_a_code_of_its_own(play: Play, database_url: str) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        await stage.order("partition", attached=False)
        reply = await client.join("room:open", private=True)
        assert reply["response"] == {
            "reason": "MissingPartition: Realtime was unable to find the expected messages partition"
        }
        await stage.order("partition", attached=True)
        assert await client.join("room:open", private=True) == JOINED

    play(scenario, database_url)
    run_partitions(database_url)


def test_database_that_is_away_refuses_private_joins_alone(play: Play) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        reply = await client.join("room:open", private=True)
        assert reply["response"] == {
            "reason": "UnableToConnectToProject: Realtime was unable to connect to the project database"
        }
        assert await client.join("lobby") == JOINED

    play(scenario)


def test_connections_that_the_server_ended_are_opened_again(
    play: Play, database_url: str, realtime_db: RealtimeDatabase
) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        assert await client.join("room:open", private=True) == JOINED
        with realtime_db.connect("supabase_admin") as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = 'realtime_connect' AND datname = current_database()"
            )
        await asyncio.sleep(0.1)
        assert await client.join("room:quiet", private=True) == JOINED

    play(scenario, database_url)


def test_presence_is_seen_by_everybody(play: Play, database_url: str) -> None:
    async def scenario(stage: Stage) -> None:
        one, two = await stage.raw(), await stage.raw()
        topic = "realtime:room:open"
        await one.join("room:open", private=True, presence={"enabled": True, "key": "one"})
        assert (await one.get())[3:] == ["presence_state", {}]
        await one.send(
            "1", "2", topic, "presence", {"type": "presence", "event": "TRACK", "payload": {"a": 1}}
        )
        diff = await one.get()
        assert diff[3] == "presence_diff"
        (meta,) = diff[4]["joins"]["one"]["metas"]
        assert (meta["a"], diff[4]["leaves"]) == (1, {})
        assert (await one.get())[4] == {"status": "ok", "response": {}}
        await two.join("room:open", private=True, presence={"enabled": True, "key": "two"})
        assert (await two.get())[4] == {"one": {"metas": [meta]}}
        await one.send("1", "3", topic, "presence", {"event": "track", "payload": {"a": 2}})
        changed = (await two.get())[4]
        assert changed["leaves"] == {"one": {"metas": [meta]}}
        assert changed["joins"]["one"]["metas"][0]["phx_ref_prev"] == meta["phx_ref"]
        await one.socket.close()
        assert (await two.get())[4]["leaves"]["one"]["metas"][0]["a"] == 2

    play(scenario, database_url)


def test_presence_without_the_right_is_answered_by_an_empty_error(play: Play, database_url: str) -> None:
    async def scenario(stage: Stage) -> None:
        client = await stage.raw()
        await client.join("room:hall", private=True, presence={"enabled": True})
        assert (await client.get())[3] == "presence_state"
        await client.send("1", "2", "realtime:room:hall", "presence", {"event": "track", "payload": {}})
        assert (await client.get())[4] == {"status": "error", "response": {}}

    play(scenario, database_url)
