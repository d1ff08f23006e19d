"""A topic's channel, shared by any number of users, and kept alive while there is one."""

from __future__ import annotations

__all__ = ["SharedChannel", "User"]

import asyncio
import time
from collections import OrderedDict
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol

from pedschema.client.channel import Line, Message, Options
from pedschema.client.guard import Guard
from pedschema.client.metrics import Name
from pedschema.client.status import JOINED, Fault, FaultError, State, Status, compute_wait

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pedschema.client.connection import Connection

KEPT_IDS = 256
LATE_MS = 5000
"""By how much a message may be older than its coming."""


class User(Protocol):
    """What a shared channel calls; what it raises reaches nobody else."""

    def hear(self, message: Message, guard: Callable[..., None]) -> None:
        """Take a message."""

    def note(self, status: Status, guard: Callable[..., None]) -> None:
        """Take a status."""

    def refresh(self, guard: Callable[..., None], *, again: bool) -> None:
        """Read again what messages may have been missed of; `again` after the channel was away."""

    def meet(self, state: Any, guard: Callable[..., None]) -> None:
        """Take who is present."""


class SharedChannel:
    """One topic.

    Attributes:
        users: who shares it, in the order in which they came.
        status: the latest.
        guard: calls listeners.
    """

    def __init__(self, topic: str, options: Options, connection: Connection) -> None:
        self.topic, self.options = topic, options
        self.users: dict[User, None] = {}
        self.status = Status(State.IDLE)
        self.line: Line | None = None
        self._connection = connection
        self._metrics, self._settings = connection.metrics, connection.settings
        self.guard = Guard(connection.metrics, connection.explainer, topic)
        self._task: asyncio.Task[None] | None = None
        self._born = time.monotonic()
        self._away_since: int | None = None
        self._heard: int | None = None
        self._ids: OrderedDict[str, None] = OrderedDict()
        self._tracked: tuple[User, dict[str, Any]] | None = None
        self._hiding: asyncio.Task[None] | None = None
        self._woken = asyncio.Event()

    def greet(self, user: User) -> None:
        """Tell a user that is new the current status, and what goes with it."""
        user.note(self.status, self.guard)
        if self.status.state is State.LIVE:
            self._each(lambda each: each.refresh(self.guard, again=False), [user])
            if self.options.presence and self.line is not None:
                self._meet(self.line, [user])

    def start(self, after: asyncio.Task[None] | None = None) -> None:
        """Begin, or begin again after it has stopped; `after` is the end of the topic's last channel."""
        if self._task is None or self._task.done():
            if self.status.state is State.STOPPED:
                self.status = Status(State.JOINING, self.status.fault)
            self._task = asyncio.create_task(self._run(after))

    def retry(self) -> None:
        """Try again, now, what the last token was denied."""
        fault = self.status.fault
        if fault is not None and fault.class_.startswith("auth-"):
            self._woken.set()
            self.start()

    async def stop(self) -> None:
        """Leave; nothing is told to users any more but that it is closed."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})
        self._tell(Status(State.CLOSED))
        lived = round((time.monotonic() - self._born) * 1000)
        self._metrics.record(Name.UNSUBSCRIBE, self.topic, lived_ms=lived)

    async def track(self, user: User, payload: dict[str, Any] | None) -> None:
        """Show a user's payload to the others, after every rejoin again; None hides its own."""
        if payload is None and not self._shows(user):
            return
        self._tracked = None if payload is None else (user, payload)
        await self._show()

    def hide(self, user: User) -> None:
        """Show nothing any more of a user that goes."""
        if self._shows(user):
            self._tracked = None
            self._hiding = asyncio.create_task(self._hide())

    def _shows(self, user: User) -> bool:
        return self._tracked is not None and self._tracked[0] is user

    async def _show(self) -> None:
        if self.status.state not in JOINED or self.line is None:
            return
        if self._tracked is None:
            await self.line.raw.untrack()
        else:
            await self.line.raw.track(self._tracked[1])

    async def _hide(self) -> None:
        # A socket that breaks meanwhile has hidden it.
        with suppress(Exception):
            await self._show()

    async def _run(self, after: asyncio.Task[None] | None) -> None:
        if after is not None:
            await asyncio.wait({after})
        attempt, last = 0, ""
        while True:
            self._metrics.record(Name.SUBSCRIBE, self.topic)
            self._tell(Status(State.JOINING, self.status.fault))
            began = time.monotonic()
            fault = await self._live()
            is_new = fault.class_ != last or time.monotonic() - began > self._settings.stable
            attempt, last = (0 if is_new else attempt + 1), fault.class_
            wait = compute_wait(fault.retry, attempt, self._settings.chance())
            if wait is None:
                # A listener may begin again.
                self._task = None
                self._tell(Status(State.STOPPED, fault))
                return
            self._tell(Status(State.WAITING, fault, wait))
            self._woken.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._woken.wait()
            self._metrics.record(Name.REJOIN, self.topic, attempt=attempt + 1)

    async def _live(self) -> Fault:
        """Join, and return when that is over, with the reason."""
        used = self._connection.token
        try:
            await self._connection.open(self._wait)
            used = self._connection.token
            fault = await self._join()
            if fault.class_ == "auth-token" and fault.code != "TokenUnavailable":
                # It may take its time.
                self._tell(Status(State.JOINING, fault))
                await self._connection.renew(used)
            is_joining = self.status.state is State.JOINING
            if fault.class_ == "auth-denied" and is_joining and self._connection.token != used:
                # Somebody else has signed in while the join was on its way.
                return await self._live()
        except FaultError as error:
            fault = error.fault
        except Exception as error:  # noqa: BLE001 - the library raises whatever its socket does
            fault = self._connection.explainer.explain(error)
        else:
            return fault
        self._report(fault, "connect")
        return fault

    async def _join(self) -> Fault:
        began = time.monotonic()
        params = self.options.render(self._away_since)
        line = Line(self._connection.raw, self.topic, params, self._connection.explainer)
        line.raw.on_broadcast("*", self._hear)
        if self.options.presence:
            line.raw.on_presence_sync(lambda: self._meet(line))
        self.line = line
        try:
            fault = await line.join()
            if fault is not None:
                self._report(fault, "join")
                return fault
            self._metrics.record(Name.SUBSCRIBED, self.topic, ms=round((time.monotonic() - began) * 1000))
            return await self._stay(line)
        finally:
            self.line = None
            await line.leave()

    async def _stay(self, line: Line) -> Fault:
        self._tell(Status(State.SUBSCRIBED))
        fault = await line.wait_ready(self._settings.ready) if self.options.replication_ready else None
        if fault is None:
            again, self._away_since = self._away_since is not None, None
            self._heard = _read_clock()
            self._tell(Status(State.LIVE))
            self._each(lambda user: user.refresh(self.guard, again=again))
            if self._tracked is not None:
                await self._show()
            fault = await line.ended
        if self._away_since is None:
            # A network that breaks is noticed much later.
            self._away_since = (self._heard or _read_clock()) - LATE_MS
        self._report(fault, "channel")
        self._metrics.record(Name.CLOSED, self.topic, asked=False)
        return fault

    def _wait(self, fault: Fault, wait: float) -> None:
        self._tell(Status(State.WAITING, fault, wait))

    def _tell(self, status: Status) -> None:
        self.status = status
        self._each(lambda user: user.note(status, self.guard))
        if self.options.presence and status.state in {State.STOPPED, State.CLOSED}:
            self._each(lambda user: user.meet({}, self.guard))

    def _each(self, call: Callable[[User], None], users: Iterable[User] | None = None) -> None:
        """Call users that still are ones in their turn."""
        for user in tuple(self.users if users is None else users):
            if user in self.users:
                call(user)

    def _report(self, fault: Fault, phase: str) -> None:
        self._metrics.record_fault(fault, phase, self.topic)

    def _hear(self, message: Any) -> None:
        self._heard = _read_clock()
        id_ = (message.get("meta") or {}).get("id")
        if id_ is not None:
            if id_ in self._ids:
                return
            self._ids[id_] = None
            if len(self._ids) > KEPT_IDS:
                self._ids.popitem(last=False)
        self._each(lambda user: user.hear(message, self.guard))

    def _meet(self, line: Line, users: Iterable[User] | None = None) -> None:
        self._each(lambda user: user.meet(line.raw.presence_state(), self.guard), users)


def _read_clock() -> int:
    """Return the milliseconds since 1970."""
    return round(time.time() * 1000)
