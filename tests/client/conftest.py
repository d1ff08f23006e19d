from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from realtime import AsyncRealtimeClient

from pedschema.client import CountingSink, Realtime, Settings, Status, Subscription
from tests.endpoint.conftest import database_url, play, run_rooms

if TYPE_CHECKING:
    from collections.abc import Callable

    from pedschema.client import State
    from tests.endpoint.conftest import Stage

__all__ = ["database_url", "play"]


class Quick:
    """A generated module's budget."""

    REFETCH_SECONDS, MAX_WAIT_SECONDS, PER_SECOND = 0.01, 0.1, 100.0


class Channel:
    """A generated channel."""

    def __init__(self, raw: Subscription) -> None:
        self.raw = raw

    def on_any(self, callback: Callable[[Any], None]) -> Any:
        self.raw.on_broadcast("*", callback)
        return self


@pytest.fixture(scope="session")
def realtime_template(realtime_server: Any) -> str:
    """The platform with a few policies, under a name of its own: both folders may run on one server."""
    return run_rooms(realtime_server, "client_template")


PUBLIC = {"config": {"private": False, "broadcast": {}}}
PRIVATE = {"config": {"private": True, "broadcast": {}}}
READY = {"config": {"private": True, "broadcast": {"replication_ready": True}}}


@dataclass
class Tokens:
    """Hands over tokens, one after the other; the last one stays."""

    tokens: list[str]
    refreshed: int = 0

    async def __call__(self, *, refresh: bool) -> str:
        if refresh:
            self.refreshed += 1
            if len(self.tokens) > 1:
                self.tokens.pop(0)
        return self.tokens[0]


@dataclass
class Seen:
    """What a subscription was told."""

    subscription: Subscription
    statuses: list[Status] = field(default_factory=list)
    messages: list[Any] = field(default_factory=list)
    refreshes: list[bool] = field(default_factory=list)
    presences: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.subscription.on_status(self.statuses.append)
        self.subscription.on_broadcast("*", self.messages.append)
        self.subscription.on_refresh(self.refreshes.append)
        self.subscription.on_presence(lambda state: self.presences.append(dict(state)))

    @property
    def codes(self) -> list[str]:
        return [status.fault.code for status in self.statuses if status.fault]

    async def until(self, state: State, seconds: float = 8) -> Status:
        """Wait until the latest status is this one."""
        await until(lambda: self.subscription.status.state is state, seconds)
        return self.subscription.status


def watch(subscription: Subscription) -> Seen:
    """Subscribe, and note everything."""
    seen = Seen(subscription)
    subscription.subscribe()
    return seen


async def until(holds: Callable[[], object], seconds: float = 8) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110 - what is waited for has no event
            await asyncio.sleep(0.01)


@dataclass
class Apps:
    """Makes clients of a stage, and closes them."""

    made: list[Realtime] = field(default_factory=list)
    bare: list[AsyncRealtimeClient] = field(default_factory=list)

    def make(
        self, stage: Stage, token: Any = None, key: str | None = None, **settings: Any
    ) -> tuple[Realtime, CountingSink]:
        sink = CountingSink()
        quick: dict[str, Any] = {"grace": 0.05, "patterns": ("room:{name}",)} | settings
        url = f"{stage.http}/realtime/v1"
        client = Realtime(url, key or stage.anon, token=token, sinks=[sink], settings=Settings(**quick))
        self.made.append(client)
        return client, sink

    def make_bare(self, stage: Stage, token: str, **options: Any) -> AsyncRealtimeClient:
        client = AsyncRealtimeClient(f"{stage.http}/realtime/v1", token=token, **options)
        self.bare.append(client)
        return client

    async def close(self) -> None:
        for client in self.made:
            await client.close()
        for bare in self.bare:
            await bare.close()


@pytest.fixture
def run_apps(play: Callable[..., None]) -> Callable[..., None]:
    """Run a scenario with a stage and clients; what is left open is closed."""

    def run(scenario: Callable[[Stage, Apps], Any], *arguments: Any, **settings: Any) -> None:
        async def act(stage: Stage) -> None:
            apps = Apps()
            try:
                await scenario(stage, apps)
            finally:
                await apps.close()

        play(act, *arguments, **settings)

    return run


@pytest.fixture(autouse=True)
def _seeded() -> None:
    random.seed(1)
