from __future__ import annotations

import asyncio
import json
import logging
from typing import TYPE_CHECKING, Any

import pytest

from pedschema.client import ClientError, FaultError, Name, State
from tests.client.conftest import PUBLIC, Apps, Seen, Tokens, until, watch

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.endpoint.conftest import Stage


def test_users_of_a_topic_share_one_channel(run_apps: Callable[..., None]) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        app, _ = apps.make(stage)
        one, two = (watch(app.channel("room:a", PUBLIC)) for _ in range(2))
        await one.until(State.LIVE)
        await two.until(State.LIVE)
        assert len(stage.project.hub.members("room:a")) == 1
        other, _ = apps.make(stage)
        sender = other.channel("room:a", PUBLIC).subscribe()
        await sender.settle()
        await sender.send_broadcast("greet", {"text": "hi"})
        await until(lambda: one.messages and two.messages)
        assert one.messages[0]["payload"] == two.messages[0]["payload"] == {"text": "hi"}

    run_apps(scenario)


def test_bare_client_never_calls_the_second_subscriber(run_apps: Callable[..., None]) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        bare = apps.make_bare(stage, stage.token())
        first = bare.channel("room:a", PUBLIC)  # type: ignore[arg-type]
        await first.subscribe()
        second = bare.channel("room:a", PUBLIC)  # type: ignore[arg-type]
        assert second is first
        with pytest.raises(Exception, match="multiple times"):
            await second.subscribe()

    run_apps(scenario)


def test_late_user_gets_the_status_at_once_and_reads_once(run_apps: Callable[..., None]) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        app, _ = apps.make(stage)
        first = watch(app.channel("room:a", PUBLIC))
        await first.until(State.LIVE)
        late = Seen(app.channel("room:a", PUBLIC))
        assert late.statuses == []
        late.subscription.subscribe()
        assert [status.state for status in late.statuses] == [State.LIVE]
        assert (first.refreshes, late.refreshes) == ([False], [False])

    run_apps(scenario)


def test_channel_ends_when_the_last_user_and_the_grace_are_gone(run_apps: Callable[..., None]) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        app, sink = apps.make(stage, grace=0.2)
        one, two = (watch(app.channel("room:a", PUBLIC)) for _ in range(2))
        await one.until(State.LIVE)
        one.subscription.release()
        one.subscription.release()
        await asyncio.sleep(0.3)
        assert two.subscription.status.state is State.LIVE
        two.subscription.release()
        again = watch(app.channel("room:a", PUBLIC))
        await asyncio.sleep(0.3)
        assert again.statuses[-1].state is State.LIVE, "came back within the grace"
        assert sink.count(Name.SUBSCRIBED) == 1
        again.subscription.release()
        await until(lambda: not stage.project.hub.members("room:a"))
        await until(lambda: not stage.project.sockets)
        assert (app.count_channels(), sink.count(Name.UNSUBSCRIBE)) == (0, 1)

    run_apps(scenario)


def test_topic_is_joined_anew_while_it_is_still_being_left(run_apps: Callable[..., None]) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        app, sink = apps.make(stage, grace=0)
        for _ in range(3):
            seen = watch(app.channel("room:a", PUBLIC))
            await seen.until(State.LIVE)
            seen.subscription.release()
            while app.count_channels():  # noqa: ASYNC110 - at once, before the server has answered
                await asyncio.sleep(0)
        last = watch(app.channel("room:a", PUBLIC))
        await last.until(State.LIVE)
        await asyncio.sleep(0.2)
        assert last.codes == []
        assert len(stage.project.hub.members("room:a")) == 1
        assert sink.count(Name.ERROR) == 0

    run_apps(scenario)


def test_message_that_comes_again_is_told_once(run_apps: Callable[..., None]) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        app, _ = apps.make(stage)
        seen = watch(app.channel("room:a", PUBLIC))
        await seen.until(State.LIVE)
        shared = app._channels["room:a"]
        for id_ in ("a", "b", "a", None, None):
            shared._hear({"event": "greet", "payload": {}, "meta": {"id": id_}})
        assert [message["meta"]["id"] for message in seen.messages] == ["a", "b", None, None]

    run_apps(scenario)


def test_bare_channel_is_dead_for_all_when_one_removes_it(run_apps: Callable[..., None]) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        bare = apps.make_bare(stage, stage.token())
        keep = bare.channel("room:b", PUBLIC)  # type: ignore[arg-type]
        await keep.subscribe()
        mine = bare.channel("room:a", PUBLIC)  # type: ignore[arg-type]
        await mine.subscribe()
        yours = bare.channel("room:a", PUBLIC)  # type: ignore[arg-type]
        await bare.remove_channel(mine)
        assert yours.is_leaving or yours.is_closed

    run_apps(scenario)


def test_nothing_of_a_token_or_a_payload_is_logged(
    run_apps: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        def fail(message: Any) -> None:
            raise ValueError(message["payload"]["text"])

        token = stage.token()
        app, sink = apps.make(stage, Tokens([token]))
        app.channel("room:a", PUBLIC).on_broadcast("greet", fail).subscribe()
        sender, _ = apps.make(stage)
        sending = sender.channel("room:a", PUBLIC).subscribe()
        await sending.settle()
        await until(lambda: len(stage.project.hub.members("room:a")) == 2)
        await sending.send_broadcast("greet", {"text": "a private word"})
        await until(lambda: sink.count(Name.ERROR, "code=ListenerFailed"))
        ours = [
            record.getMessage() for record in caplog.records if record.name.startswith("pedschema.client")
        ]
        assert ours == ["a listener raises ValueError"]
        told = json.dumps([*map(str, sink.counts)])
        assert not any(word in told for word in (token, "room:a", "private word", "Room"))

    with caplog.at_level(logging.DEBUG):
        run_apps(scenario)


def test_options_that_conflict_are_refused(run_apps: Callable[..., None]) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        app, _ = apps.make(stage)
        app.channel("room:a", PUBLIC).subscribe()
        app.channel("room:a", {"config": {"private": False}}).subscribe()
        with pytest.raises(ClientError, match="channel-options-conflict"):
            app.channel("room:a", {"config": {"private": True}}).subscribe()

    run_apps(scenario)


def test_channels_stay_below_the_servers_limit(run_apps: Callable[..., None]) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        app, sink = apps.make(stage, channels=2)
        app.channel("room:a", PUBLIC).subscribe()
        app.channel("room:b", PUBLIC).subscribe()
        app.channel("room:a", PUBLIC).subscribe()
        with pytest.raises(ClientError, match="channel-limit"):
            app.channel("room:c", PUBLIC).subscribe()
        assert sink.count(Name.ERROR, "code=TooManyChannels") == 1

    run_apps(scenario)


def test_screens_are_counted_and_released_together(run_apps: Callable[..., None]) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        app, _ = apps.make(stage)
        with app.screen("Hall") as hall:
            hall.channel("room:a", PUBLIC).subscribe()
            hall.channel("room:b", PUBLIC).subscribe()
            app.screen("Kitchen").channel("room:a", PUBLIC).subscribe()
            assert app.count_by_screen() == {"Hall": 2, "Kitchen": 1}
        assert app.count_by_screen() == {"Kitchen": 1}
        await until(lambda: app.count_channels() == 1)

    run_apps(scenario)


def test_nothing_is_sent_before_the_channel_is_joined(run_apps: Callable[..., None]) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        app, _ = apps.make(stage)
        channel: Any = app.channel("room:a", PUBLIC)
        with pytest.raises(FaultError, match="NotJoined"):
            await channel.send_broadcast("greet", {})

    run_apps(scenario)
