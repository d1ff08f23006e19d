"""The socket that all channels share: opened with patience, watched, and given fresh tokens."""

from __future__ import annotations

__all__ = ["Connection", "Context", "Settings", "TokenSource"]

import asyncio
import random
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from realtime import AsyncRealtimeChannel, AsyncRealtimeClient
from realtime._async.push import AsyncPush
from realtime.types import ChannelEvents, RealtimeAcknowledgementStatus

from pedschema.client.guard import is_ending
from pedschema.client.metrics import Metrics, Name
from pedschema.client.status import Explainer, Fault, FaultError, compute_wait

if TYPE_CHECKING:
    from collections.abc import Callable

NEVER_SECONDS = 1_000_000
HEARTBEATS = "phoenix"


class TokenSource(Protocol):
    """Hands over the user's token."""

    async def __call__(self, *, refresh: bool) -> str:
        """Return the token; a new one where `refresh` says that the last is of no use."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How the client behaves; times in seconds.

    Attributes:
        channels: topics at a time; the server's limit is 100.
        grace: how long a channel stays when its last user has left.
        stable: how long a channel lives before its failures are forgotten.
        timeout: of a join, and of a message that waits for its acknowledgement.
        heartbeat: between heartbeats, and the longest wait for their answer.
        ready: the longest wait for word that messages of the database come.
        chance: a number between 0 and 1, for jitter.
        patterns: of topics, `PATTERN` of the generated modules; metrics tell nothing else of a topic.
        language: of messages for people, `en` or `es`.
    """

    channels: int = 80
    grace: float = 5.0
    stable: float = 30.0
    timeout: int = 10
    heartbeat: float = 25.0
    ready: float = 60.0
    chance: Callable[[], float] = random.random
    patterns: tuple[str, ...] = ()
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Context:
    """What every part of one client shares."""

    explainer: Explainer
    metrics: Metrics
    settings: Settings


