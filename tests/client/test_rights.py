"""Tokens and rights: what the app hands over, what the server makes of it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from realtime import AsyncRealtimeChannel

from pedschema.client import FaultError, Name, State
from tests.client.conftest import PRIVATE, PUBLIC, Apps, Tokens, until, watch

if TYPE_CHECKING:
    from tests.endpoint.conftest import Stage

pytestmark = pytest.mark.filterwarnings("ignore:ConnectionClosed.code:DeprecationWarning")
Run = Any


@pytest.mark.db
def test_expired_token_is_renewed_once_for_all_channels(run_apps: Run, database_url: str) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        tokens = Tokens([stage.token(), stage.token(seconds=7000)])
        app, _ = apps.make(stage, tokens)
        seen = [watch(app.channel(topic, PRIVATE)) for topic in ("room:open", "room:other")]
        for one in seen:
            await one.until(State.LIVE)
        await stage.order("expire-tokens")
        await until(lambda: all(one.refreshes == [False, True] for one in seen))
        assert tokens.refreshed == 1
        assert {code for one in seen for code in one.codes} == {"InvalidJWTToken"}

    run_apps(scenario, database_url)


@pytest.mark.db
def test_lost_right_stops_the_channel_and_a_new_token_starts_it(run_apps: Run, database_url: str) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        app, _ = apps.make(stage, Tokens([stage.token()]))
        seen = watch(app.channel("room:open", PRIVATE))
        await seen.until(State.LIVE)
        await app.set_token(stage.anon)
        status = await seen.until(State.STOPPED)
        assert status.fault is not None
        assert status.fault.code == "Unauthorized"
        await app.set_token(stage.token(seconds=7000))
        await seen.until(State.LIVE)
        assert seen.refreshes == [False, True]

    run_apps(scenario, database_url)


@pytest.mark.db
def test_send_without_the_right_is_told_where_words_are_awaited(run_apps: Run, database_url: str) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        app, _ = apps.make(stage, Tokens([stage.token()]), timeout=1)
        asking = {"config": {"private": True, "broadcast": {"ack": True}}}
        quiet = app.channel("room:quiet", asking).subscribe()
        assert (await quiet.settle()).state is State.LIVE
        with pytest.raises(FaultError, match="SendUnanswered"):
            await quiet.send_broadcast("greet", {})
        loud = app.channel("room:open", asking).subscribe()
        await loud.settle()
        await loud.send_broadcast("greet", {})

    run_apps(scenario, database_url)


def test_token_that_the_app_cannot_hand_over_is_told(run_apps: Run) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        async def fail(*, refresh: bool) -> str:
            raise ConnectionError(str(refresh))

        app, _ = apps.make(stage, fail)
        status = await watch(app.channel("room:a", PUBLIC)).until(State.WAITING)
        assert status.fault is not None
        assert (status.fault.code, status.fault.class_) == ("TokenUnavailable", "auth-token")

    run_apps(scenario)


def test_new_token_is_tried_before_the_wait_is_over(run_apps: Run) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        async def fail(*, refresh: bool) -> str:
            raise ConnectionError(str(refresh))

        app, _ = apps.make(stage, fail, chance=lambda: 1.0)
        seen = watch(app.channel("room:a", PUBLIC))
        await until(lambda: (seen.subscription.status.wait or 0) >= 3)
        await app.set_token(stage.token())
        await seen.until(State.LIVE, seconds=2.5)

    run_apps(scenario)


def test_newer_token_of_the_app_is_taken_with_a_heartbeat(run_apps: Run) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        tokens = Tokens([stage.token()])
        app, sink = apps.make(stage, tokens, heartbeat=0.1)
        seen = watch(app.channel("room:a", PUBLIC))
        await seen.until(State.LIVE)
        newer = stage.token(seconds=7000)
        tokens.tokens[0] = newer
        member: Any = stage.project.hub.members("room:a")[0]
        await until(lambda: member.token == newer)
        assert (sink.count(Name.SUBSCRIBED), seen.codes) == (1, [])

    run_apps(scenario)


def test_key_of_another_project_stops_every_channel(run_apps: Run) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        key = stage.anon
        await stage.order("rotate", secret="the secret of another project, which is as long as ours")  # noqa: S106
        app, sink = apps.make(stage, key=key)
        seen = [watch(app.channel(f"room:{name}", PUBLIC)) for name in "ab"]
        for one in seen:
            status = await one.until(State.STOPPED)
            assert status.fault is not None
            assert status.fault.code == "JwtSignatureError"
        assert sink.count(Name.ERROR, "phase=connect", "topic=room:{name}") == 2
        assert sink.count(Name.ERROR, "phase=connect") == 3, "one attempt for both"
        assert not stage.project.sockets

    run_apps(scenario)


def test_token_that_the_app_is_slow_to_hand_over_stops_no_heartbeat(run_apps: Run) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        asked = 0

        async def token(*, refresh: bool) -> str:  # noqa: ARG001 - as the layer calls it
            nonlocal asked
            asked += 1
            if asked > 1:
                await asyncio.Event().wait()
            return stage.token()

        app, sink = apps.make(stage, token, heartbeat=0.1, timeout=1)
        await watch(app.channel("room:a", PUBLIC)).until(State.LIVE)
        await until(lambda: sink.count(Name.HEARTBEAT) > 2)
        assert asked > 2

    run_apps(scenario)


def test_empty_token_leaves_nobody_with_the_last_one(run_apps: Run) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        app, sink = apps.make(stage, Tokens([""]))
        seen = watch(app.channel("room:a", PUBLIC))
        await seen.until(State.WAITING)
        assert (seen.codes, sink.count(Name.SUBSCRIBED)) == (["TokenUnavailable"], 0)

    run_apps(scenario)


def test_token_reaches_every_channel_though_some_come_and_go_meanwhile(
    run_apps: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        app, _ = apps.make(stage)
        for name in "ab":
            await watch(app.channel(f"room:{name}", PUBLIC)).until(State.LIVE)
        raw = app._connection.raw
        handed: list[str] = []

        async def push(channel: Any, event: str, payload: dict[str, str]) -> None:
            assert (event, payload) == ("access_token", {"access_token": token})
            handed.append(channel.topic)
            raw.channels[f"realtime:{len(handed)}"] = AsyncRealtimeChannel(raw, "realtime:new")

        token = stage.token()
        with monkeypatch.context() as patch:
            patch.setattr(AsyncRealtimeChannel, "push", push)
            await app.set_token(token)
        for number in (1, 2):
            del raw.channels[f"realtime:{number}"]
        assert handed == ["realtime:room:a", "realtime:room:b"]

    run_apps(scenario)


def test_token_source_that_is_cancelled_by_itself_is_asked_again(run_apps: Run) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        asked = 0

        async def token(*, refresh: bool) -> str:  # noqa: ARG001 - as the layer calls it
            nonlocal asked
            asked += 1
            if asked == 1:
                raise asyncio.CancelledError
            return stage.token()

        app, _ = apps.make(stage, token)
        seen = watch(app.channel("room:a", PUBLIC))
        await seen.until(State.LIVE)
        assert "TokenUnavailable" in seen.codes

    run_apps(scenario)


def test_token_that_was_asked_for_before_does_not_follow_a_new_one(run_apps: Run) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        asked, answered = asyncio.Event(), asyncio.Event()
        old, new = stage.token(seconds=900), stage.token(seconds=1800)
        is_slow = False

        async def token(*, refresh: bool) -> str:  # noqa: ARG001 - as the layer calls it
            if is_slow and not asked.is_set():
                asked.set()
                await answered.wait()
                return old
            return new if is_slow else old

        app, sink = apps.make(stage, token, heartbeat=0.1)
        await watch(app.channel("room:a", PUBLIC)).until(State.LIVE)
        is_slow = True
        await asked.wait()
        handed: list[str | None] = []
        await app.set_token(new)
        take = app._connection._hand_over

        async def hand_over(told: str) -> None:
            handed.append(told)
            await take(told)

        app._connection._hand_over = hand_over  # type: ignore[method-assign]
        beats = sink.count(Name.HEARTBEAT)
        answered.set()
        await until(lambda: sink.count(Name.HEARTBEAT) > beats + 1)
        assert old not in handed
        assert app._connection.raw.access_token == new

    run_apps(scenario)
