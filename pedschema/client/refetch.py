"""The one way to read again: asked for with a reason, throttled, counted."""

from __future__ import annotations

__all__ = ["Reason", "Refetcher"]

import asyncio
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from pedschema.client.metrics import Name
from pedschema.client.throttle import Budget, Throttle

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from pedschema.client.changes import Applied
    from pedschema.client.metrics import Metrics

Shown = TypeVar("Shown")


class Reason(StrEnum):
    """Why what is shown is read again."""

    UNKNOWN_ROW = "unknown_row"
    MISSING_FIELD = "missing_field"
    SCHEMA_MISMATCH = "schema_mismatch"
    GAP_AFTER_RECONNECT = "gap_after_reconnect"
    GROUPED_EVENT = "grouped_event"
    REALTIME_OFF = "realtime_off"


class Refetcher:
    """Reads surfaces again."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._throttles: dict[str, Throttle] = {}
        self._polls: dict[str, asyncio.Task[None]] = {}

    def register(self, surface: str, budget: Budget, act: Callable[[], Awaitable[None]]) -> None:
        """Take how a surface is read; one that is registered already is replaced."""

        async def read() -> None:
            self._metrics.record(Name.REFETCH, surface=surface, phase="executed")
            await act()

        self.remove(surface)
        self._throttles[surface] = Throttle(budget, read)

    def remove(self, surface: str) -> None:
        """Forget a surface, and what was asked for it."""
        self._stop_polling(surface)
        if surface in self._throttles:
            self._throttles.pop(surface).cancel()

    def refetch_fallback(self, surface: str, event: str, reason: Reason) -> None:
        """Ask for a surface to be read again.

        Requests are counted, and reads; a KeyError tells of a surface that is not registered.
        """
        throttle = self._throttles[surface]
        told = {"surface": surface, "event": event, "reason": str(reason)}
        self._metrics.record(Name.REFETCH, phase="requested", **told)
        throttle.call()

    def take(self, surface: str, event: str, applied: Applied[Shown]) -> Shown:
        """Return what a message made of what is shown; the surface is read again where that is not enough."""
        self._metrics.record(Name.PATCH, surface=surface, event=event, result=str(applied.result))
        if applied.reason is not None:
            self.refetch_fallback(surface, event, applied.reason)
        return applied.value

    def turn(self, surface: str, *, on: bool, every: float = 30.0) -> None:
        """Switch a surface's live updates: while they are off it is read every so many seconds.

        It is read once more when they are on again.
        """
        was_off = surface in self._polls
        self._stop_polling(surface)
        self._metrics.record(Name.FLAG, surface=surface, on=on)
        if on and was_off:
            self.refetch_fallback(surface, "flag", Reason.REALTIME_OFF)
        elif not on:
            self._polls[surface] = asyncio.create_task(self._poll(surface, every))

    async def _poll(self, surface: str, every: float) -> None:
        while True:
            await asyncio.sleep(every)
            self.refetch_fallback(surface, "poll", Reason.REALTIME_OFF)

    def _stop_polling(self, surface: str) -> None:
        poll = self._polls.pop(surface, None)
        if poll is not None:
            poll.cancel()