class Connection:
    """One socket.

    Attributes:
        raw: the client library's client; it reconnects nothing by itself.
    """

    def __init__(
        self,
        url: str,
        key: str,
        token: TokenSource | None,
        context: Context,
    ) -> None:
        self.explainer, self.metrics, self.settings = context.explainer, context.metrics, context.settings
        self.raw = AsyncRealtimeClient(
            url, token=key, auto_reconnect=False, hb_interval=NEVER_SECONDS, timeout=self.settings.timeout
        )
        self._source = token
        self._token: str | None = None
        self._given = 0
        self._lock, self._token_lock = asyncio.Lock(), asyncio.Lock()
        self._attempt = 0
        self._refused: Fault | None = None
        self._beating: asyncio.Task[None] | None = None
        self._waiting: set[Callable[[Fault, float], None]] = set()
        self.on_lost: Callable[[Fault], None] = lambda _: None

    @property
    def token(self) -> str | None:
        """Return the token that the next join takes."""
        return self._token

    async def open(self, on_wait: Callable[[Fault, float], None]) -> None:
        """Return when the socket is open; `on_wait` hears why it is not yet, and how long the wait is.

        Raises:
            FaultError: it is refused for good, or the app has no token.
        """
        self._waiting.add(on_wait)
        try:
            async with self._lock:
                while not self.raw.is_connected:
                    await self._attempt_once()
                await self._use_token()
        finally:
            self._waiting.discard(on_wait)

    async def _attempt_once(self) -> None:
        if self._refused is not None:
            raise FaultError(self._refused)
        try:
            await self._use_token()
            await self.raw.connect()
        except FaultError:
            raise
        except Exception as error:  # noqa: BLE001 - the library raises whatever its socket does
            await self._wait_after(self.explainer.explain(error))
            return
        self._attempt = 0
        if self._beating is not None:
            self._beating.cancel()
        self._beating = asyncio.create_task(self._beat())

    async def _wait_after(self, fault: Fault) -> None:
        self.metrics.record_fault(fault, "connect")
        wait = compute_wait(fault.retry, self._attempt, self.settings.chance())
        self._attempt += 1
        if wait is None:
            self._refused = fault
            raise FaultError(fault)
        for tell in tuple(self._waiting):
            tell(fault, wait)
        await asyncio.sleep(wait)

    async def renew(self, used: str | None) -> None:
        """Ask for a new token, unless the one that failed has been replaced meanwhile.

        Raises:
            FaultError: the app has none.
        """
        async with self._token_lock:
            if self._token == used:
                await self._ask(refresh=True)
        if self.raw.is_connected:
            await self._use_token()

    async def set_token(self, token: str) -> None:
        """Take a token from now on, on open channels too."""
        self._token, self._refused, self._attempt = token, None, 0
        self._given += 1
        if self.raw.is_connected:
            await self._hand_over(token)

    async def _use_token(self) -> None:
        async with self._token_lock:
            if self._token is None and self._source is not None:
                await self._ask(refresh=False)
        if self._token is not None and self.raw.access_token != self._token:
            await self._hand_over(self._token)

    async def _hand_over(self, token: str) -> None:
        """Give the library the token; its own `set_auth` fails when a channel comes or goes meanwhile."""
        self.raw.access_token = token
        for channel in tuple(self.raw.channels.values()):
            channel.join_push.update_payload({"access_token": token})
            if channel.is_joined:
                await channel.push(ChannelEvents.access_token, {"access_token": token})

    async def _ask(self, *, refresh: bool) -> None:
        if self._source is None:
            return
        given = self._given
        try:
            token = await self._source(refresh=refresh)
        except (Exception, asyncio.CancelledError) as error:
            if is_ending():
                raise
            raise FaultError(self.explainer.name("TokenUnavailable", type(error).__name__)) from None
        if not token:
            raise FaultError(self.explainer.name("TokenUnavailable"))
        # What was asked for before a new token came may be the last user's.
        if given == self._given:
            self._token = token
        self._refused = None

    async def _beat(self) -> None:
        """Send heartbeats until one gets no answer, or the library no longer reads."""
        heart = AsyncRealtimeChannel(self.raw, HEARTBEATS)
        self.raw.channels[HEARTBEATS] = heart
        reading = self.raw._listen_task  # noqa: SLF001 - nothing else tells that the library has stopped reading
        while reading is not None:
            await asyncio.wait({reading}, timeout=self.settings.heartbeat)
            began = time.monotonic()
            if reading.done():
                await self._lose(reading, "SocketLost")
                return
            if not await self._answers(heart):
                await self._lose(reading, "HeartbeatTimedOut")
                return
            self.metrics.record(Name.HEARTBEAT, ms=round((time.monotonic() - began) * 1000, 1))
            await self._renew_quietly()

    async def _renew_quietly(self) -> None:
        """Ask whether the app has a newer token by now; without one the last is kept.

        Heartbeats do not wait for an app that is slow to answer, and go on when the library fails.
        """
        with suppress(Exception):
            async with asyncio.timeout(self.settings.timeout):
                async with self._token_lock:
                    await self._ask(refresh=False)
                await self._use_token()

    async def _answers(self, heart: AsyncRealtimeChannel) -> bool:
        answered: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def note(_: object) -> None:
            if not answered.done():
                answered.set_result(None)

        push = AsyncPush(heart, "heartbeat", {}, self.settings.timeout)
        push.receive(RealtimeAcknowledgementStatus.Ok, note)
        push.receive(RealtimeAcknowledgementStatus.Error, note)
        try:
            async with asyncio.timeout(min(self.settings.heartbeat, self.settings.timeout)):
                await push.send()
                await answered
        except Exception:  # noqa: BLE001 - whatever it is, there was no answer
            return False
        else:
            return True
        finally:
            push.destroy()

    async def _lose(self, reading: asyncio.Task[None], code: str) -> None:
        async with self._lock:
            if self.raw._listen_task is not reading:  # noqa: SLF001 - as above
                return
            self.on_lost(self.explainer.name(code))
            with suppress(Exception):
                await self.raw.close()

    async def close(self) -> None:
        """Close the socket; it may be opened again."""
        async with self._lock:
            if self._beating is not None:
                self._beating.cancel()
            with suppress(Exception):
                await self.raw.close()
