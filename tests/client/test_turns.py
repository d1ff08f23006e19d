"""What listeners do in their turn: they leave, come again, raise, sign in."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from pedschema.client import Budget, Name, State, Surface
from tests.client.conftest import PRIVATE, PUBLIC, Apps, Channel, Quick, Tokens, until, watch

if TYPE_CHECKING:
    from pedschema.client import Realtime, Status
    from tests.endpoint.conftest import Stage

pytestmark = pytest.mark.filterwarnings("ignore:ConnectionClosed.code:DeprecationWarning")
Run = Any


class Hall(Surface):
    """A surface of one public topic."""

    def __init__(self, client: Realtime) -> None:
        self.reads = 0

        async def read() -> None:
            self.reads += 1

        super().__init__(client, "Hall", read, Quick)
        self.one = self.add(Channel(self.screen.channel("room:a", PUBLIC)))


async def _send(stage: Stage, apps: Apps, *events: str) -> None:
    app, _ = apps.make(stage)
    sender = app.channel("room:a", PUBLIC).subscribe()
    await sender.settle()
    for event in events:
        await sender.send_broadcast(event, {})


def test_late_screen_tells_the_status_that_its_topics_have(run_apps: Run) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        app, _ = apps.make(stage)
        await Hall(app).subscribe().settle()
        told: list[Status] = []
        late = Hall(app).on_status(told.append).subscribe()
        assert (late.status.state, told[-1].state) == (State.LIVE, State.LIVE)

    run_apps(scenario)


def test_who_leaves_when_it_hears_that_the_channel_is_live_has_left(run_apps: Run) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        app, _ = apps.make(stage)
        first = app.channel("room:a", PUBLIC).subscribe()
        await first.settle()
        late = app.channel("room:a", PUBLIC)
        refreshes: list[bool] = []
        late.on_refresh(refreshes.append)
        late.on_status(lambda status: late.release() if status.state is State.LIVE else None)
        late.subscribe()
        assert (late.status.state, refreshes) == (State.IDLE, [])
        first.release()
        await until(lambda: app.count_channels() == 0)

    run_apps(scenario)


def test_who_has_left_in_anothers_turn_hears_nothing_more(run_apps: Run) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        app, _ = apps.make(stage)
        one, other = (app.channel("room:a", PUBLIC).subscribe() for _ in range(2))
        heard: list[str] = []
        other.on_broadcast("*", lambda _: heard.append("released"))
        one.on_broadcast("go", lambda _: other.release())
        one.on_broadcast("end", lambda _: one.release())
        one.on_broadcast("*", lambda message: heard.append(message["event"]))
        await one.settle()
        shared: Any = app._channels["room:a"]
        for event in ("go", "on", "end"):
            shared._hear({"event": event, "payload": {}})
        assert heard == ["go", "on"]

    run_apps(scenario)


@pytest.mark.db
def test_who_subscribes_again_when_the_channel_has_stopped_joins_again(
    run_apps: Run, database_url: str
) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        await stage.order("refuse-joins", count=1)
        app, sink = apps.make(stage, Tokens([stage.token()]))
        subscription = app.channel("room:open", PRIVATE)

        def again(status: Status) -> None:
            if status.state is State.STOPPED:
                subscription.release()
                subscription.subscribe()

        subscription.on_status(again).subscribe()
        await until(lambda: subscription.status.state is State.LIVE)
        assert sink.count(Name.SUBSCRIBE) == 2

    run_apps(scenario, database_url)


@pytest.mark.db
def test_who_signs_in_while_a_join_is_on_its_way_is_not_denied_for_the_last_token(
    run_apps: Run, database_url: str
) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        await stage.order("refuse-joins", count=1)
        await stage.order("delay", seconds=0.3)
        app, _ = apps.make(stage, Tokens([stage.token()]))
        seen = watch(app.channel("room:open", PRIVATE))
        await until(lambda: stage.project.sockets)
        await asyncio.sleep(0.1)
        await app.set_token(stage.token(seconds=1800))
        await seen.until(State.LIVE)
        assert State.STOPPED not in {status.state for status in seen.statuses}
        await stage.order("refuse-joins", count=1)
        denied = watch(app.channel("room:other", PRIVATE))
        await denied.until(State.STOPPED)

    run_apps(scenario, database_url)


def test_listener_that_raises_a_cancellation_ends_nothing(run_apps: Run) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        def cancel(_: object) -> None:
            raise asyncio.CancelledError

        app, sink = apps.make(stage)
        subscription = app.channel("room:a", PUBLIC)
        subscription.on_status(cancel).on_broadcast("*", cancel)
        seen = watch(subscription)
        await seen.until(State.LIVE)
        await _send(stage, apps, "one", "two")
        await until(lambda: len(seen.messages) == 2)
        assert sink.count(Name.ERROR, "code=ListenerFailed") >= 4

    run_apps(scenario)


def test_status_listener_of_a_screen_that_raises_starves_nobody(run_apps: Run) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        def fail(_: object) -> None:
            raise ValueError

        app, sink = apps.make(stage)
        told: list[Status] = []
        hall = Hall(app).on_status(fail).on_status(told.append)
        await hall.subscribe().settle()
        assert told[-1].state is State.LIVE
        hall.release()
        assert told[-1].state is State.IDLE
        assert sink.count(Name.ERROR, "code=ListenerFailed") >= 2
        await asyncio.sleep(0.1)
        assert hall.reads == 0

    run_apps(scenario)


def test_released_screen_reads_and_joins_nothing_whatever_is_asked_of_it(run_apps: Run) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        app, sink = apps.make(stage)
        hall = Hall(app)
        await hall.subscribe().settle()
        hall.release()
        hall.turn(on=False, every=0.02)
        hall.refetch_fallback("late", Any)  # type: ignore[arg-type]
        await asyncio.sleep(0.15)
        assert hall.reads == 0
        hall.turn(on=True)
        await until(lambda: app.count_channels() == 0)
        assert sink.count(Name.FLAG) == 0

    run_apps(scenario)


def test_screen_that_is_off_is_read_on_when_it_is_shown_again(run_apps: Run) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        app, _ = apps.make(stage)
        with Hall(app).subscribe() as hall:
            hall.turn(on=False, every=0.03)
            await until(lambda: hall.reads > 1)
        before = hall.reads
        await asyncio.sleep(0.15)
        assert hall.reads == before
        with hall.subscribe():
            await until(lambda: hall.reads > before + 1)
            assert app.count_by_screen() == {}
            hall.turn(on=True)
            assert (await hall.settle()).state is State.LIVE
        assert app.count_by_screen() == {}

    run_apps(scenario)


def test_part_of_the_app_forgets_what_it_has_released(run_apps: Run) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        app, _ = apps.make(stage)
        screen: Any = app.screen("Hall")
        kept = screen.channel("room:a", PUBLIC).subscribe()
        for _ in range(5):
            screen.channel("room:b", PUBLIC).subscribe().release()
        assert list(screen._held) == [kept]
        screen.release()
        kept.subscribe()
        assert app.count_by_screen() == {"Hall": 1}
        screen.release()
        assert app.count_by_screen() == {}

    run_apps(scenario)


@pytest.mark.db
def test_channel_whose_new_token_takes_its_time_is_not_live_meanwhile(
    run_apps: Run, database_url: str
) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        async def token(*, refresh: bool) -> str:
            if refresh:
                await asyncio.Event().wait()
            return stage.token()

        app, _ = apps.make(stage, token)
        seen = watch(app.channel("room:open", PRIVATE))
        await seen.until(State.LIVE)
        await stage.order("expire-tokens")
        status = await seen.until(State.JOINING)
        assert status.fault is not None
        assert status.fault.class_ == "auth-token"

    run_apps(scenario, database_url)


@pytest.mark.db
def test_nobody_is_present_where_a_channel_has_stopped(run_apps: Run, database_url: str) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        app, _ = apps.make(stage, Tokens([stage.token()]))
        config = {"private": True, "broadcast": {}, "presence": {"enabled": True, "key": "me"}}
        seen = watch(app.channel("room:open", {"config": config}))
        await seen.until(State.LIVE)
        await seen.subscription.track({})
        await until(lambda: seen.presences and "me" in seen.presences[-1])
        await stage.order("refuse-joins", count=1)
        await stage.order("close", message="Node request timeout")
        await seen.until(State.STOPPED)
        assert seen.presences[-1] == {}

    run_apps(scenario, database_url)


def test_what_is_asked_for_after_a_time_away_begins_where_something_was_last_heard(run_apps: Run) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        app, _ = apps.make(stage)
        seen = watch(app.channel("room:a", PUBLIC))
        await seen.until(State.LIVE)
        shared: Any = app._channels["room:a"]
        shared._hear({"event": "hi", "payload": {}})
        heard = shared._heard = shared._heard - 40_000
        await stage.order("drop")
        await until(lambda: shared._away_since)
        assert heard - 10_000 < shared._away_since <= heard
        await seen.until(State.LIVE)
        assert shared._heard > heard + 30_000

    run_apps(scenario)


@pytest.mark.parametrize("field", ["refetch_seconds", "max_wait_seconds"])
@pytest.mark.parametrize("told", [float("inf"), float("nan"), -1.0])
def test_wait_that_never_ends_is_no_budget(field: str, told: float) -> None:
    waits = {"refetch_seconds": 0.0, "max_wait_seconds": 0.0} | {field: told}
    with pytest.raises(ValueError, match="waits of a budget"):
        Budget(**waits, per_second=1)
