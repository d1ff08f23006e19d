from __future__ import annotations

import asyncio
from itertools import pairwise
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from pedschema.client import Applied, Budget, CountingSink, Name, Reason, Refetcher, Result, Throttle
from pedschema.client.metrics import Metrics

if TYPE_CHECKING:
    from collections.abc import Callable

MODULE: Any = SimpleNamespace(
    __name__="app_realtime.room", REFETCH_SECONDS=0.1, MAX_WAIT_SECONDS=1.0, PER_SECOND=4.0
)


def _run(budget: Budget, use: Callable[[Throttle], Any]) -> list[float]:
    """Return when something was done, in seconds since the start."""

    async def scenario() -> list[float]:
        loop = asyncio.get_running_loop()
        began, done = loop.time(), []

        async def act() -> None:
            done.append(loop.time() - began)

        await use(Throttle(budget, act))
        return done

    return asyncio.run(scenario())


def test_many_requests_are_done_once_after_a_quiet_moment() -> None:
    async def use(throttle: Throttle) -> None:
        for _ in range(5):
            throttle.call()
            await asyncio.sleep(0.03)
        await asyncio.sleep(0.3)

    done = _run(Budget(0.1, 5, 100), use)

    assert len(done) == 1
    assert done[0] >= 0.21


def test_steady_requests_do_not_put_it_off_for_ever() -> None:
    async def use(throttle: Throttle) -> None:
        for _ in range(20):
            throttle.call()
            await asyncio.sleep(0.03)

    done = _run(Budget(0.1, 0.25, 100), use)

    assert len(done) >= 2
    assert done[0] < 0.6


def test_it_is_done_no_more_often_than_the_budget_has() -> None:
    async def use(throttle: Throttle) -> None:
        for _ in range(50):
            throttle.call()
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.3)

    done = _run(Budget(0, 0, 5), use)

    assert len(done) <= 4
    assert all(later - sooner >= 0.19 for sooner, later in pairwise(done))


@pytest.mark.parametrize("error", [ValueError("a mistake of the app"), asyncio.CancelledError()])
def test_request_while_it_is_being_done_is_done_afterwards_and_not_beside(error: BaseException) -> None:
    async def scenario() -> tuple[int, int]:
        running, most, done = 0, 0, 0

        async def act() -> None:
            nonlocal running, most, done
            running += 1
            most = max(most, running)
            await asyncio.sleep(0.1)
            running -= 1
            done += 1
            if done == 1:
                raise error

        throttle = Throttle(Budget(0, 0, 1000), act)
        throttle.call()
        await asyncio.sleep(0.05)
        throttle.call()
        await asyncio.sleep(0.4)
        return most, done

    assert asyncio.run(scenario()) == (1, 2)


def test_what_is_cancelled_is_not_done() -> None:
    async def use(throttle: Throttle) -> None:
        throttle.call()
        throttle.cancel()
        await asyncio.sleep(0.1)

    assert _run(Budget(0.05, 1, 10), use) == []


@pytest.mark.parametrize(
    ("environ", "budget"),
    [
        ({}, (0.1, 1.0, 4.0)),
        ({"PEDSCHEMA_REALTIME_PER_SECOND": "2"}, (0.1, 1.0, 2.0)),
        ({"PEDSCHEMA_REALTIME_PER_SECOND": "2", "PEDSCHEMA_REALTIME_PER_SECOND_ROOM": "3"}, (0.1, 1.0, 3.0)),
        ({"PEDSCHEMA_REALTIME_REFETCH_SECONDS_HALL": "9"}, (0.1, 1.0, 4.0)),
        (
            {"PEDSCHEMA_REALTIME_REFETCH_SECONDS": "0", "PEDSCHEMA_REALTIME_MAX_WAIT_SECONDS": "7"},
            (0, 7, 4.0),
        ),
    ],
)
def test_budget_is_the_modules_with_what_the_environment_has(
    environ: dict[str, str], budget: tuple[float, ...]
) -> None:
    found = Budget.load(MODULE, environ)

    assert (found.refetch_seconds, found.max_wait_seconds, found.per_second) == budget


@pytest.mark.parametrize("told", ["soon", "0", "-1", "nan"])
def test_budget_that_cannot_be_is_refused(told: str) -> None:
    with pytest.raises(ValueError, match=r"budget|could not convert"):
        Budget.load(MODULE, {"PEDSCHEMA_REALTIME_PER_SECOND": told})


def test_refetches_are_counted_as_requested_and_as_executed() -> None:
    async def scenario() -> CountingSink:
        sink = CountingSink()
        refetcher = Refetcher(Metrics([sink]))

        async def read() -> None:
            await asyncio.sleep(0)

        refetcher.register("Room", Budget(0.02, 1, 100), read)
        for _ in range(4):
            refetcher.refetch_fallback("Room", "messages.UPDATE", Reason.UNKNOWN_ROW)
        await asyncio.sleep(0.1)
        return sink

    sink = asyncio.run(scenario())

    assert sink.count(Name.REFETCH, "phase=requested", "reason=unknown_row") == 4
    assert sink.count(Name.REFETCH, "phase=executed") == 1


def test_message_that_is_not_enough_asks_for_a_refetch_and_others_do_not() -> None:
    async def scenario() -> CountingSink:
        sink = CountingSink()
        refetcher = Refetcher(Metrics([sink]))

        async def read() -> None:
            await asyncio.sleep(0)

        refetcher.register("Room", Budget(0, 1, 100), read)
        assert refetcher.take("Room", "messages.INSERT", Applied([1], Result.INSERTED)) == [1]
        unknown = Applied([1], Result.UNKNOWN, Reason.UNKNOWN_ROW)
        assert refetcher.take("Room", "messages.UPDATE", unknown) == [1]
        return sink

    sink = asyncio.run(scenario())

    assert (sink.count(Name.PATCH), sink.count(Name.REFETCH, "phase=requested")) == (2, 1)


def test_surface_is_polled_while_it_is_off_and_read_once_when_it_is_on_again() -> None:
    async def scenario() -> tuple[int, int]:
        reads = 0

        async def read() -> None:
            nonlocal reads
            reads += 1

        refetcher = Refetcher(Metrics())
        refetcher.register("Room", Budget(0, 0, 1000), read)
        refetcher.turn("Room", on=True)
        await asyncio.sleep(0.05)
        before = reads
        refetcher.turn("Room", on=False, every=0.05)
        await asyncio.sleep(0.18)
        while_off = reads
        refetcher.turn("Room", on=True)
        await asyncio.sleep(0.15)
        assert 1 <= while_off <= 3
        return before, reads - while_off

    assert asyncio.run(scenario()) == (0, 1)


def test_surface_that_is_not_registered_is_a_mistake() -> None:
    with pytest.raises(KeyError, match="Hall"):
        Refetcher(Metrics()).refetch_fallback("Hall", "x", Reason.UNKNOWN_ROW)
