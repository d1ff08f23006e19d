"""One channel of the client library, from its join to its end: private, nothing echoed, always listening."""

from __future__ import annotations

__all__ = ["Line", "Message", "Options"]

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from realtime import AsyncRealtimeChannel, RealtimeSubscribeStates
from realtime.message import ChannelCloseMessage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime import AsyncRealtimeClient
    from realtime.message import ServerMessage

    from pedschema.client.status import Explainer, Fault

Message = dict[str, Any]
READY = "Replication connection established"
LEAVE_SECONDS = 3.0
PREFIX = "realtime:"


@dataclass(frozen=True, slots=True)
class Options:
    """What a channel is joined with; `self` is always false.

    Attributes:
        replication_ready: messages of the database are awaited before the channel counts as live.
        ack: sending waits for the server's word.
        replay: how many messages of the time away are asked for after a rejoin.
    """

    private: bool = True
    replication_ready: bool = False
    ack: bool = False
    presence: bool = False
    presence_key: str = ""
    replay: int = 0

    @classmethod
    def parse(cls, params: Mapping[str, Any] | None) -> Options:
        """Return the options that the client library's parameters ask for."""
        config = (params or {}).get("config") or {}
        broadcast, presence = config.get("broadcast") or {}, config.get("presence") or {}
        return cls(
            private=config.get("private", True),
            replication_ready=broadcast.get("replication_ready", False),
            ack=broadcast.get("ack", False),
            presence=presence.get("enabled", False),
            presence_key=presence.get("key", ""),
            replay=(broadcast.get("replay") or {}).get("limit", 0),
        )

    def render(self, since: int | None) -> Any:
        """Return the library's parameters; `since`, in milliseconds since 1970, is where replay begins."""
        broadcast: dict[str, Any] = {"ack": self.ack, "self": False}
        if self.replication_ready:
            broadcast["replication_ready"] = True
        if self.replay and self.private and since is not None:
            broadcast["replay"] = {"since": since, "limit": self.replay}
        presence = {"key": self.presence_key, "enabled": self.presence}
        return {"config": {"broadcast": broadcast, "presence": presence, "private": self.private}}


class _Channel(AsyncRealtimeChannel):
    """The library's channel, deaf to the end of the join before it on the same topic.

    The server confirms a leave first and closes after it; the library hands the close to whatever channel
    the topic has by then.
    """

    def _handle_message(self, message: ServerMessage) -> None:
        if not isinstance(message, ChannelCloseMessage) or message.ref in {None, self.join_push.ref}:
            super()._handle_message(message)


class Line:
    """One join, and what follows it; after its end a new line is made, never this one joined again.

    Attributes:
        raw: the client library's channel.
        ended: done when the server or the network ended it, with the reason.
    """

    def __init__(self, client: AsyncRealtimeClient, topic: str, params: Any, explainer: Explainer) -> None:
        loop = asyncio.get_running_loop()
        self._client, self._explainer = client, explainer
        self._joined: asyncio.Future[Fault | None] = loop.create_future()
        self._left = asyncio.Event()
        self._ready = asyncio.Event()
        self._leaving = False
        self.ended: asyncio.Future[Fault] = loop.create_future()
        self.raw = _Channel(client, f"{PREFIX}{topic}", params)
        client.channels[self.raw.topic] = self.raw
        self.raw.on_system(self._on_system)

    async def join(self) -> Fault | None:
        """Join; return why it was refused, or None."""
        try:
            await self.raw.subscribe(self._on_status)
        except Exception as error:  # noqa: BLE001 - the library raises whatever its socket does
            return self._explainer.explain(error)
        with suppress(TimeoutError):
            async with asyncio.timeout(self.raw.timeout):
                return await self._joined
        return self._explainer.name("JoinTimedOut")

    async def wait_ready(self, seconds: float) -> Fault | None:
        """Wait until messages of the database come; return why they never will, or None.

        Servers from before `replication_ready` say nothing: after the seconds the channel is as ready as it
        gets.
        """
        ready = asyncio.ensure_future(self._ready.wait())
        both: list[asyncio.Future[Any]] = [ready, self.ended]
        try:
            await asyncio.wait(both, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            ready.cancel()
        return self.ended.result() if self.ended.done() else None

    def end(self, fault: Fault) -> None:
        """Take the channel for ended."""
        if not self._joined.done():
            self._joined.set_result(fault)
        if not self.ended.done():
            self.ended.set_result(fault)

    async def leave(self) -> None:
        """Leave, and forget the channel; returns when the server has closed it, or after three seconds."""
        self._leaving = True
        if self._client.is_connected and self._client.channels.get(self.raw.topic) is self.raw:
            with suppress(Exception):
                async with asyncio.timeout(LEAVE_SECONDS):
                    await self.raw.unsubscribe()
                    await self._left.wait()
        self.raw.rejoin_timer.reset()
        self.raw.join_push.destroy()
        if self._client.channels.get(self.raw.topic) is self.raw:
            del self._client.channels[self.raw.topic]

    def _on_status(self, status: RealtimeSubscribeStates, error: Exception | None) -> None:
        if status is RealtimeSubscribeStates.SUBSCRIBED:
            if not self._joined.done():
                self._joined.set_result(None)
            return
        if status is RealtimeSubscribeStates.CLOSED:
            self._left.set()
        if self._leaving:
            return
        if status is RealtimeSubscribeStates.TIMED_OUT:
            self.end(self._explainer.name("JoinTimedOut"))
        elif status is RealtimeSubscribeStates.CLOSED:
            self.end(self._explainer.name("ClosedUnasked"))
        elif not self.ended.done():
            self.end(self._explainer.explain(error))

    def _on_system(self, payload: Any) -> None:
        if payload.message == READY:
            self._ready.set()
