from __future__ import annotations

import pytest

from pedschema.endpoint import rate
from pedschema.endpoint.rate import CallWindow, RateCounter


class Clock:
    """A clock that the test turns."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(rate, "time", clock)
    return clock


def test_a_burst_passes_until_its_tick_is_over(clock: Clock) -> None:
    counter = RateCounter(100)
    counter.add(4000)

    assert not counter.is_exceeded
    clock.now += 5
    assert counter.average == 400
    assert counter.is_exceeded


def test_a_burst_of_4000_weighs_on_for_about_half_a_minute(clock: Clock) -> None:
    counter = RateCounter(100)
    counter.add(4000)
    clock.now += 30
    assert counter.is_exceeded

    clock.now += 10

    assert not counter.is_exceeded


def test_what_lies_back_more_than_a_minute_is_forgotten(clock: Clock) -> None:
    counter = RateCounter(1)
    counter.add(1_000_000)
    clock.now += 60
    assert counter.is_exceeded

    clock.now += 5

    assert counter.average == 0


def test_a_limit_that_is_reached_is_exceeded(clock: Clock) -> None:
    counter = RateCounter(10)
    counter.add(99)
    clock.now += 5
    counter.add(1)
    assert not counter.is_exceeded

    counter = RateCounter(10)
    counter.add(100)
    clock.now += 5

    assert counter.is_exceeded


def test_calls_are_counted_in_windows(clock: Clock) -> None:
    calls = CallWindow(2, 30)

    assert [calls.admits() for _ in range(3)] == [True, True, False]
    clock.now += 31
    assert calls.admits()
