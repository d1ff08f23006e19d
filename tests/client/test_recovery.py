"""What the library does by itself, and what the layer makes of it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from realtime import RealtimeSubscribeStates

from pedschema.client import Name, State
from pedschema.client.channel import Line, Options
from pedschema.client.status import Explainer
from tests.client.conftest import PRIVATE, PUBLIC, READY, Apps, Tokens, until, watch

if TYPE_CHECKING:
    from collections.abc import Callable

    from pedschema.probe.database import RealtimeDatabase
    from tests.endpoint.conftest import Stage

pytestmark = pytest.mark.filterwarnings("ignore:ConnectionClosed.code:DeprecationWarning")
Run = Any
STATES = RealtimeSubscribeStates


async def _bare(apps: Apps, stage: Stage, topic: str, params: Any, **options: Any) -> tuple[Any, list[Any]]:
    states: list[Any] = []
    channel = apps.make_bare(stage, stage.token(), **options).channel(topic, params)
    await channel.subscribe(lambda state, _: states.append(state))
    return channel, states


@pytest.mark.db
def test_denied_topic_is_given_up_and_the_bare_client_tries_for_ever(
    run_apps: Run, database_url: str
) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        _, states = await _bare(apps, stage, "room:closed", PRIVATE)
        app, sink = apps.make(stage, Tokens([stage.token()]))
        seen = watch(app.channel("room:closed", PRIVATE))
        status = await seen.until(State.STOPPED)
        assert status.fault is not None
        assert (status.fault.code, status.fault.class_, status.fault.action) == (
            "Unauthorized",
            "auth-denied",
            "stop",
        )
        assert status.fault.message == "Live updates are not available to you here."
        await until(lambda: states.count(STATES.CHANNEL_ERROR) > 2)
        assert sink.count(Name.SUBSCRIBE) == 1

    run_apps(scenario, database_url)


def test_channel_closed_by_the_server_comes_back_and_the_bare_clients_does_not(run_apps: Run) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        _, states = await _bare(apps, stage, "room:a", PUBLIC)
        app, sink = apps.make(stage)
        seen = watch(app.channel("room:a", PUBLIC))
        await seen.until(State.LIVE)
        await stage.order("close", message="Node request timeout")
        await seen.until(State.WAITING)
        await seen.until(State.LIVE)
        assert set(seen.codes) == {"TimeoutOnRpcCall"}
        assert seen.refreshes == [False, True]
        assert (sink.count(Name.CLOSED, "asked=False"), sink.count(Name.REJOIN)) == (1, 1)
        assert states[-1] is STATES.CLOSED
        assert len(stage.project.hub.members("room:a")) == 1

    run_apps(scenario)


@pytest.mark.parametrize(
    ("sentence", "class_", "least"),
    [("Too many messages per second", "quota", 30.0), ("Query was cancelled", "capacity", 10.0)],
)
def test_wait_is_that_of_the_class(run_apps: Run, sentence: str, class_: str, least: float) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        app, _ = apps.make(stage)
        seen = watch(app.channel("room:a", PUBLIC))
        await seen.until(State.LIVE)
        await stage.order("close", message=sentence)
        status = await seen.until(State.WAITING)
        assert status.fault is not None
        assert status.fault.class_ == class_
        assert status.wait is not None
        assert least <= status.wait <= least * 1.5

    run_apps(scenario)


def test_dropped_socket_comes_back_with_every_channel(run_apps: Run) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        app, _ = apps.make(stage)
        seen = [watch(app.channel(f"room:{name}", PUBLIC)) for name in "abc"]
        for one in seen:
            await one.until(State.LIVE)
        await stage.order("drop")
        await until(lambda: all(one.refreshes == [False, True] for one in seen))
        assert {code for one in seen for code in one.codes} == {"SocketLost"}
        assert len(stage.project.sockets) == 1

    run_apps(scenario)


@pytest.mark.filterwarnings("error:ConnectionClosed.code:DeprecationWarning")
def test_library_that_stops_reading_is_noticed_and_the_bare_client_believes(
    run_apps: Run,
) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        channel, _ = await _bare(apps, stage, "room:a", PUBLIC)
        app, _ = apps.make(stage)
        seen = watch(app.channel("room:a", PUBLIC))
        await seen.until(State.LIVE)
        await stage.order("drop")
        await until(lambda: seen.refreshes == [False, True])
        assert channel.socket.is_connected
        assert channel.socket._listen_task.exception() is not None

    run_apps(scenario)


def test_refused_sockets_are_told_once_and_the_bare_client_gives_up(run_apps: Run) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        await stage.order("refuse-connections", count=2)
        bare = apps.make_bare(stage, stage.token(), max_retries=1)
        with pytest.raises(Exception, match="429"):
            await bare.channel("room:a", PUBLIC).subscribe()  # type: ignore[arg-type]
        app, sink = apps.make(stage)
        seen = [watch(app.channel(f"room:{name}", PUBLIC)) for name in "abc"]
        for one in seen:
            status = await one.until(State.WAITING)
            assert status.fault is not None
            assert status.fault.code == "ConnectionRateLimitReached"
        assert sink.count(Name.ERROR, "phase=connect") == 1, "one attempt for all"

    run_apps(scenario)


def test_listener_that_raises_ends_nothing_and_deafens_the_bare_client(run_apps: Run) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        def fail(_: Any) -> None:
            raise ValueError("a mistake of the app")

        heard: list[Any] = []
        channel, _ = await _bare(apps, stage, "room:a", PUBLIC)
        channel.on_broadcast("greet", fail)
        channel.on_broadcast("greet", heard.append)
        app, sink = apps.make(stage)
        seen = watch(app.channel("room:a", PUBLIC).on_broadcast("greet", fail).on_status(fail))
        await seen.until(State.LIVE)
        sender, _ = apps.make(stage)
        sending = sender.channel("room:a", PUBLIC).subscribe()
        await sending.settle()
        for number in range(3):
            await sending.send_broadcast("greet", {"n": number})
        await until(lambda: len(seen.messages) == 3)
        assert sink.count(Name.ERROR, "code=ListenerFailed") >= 3
        assert heard == []
        task = channel.socket._listen_task
        assert task.done()
        assert channel.socket.is_connected, "and it believes all is well"
        with pytest.raises(ValueError, match="a mistake"):
            task.result()

    run_apps(scenario)


def test_half_open_socket_is_noticed_and_the_bare_client_waits(run_apps: Run) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        channel, _ = await _bare(apps, stage, "room:a", PUBLIC)
        app, sink = apps.make(stage, heartbeat=0.3)
        seen = watch(app.channel("room:a", PUBLIC))
        await seen.until(State.LIVE)
        await until(lambda: sink.count(Name.HEARTBEAT) > 0)
        await stage.order("heartbeats", stopped=True)
        await until(lambda: "HeartbeatTimedOut" in seen.codes)
        await stage.order("heartbeats", stopped=False)
        await until(lambda: seen.refreshes == [False, True])
        assert channel.socket.is_connected

    run_apps(scenario)


@pytest.mark.db
def test_live_means_that_messages_of_the_database_come(
    run_apps: Run, database_url: str, realtime_db: RealtimeDatabase
) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        app, _ = apps.make(stage, Tokens([stage.token()]))
        seen = watch(app.channel("room:open", READY))
        await seen.until(State.LIVE)
        states = [status.state for status in seen.statuses]
        assert states == [State.IDLE, State.JOINING, State.SUBSCRIBED, State.LIVE]
        assert seen.refreshes == [False]
        realtime_db.connection.execute("SELECT realtime.send('{\"n\": 1}', 'written', 'room:open')")
        await until(lambda: seen.messages)
        assert seen.messages[0]["payload"]["n"] == 1

    run_apps(scenario, database_url, replicates=True)


def test_restart_is_waited_out(run_apps: Run) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        app, _ = apps.make(stage)
        seen = watch(app.channel("room:a", PUBLIC))
        await seen.until(State.LIVE)
        await stage.order("restart", seconds=1.8)
        await until(lambda: seen.refreshes == [False, True], 12)
        assert seen.codes[0] == "SocketLost"
        assert "RealtimeRestarting" in seen.codes

    run_apps(scenario)


def test_close_leaves_nothing_behind(run_apps: Callable[..., None]) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        before = asyncio.all_tasks()
        app, _ = apps.make(stage, grace=5)
        seen = [watch(app.channel(f"room:{name}", PUBLIC)) for name in "ab"]
        await seen[0].until(State.LIVE)
        seen[1].subscription.release()
        await app.close()
        await until(lambda: not stage.project.sockets)
        assert seen[0].statuses[-1].state is State.CLOSED
        await asyncio.sleep(0)
        ours = [task for task in asyncio.all_tasks() - before if "pedschema/client" in repr(task)]
        assert ours == []

    run_apps(scenario)


@pytest.mark.db
def test_messages_of_the_time_away_are_replayed(
    run_apps: Run, database_url: str, realtime_db: RealtimeDatabase
) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        app, _ = apps.make(stage, Tokens([stage.token()]))
        replaying = {"config": {"private": True, "broadcast": {"replay": {"limit": 5}}}}
        seen = watch(app.channel("room:open", replaying))
        await seen.until(State.LIVE)
        await stage.order("close", message="Node request timeout")
        await seen.until(State.WAITING)
        realtime_db.connection.execute("SELECT realtime.send('{\"n\": 1}', 'written', 'room:open')")
        await until(lambda: seen.messages)
        assert seen.messages[0]["meta"]["replayed"] is True

    run_apps(scenario, database_url, replicates=True)


def test_replay_asks_from_where_the_channel_was_lost() -> None:
    options = Options.parse({"config": {"private": True, "broadcast": {"replay": {"limit": 9}}}})

    assert "replay" not in options.render(None)["config"]["broadcast"]
    assert options.render(5)["config"]["broadcast"]["replay"] == {"since": 5, "limit": 9}


def test_replay_is_never_asked_for_on_a_public_channel() -> None:
    options = Options.parse({"config": {"private": False, "broadcast": {"replay": {"limit": 9}}}})

    assert "replay" not in options.render(5)["config"]["broadcast"]


def test_channel_without_options_is_private_and_echoes_nothing() -> None:
    config = Options.parse(None).render(None)["config"]

    assert (config["private"], config["broadcast"]["self"]) == (True, False)


def test_refused_channel_is_not_joined_again_behind_the_layers_back(run_apps: Run) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        await stage.order("refuse-joins", code="ClientJoinRateLimitReached")
        bare = apps.make_bare(stage, stage.token(), auto_reconnect=False)
        line = Line(bare, "room:a", Options(private=False).render(None), Explainer())
        fault = await line.join()
        assert fault is not None
        assert fault.code == "ClientJoinRateLimitReached"
        await until(lambda: not bare.is_connected)
        assert line.raw.rejoin_timer.timer is not None
        await line.leave()
        assert line.raw.rejoin_timer.timer is None
        assert bare.channels == {}

    run_apps(scenario)
