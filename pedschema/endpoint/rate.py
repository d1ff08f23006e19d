"""The server's way of counting: sums over ticks, averaged over a window of them."""

from __future__ import annotations

__all__ = ["CallWindow", "RateCounter"]

import time
from collections import deque

TICK_SECONDS = 5.0
WINDOW_TICKS = 12


class RateCounter:
    """Counts events and says whether there are too many, as of the end of the last tick.

    So a burst passes whole, and what comes after it pays: the average is over at most twelve ticks of five
    seconds (Realtime 2.129.8).
    """

    def __init__(self, limit: float, *, tick_seconds: float = TICK_SECONDS) -> None:
        self.limit = limit
        self._tick_seconds = tick_seconds
        self._window: deque[int] = deque([0], maxlen=WINDOW_TICKS)
        self._count = 0
        self._next = time.monotonic() + tick_seconds

    def add(self, count: int = 1) -> None:
        """Count events."""
        self._turn()
        self._count += count

    @property
    def average(self) -> float:
        """Return the events per second."""
        self._turn()
        return sum(self._window) / len(self._window) / self._tick_seconds

    @property
    def is_exceeded(self) -> bool:
        """Return whether the average has reached the limit."""
        return self.average >= self.limit

    def _turn(self) -> None:
        late = time.monotonic() - self._next
        if late < 0:
            return
        turns = int(late // self._tick_seconds) + 1
        self._next += turns * self._tick_seconds
        self._window.append(self._count)
        self._window.extend([0] * min(turns - 1, WINDOW_TICKS))
        self._count = 0


class CallWindow:
    """Counts calls of one client in windows that begin with a call."""

    def __init__(self, calls: int, seconds: float) -> None:
        self._calls = calls
        self._seconds = seconds
        self._left = 0
        self._ends = 0.0

    def admits(self) -> bool:
        """Count a call; return whether it is within the limit."""
        now = time.monotonic()
        if now > self._ends:
            self._left, self._ends = self._calls, now + self._seconds
        self._left -= 1
        return self._left >= 0
