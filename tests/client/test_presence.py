from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from pedschema.client import FaultError, State
from tests.client.conftest import Apps, Tokens, until, watch

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.endpoint.conftest import Stage

pytestmark = [
    pytest.mark.db,
    pytest.mark.filterwarnings("ignore:ConnectionClosed.code:DeprecationWarning"),
]


def _present(key: str) -> Any:
    return {"config": {"private": True, "broadcast": {}, "presence": {"enabled": True, "key": key}}}


def test_who_is_present_is_seen_again_after_a_lost_socket(
    run_apps: Callable[..., None], database_url: str
) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        one, _ = apps.make(stage, Tokens([stage.token()]))
        two, _ = apps.make(stage, Tokens([stage.token()]))
        first = watch(one.channel("room:open", _present("one")))
        second = watch(two.channel("room:open", _present("two")))
        await first.until(State.LIVE)
        await second.until(State.LIVE)
        await first.subscription.track({"name": "x"})
        await until(lambda: "one" in second.subscription.presence_state())
        assert second.subscription.presence_state()["one"][0]["name"] == "x"
        await stage.order("drop")
        await until(lambda: first.refreshes == second.refreshes == [False, True])
        await until(lambda: "one" in second.subscription.presence_state())
        await first.subscription.untrack()
        await until(lambda: "one" not in second.subscription.presence_state())
        assert any("one" in state for state in second.presences)

    run_apps(scenario, database_url)


def test_late_user_meets_who_is_present(run_apps: Callable[..., None], database_url: str) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        app, _ = apps.make(stage, Tokens([stage.token()]))
        first = watch(app.channel("room:open", _present("one")))
        await first.until(State.LIVE)
        await first.subscription.track({"name": "x"})
        await until(lambda: "one" in first.subscription.presence_state())
        late = watch(app.channel("room:open", _present("one")))
        assert "one" in late.presences[0]

    run_apps(scenario, database_url)


def test_nobody_is_shown_before_the_channel_is_joined(
    run_apps: Callable[..., None], database_url: str
) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        app, _ = apps.make(stage, Tokens([stage.token()]))
        channel = app.channel("room:open", _present("one"))
        with pytest.raises(FaultError):
            await channel.track({})

    run_apps(scenario, database_url)


def test_who_leaves_is_shown_no_longer_though_others_share_the_channel(
    run_apps: Callable[..., None], database_url: str
) -> None:
    async def scenario(stage: Stage, apps: Apps) -> None:
        app, _ = apps.make(stage, Tokens([stage.token()]))
        one, other = (watch(app.channel("room:open", _present("one"))) for _ in range(2))
        await one.until(State.LIVE)
        await one.subscription.track({"name": "x"})
        await until(lambda: "one" in other.subscription.presence_state())
        await other.subscription.untrack()
        other.subscription.release()
        other.subscription.subscribe()
        await asyncio.sleep(0.1)
        assert "one" in other.subscription.presence_state(), "it is not the other's to hide"
        one.subscription.release()
        await until(lambda: "one" not in other.subscription.presence_state())

    run_apps(scenario, database_url)
