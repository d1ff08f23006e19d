"""How often a screen reads again: budgets of the contract, and a throttle that keeps to them."""

from __future__ import annotations

__all__ = ["Budget", "Throttle"]

import asyncio
import logging
import math
import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from pedschema.client.guard import is_ending

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

PREFIX = "PEDSCHEMA_REALTIME_"
_log = logging.getLogger("pedschema.client")


class TopicModule(Protocol):
    """What a generated module tells of a topic's budget."""

    REFETCH_SECONDS: float
    MAX_WAIT_SECONDS: float
    PER_SECOND: float


@dataclass(frozen=True, slots=True)
class Budget:
    """How often something is done.

    Attributes:
        refetch_seconds: of quiet before it is done.
        max_wait_seconds: after which it is done though there is no quiet.
        per_second: how often at most.
    """

    refetch_seconds: float
    max_wait_seconds: float
    per_second: float

    def __post_init__(self) -> None:
        """Refuse numbers that cannot be.

        Raises:
            ValueError: a wait is negative or endless, or nothing would ever be done.
        """
        waits = (self.refetch_seconds, self.max_wait_seconds)
        if not (all(0 <= wait < math.inf for wait in waits) and self.per_second > 0):
            raise ValueError("waits of a budget are 0 or more and end, per_second is more than 0")

    @classmethod
    def load(cls, module: TopicModule, environ: Mapping[str, str] = os.environ) -> Budget:
        """Return the budget of a generated module, with what the environment has instead.

        `PEDSCHEMA_REALTIME_REFETCH_SECONDS`, `…_MAX_WAIT_SECONDS` and `…_PER_SECOND` are for every topic; a
        module's name in capitals behind them, `…_PER_SECOND_ROOM`, is for that one and goes first.

        Raises:
            ValueError: what the environment has is no number, or none that can be.
        """
        found = cls(module.REFETCH_SECONDS, module.MAX_WAIT_SECONDS, module.PER_SECOND)
        name = str(getattr(module, "__name__", "")).rpartition(".")[2].upper()
        for field in ("refetch_seconds", "max_wait_seconds", "per_second"):
            general = f"{PREFIX}{field.upper()}"
            told = environ.get(f"{general}_{name}", environ.get(general))
            if told is not None:
                found = replace(found, **{field: float(told)})
        return found

    @classmethod
    def join(cls, *budgets: Budget) -> Budget:
        """Return the budget of something that keeps to each of at least one budget."""
        return cls(
            max(budget.refetch_seconds for budget in budgets),
            max(budget.max_wait_seconds for budget in budgets),
            min(budget.per_second for budget in budgets),
        )


class Throttle:
    """Does something a little after it is asked for, once for many requests, and never twice at a time."""

    def __init__(self, budget: Budget, act: Callable[[], Awaitable[None]]) -> None:
        self._budget, self._act = budget, act
        self._first: float | None = None
        self._due = 0.0
        self._last = float("-inf")
        self._task: asyncio.Task[None] | None = None

    def call(self) -> None:
        """Ask for it; it is done after the budget's quiet, at the latest after its longest wait."""
        now = asyncio.get_running_loop().time()
        self._first = now if self._first is None else self._first
        budget = self._budget
        wanted = min(now + budget.refetch_seconds, self._first + budget.max_wait_seconds)
        self._due = max(wanted, self._last + 1 / budget.per_second)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())

    def cancel(self) -> None:
        """Forget what was asked for, and stop what is being done."""
        self._first = None
        if self._task is not None:
            self._task.cancel()

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        while self._first is not None:
            while (left := self._due - loop.time()) > 0:  # noqa: ASYNC110 - the time moves while it sleeps
                await asyncio.sleep(left)
            self._first, self._last = None, loop.time()
            try:
                await self._act()
            except (Exception, asyncio.CancelledError) as error:
                if is_ending():
                    raise
                _log.warning("a refetch raises %s", type(error).__name__)
