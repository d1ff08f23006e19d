"""What one part of an app has of a topic: its listeners, its status, its right to send."""

from __future__ import annotations

__all__ = ["Subscription"]

import asyncio
from typing import TYPE_CHECKING, Any, Protocol

from realtime.types import ChannelEvents, RealtimeAcknowledgementStatus

from pedschema.client.status import JOINED, FaultError, State, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pedschema.client.channel import Message, Options
    from pedschema.client.shared import SharedChannel
    from pedschema.client.status import Explainer

SETTLED = frozenset({State.LIVE, State.WAITING, State.STOPPED, State.CLOSED})


class Registry(Protocol):
    """Where channels are shared."""

    @property
    def explainer(self) -> Explainer:
        """Return what names faults."""

    def acquire(self, subscription: Subscription) -> SharedChannel:
        """Return the topic's channel."""

    def release(self, subscription: Subscription, shared: SharedChannel) -> None:
        """Give it back."""


class Subscription:
    """One use of a topic; listeners may come before and after `subscribe`."""

    def __init__(
        self,
        registry: Registry,
        topic: str,
        options: Options,
        screen: str = "",
        held: dict[Subscription, None] | None = None,
    ) -> None:
        """Take where channels are shared; `held` has the subscription while it has its channel."""
        self._held = {} if held is None else held
        self.topic, self.options, self.screen = topic, options, screen
        self._registry = registry
        self._shared: SharedChannel | None = None
        self._listeners: list[tuple[str, Callable[[Any], None]]] = []
        self._on_status: list[Callable[[Status], None]] = []
        self._on_refresh: list[Callable[[bool], None]] = []
        self._on_presence: list[Callable[[Any], None]] = []
        self._changed = asyncio.Event()

    @property
    def status(self) -> Status:
        """Return the latest status of the channel."""
        return self._shared.status if self._shared is not None else Status(State.IDLE)

    def on_broadcast(self, event: str, callback: Callable[[Any], None]) -> Subscription:
        """Call back with every message of the event, `*` for any, and return the subscription."""
        self._listeners.append((event, callback))
        return self

    def on_status(self, callback: Callable[[Status], None]) -> Subscription:
        """Call back with every status, and return the subscription."""
        self._on_status.append(callback)
        return self

    def on_refresh(self, callback: Callable[[bool], None]) -> Subscription:
        """Call back once whenever messages begin to come, and return the subscription.

        What was read before may be stale; the argument tells whether the channel was there before.
        """
        self._on_refresh.append(callback)
        return self

    def on_presence(self, callback: Callable[[Any], None]) -> Subscription:
        """Call back with everybody who is present whenever that changes, and return the subscription."""
        self._on_presence.append(callback)
        return self

    def subscribe(self) -> Subscription:
        """Subscribe; the status comes at once when others have the channel already.

        Raises:
            ClientError: others have it with other options, or there are too many channels.
        """
        if self._shared is None:
            shared = self._registry.acquire(self)
            # What listeners do in their turn is done to a subscription that has its channel.
            self._shared = shared
            self._held[self] = None
            shared.greet(self)
        return self

    def release(self) -> None:
        """Stop listening; the last user's channel ends a little later."""
        shared, self._shared = self._shared, None
        self._changed.set()
        self._held.pop(self, None)
        if shared is not None:
            self._registry.release(self, shared)

    async def settle(self) -> Status:
        """Return the status as soon as the channel is live, waits or has stopped; idle without a channel."""
        while self._shared is not None and self.status.state not in SETTLED:
            self._changed.clear()
            await self._changed.wait()
        return self.status

    async def send_broadcast(self, event: str, data: Any) -> None:
        """Send to the others on the channel.

        Raises:
            FaultError: the channel is not joined; or, with `ack`, no word came back, as when the policies
                do not let the user write.
        """
        raw = self._require().raw
        message = {"type": "broadcast", "event": event, "payload": data}
        push = await raw.push(ChannelEvents.broadcast, message)
        if not self.options.ack:
            return
        answered: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

        def settle(*, ok: bool) -> None:
            if not answered.done():
                answered.set_result(ok)

        push.receive(RealtimeAcknowledgementStatus.Ok, lambda _: settle(ok=True))
        push.receive(RealtimeAcknowledgementStatus.Error, lambda _: settle(ok=False))
        push.receive(RealtimeAcknowledgementStatus.Timeout, lambda: settle(ok=False))
        if not await answered:
            raise FaultError(self._registry.explainer.name("SendUnanswered"))

    async def track(self, payload: dict[str, Any]) -> None:
        """Show a payload to the others on the channel, over rejoins too, until `untrack` or `release`.

        A channel shows one: the latest of its users.
        """
        self._require()
        if self._shared is not None:
            await self._shared.track(self, payload)

    async def untrack(self) -> None:
        """Show nothing any more."""
        if self._shared is not None:
            await self._shared.track(self, None)

    def presence_state(self) -> Any:
        """Return who is present, by key."""
        return self._require().raw.presence_state()

    def _require(self) -> Any:
        line = self._shared.line if self._shared is not None else None
        if line is None or self.status.state not in JOINED:
            raise FaultError(self.status.fault or self._registry.explainer.name("NotJoined"))
        return line

    def hear(self, message: Message, guard: Callable[..., None]) -> None:
        """Take a message."""
        meant = (callback for event, callback in self._listeners if event in {"*", message["event"]})
        self._tell(tuple(meant), guard, message)

    def note(self, status: Status, guard: Callable[..., None]) -> None:
        """Take a status."""
        self._changed.set()
        for callback in tuple(self._on_status):
            guard(callback, status)

    def refresh(self, guard: Callable[..., None], *, again: bool) -> None:
        """Tell that messages begin to come."""
        self._tell(tuple(self._on_refresh), guard, again)

    def meet(self, state: Any, guard: Callable[..., None]) -> None:
        """Take who is present."""
        self._tell(tuple(self._on_presence), guard, state)

    def _tell(
        self, callbacks: Iterable[Callable[[Any], None]], guard: Callable[..., None], told: Any
    ) -> None:
        """Call back with what comes by the channel, until a callback releases it."""
        shared = self._shared
        for callback in callbacks:
            if self._shared is shared:
                guard(callback, told)
