"""A screen of the app: its topics, one status, one way to read it again."""

from __future__ import annotations

__all__ = ["Joined", "Surface", "TypedChannel"]

from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

from pedschema.client.changes import Row, apply_change, apply_detail
from pedschema.client.guard import Guard
from pedschema.client.refetch import Reason, Refetcher
from pedschema.client.status import State, Status
from pedschema.client.throttle import Budget

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence
    from types import TracebackType

    from pedschema.client.client import Realtime
    from pedschema.client.subscription import Subscription
    from pedschema.client.throttle import TopicModule


class Joined(Protocol):
    """A generated channel, of a topic with or without events."""

    raw: Subscription


class TypedChannel(Joined, Protocol):
    """A generated channel of a topic with events."""

    def on_any(self, callback: Callable[[Any], None]) -> Any:
        """Call back for every event of the topic."""


ChannelT = TypeVar("ChannelT", bound=Joined)
_WORST = (
    State.STOPPED,
    State.WAITING,
    State.CLOSED,
    State.IDLE,
    State.JOINING,
    State.SUBSCRIBED,
    State.LIVE,
)


class Surface:
    """What one screen has of Realtime; generated packages have one class for each surface of the contract.

    It is used with `with`: what it joined is released at the end, and shared with other screens until then.
    """

    def __init__(
        self, client: Realtime, name: str, read: Callable[[], Awaitable[None]], *modules: TopicModule
    ) -> None:
        """Take what reads the screen anew, and the generated modules whose budgets bound how often.

        Args:
            client: whose channels it shares.
            name: as the contract calls the surface; metrics tell it.
            read: reads everything that is shown; it is called through the throttle alone.
            modules: of the surface's topics.
        """
        self.name = name
        self.screen = client.screen(name)
        self._guard = Guard(client.metrics, client.explainer)
        self._refetcher = Refetcher(client.metrics)
        self._budget, self._read = Budget.join(*map(Budget.load, modules)), read
        self._refetcher.register(name, self._budget, read)
        self._channels: list[Joined] = []
        self._on_status: list[Callable[[Status], None]] = []
        self._told: Status | None = None
        self._is_on, self._every = True, 0.0
        self._is_released = False

    @property
    def status(self) -> Status:
        """Return the status of the topic that is worst off; idle before `subscribe`."""
        statuses = [channel.raw.status for channel in self._channels]
        return min(statuses, key=lambda each: _WORST.index(each.state), default=Status(State.IDLE))

    def on_status(self, callback: Callable[[Status], None]) -> Self:
        """Call back whenever the status of the whole changes, and return the surface."""
        self._on_status.append(callback)
        return self

    def add(self, channel: ChannelT) -> ChannelT:
        """Return a channel of `screen` after it has become the surface's."""
        channel.raw.on_status(lambda _: self._note())
        channel.raw.on_refresh(lambda again: self._refresh(again=again))
        self._channels.append(channel)
        return channel

    def keep_list(
        self,
        channel: TypedChannel,
        table: str,
        get: Callable[[], Sequence[Row]],
        show: Callable[[list[Row]], None],
        *key: str,
    ) -> Self:
        """Apply every message about a table, named with its schema, to a list, and return the surface.

        Where a message is not enough, the screen is read again. `key` is as for `apply_change`.
        """

        def take(message: Mapping[str, Any]) -> None:
            show(self._refetcher.take(self.name, message["event"], apply_change(get(), message, *key)))

        return self._keep(channel, table, take)

    def keep_detail(
        self,
        channel: TypedChannel,
        table: str,
        get: Callable[[], Row | None],
        show: Callable[[Row | None], None],
        *key: str,
    ) -> Self:
        """Apply every message about a table, named with its schema, to one row, and return the surface."""

        def take(message: Mapping[str, Any]) -> None:
            show(self._refetcher.take(self.name, message["event"], apply_detail(get(), message, *key)))

        return self._keep(channel, table, take)

    def refetch_fallback(self, event: str, reason: Reason) -> None:
        """Ask for the screen to be read again, for what a message cannot tell, unless it is released."""
        if not self._is_released:
            self._refetcher.refetch_fallback(self.name, event, reason)

    def subscribe(self) -> Self:
        """Subscribe to all topics, and return the surface; while it is switched off, to none.

        Raises:
            ClientError: another screen has a topic with other options, or there are too many channels; the
                surface has no channel then.
        """
        is_back, self._is_released = self._is_released, False
        if is_back:
            self._refetcher.register(self.name, self._budget, self._read)
        if not self._is_on:
            if is_back:
                self._refetcher.turn(self.name, on=False, every=self._every)
            return self
        try:
            for channel in self._channels:
                channel.raw.subscribe()
        except BaseException:
            self._leave()
            raise
        return self

    async def settle(self) -> Status:
        """Return the status when every topic is live, waits or has stopped."""
        for channel in self._channels:
            await channel.raw.settle()
        return self.status

    def turn(self, *, on: bool, every: float = 30.0) -> None:
        """Switch live updates: while they are off nothing is joined, and it is read every so many seconds.

        A surface that is released only notes it, for when it is subscribed again.
        """
        if on == self._is_on:
            return
        self._is_on, self._every = on, every
        if self._is_released:
            return
        self._refetcher.turn(self.name, on=on, every=every)
        if on:
            self.subscribe()
        else:
            self._leave()

    def release(self) -> None:
        """Leave the topics, and read no more; it may be subscribed again."""
        self._is_released = True
        self._leave()
        self._refetcher.remove(self.name)

    def __enter__(self) -> Self:
        """Return the surface."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the topics, and read no more."""
        self.release()

    def _keep(self, channel: TypedChannel, table: str, take: Callable[[Mapping[str, Any]], None]) -> Self:
        def hear(message: Mapping[str, Any]) -> None:
            payload = message["payload"]
            if f"{payload.get('schema')}.{payload.get('table')}" == table:
                take(message)

        channel.on_any(hear)
        return self

    def _leave(self) -> None:
        self.screen.release()
        self._note()

    def _refresh(self, *, again: bool) -> None:
        # What was read before messages came may be stale, the first time too.
        self.refetch_fallback("rejoin" if again else "join", Reason.GAP_AFTER_RECONNECT)

    def _note(self) -> None:
        status = self.status
        if status != self._told:
            self._told = status
            for callback in tuple(self._on_status):
                self._guard(callback, status)
