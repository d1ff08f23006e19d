"""Work measured in turn, so that whatever else the machine does falls upon all of it."""  # noqa: INP001 - a script

from __future__ import annotations

__all__ = ["measure_in_turn", "run", "say", "say_ratio", "timed"]

import statistics
import subprocess
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PATIENCE = 300.0


def measure_in_turn(works: Mapping[str, Callable[[], float]], times: int) -> dict[str, float]:
    """Return the median seconds of each work; each tells its own seconds, once a round."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(times):
        for name, work in works.items():
            taken[name].append(work())
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that it takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def run(command: list[str], codes: tuple[int, ...] = (0,)) -> tuple[int, str]:
    """Run a command, and return its exit code and what it prints.

    Raises:
        RuntimeError: it ends with another code.
        subprocess.TimeoutExpired: it takes too long.
    """
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)  # noqa: S603
    if done.returncode not in codes:
        raise RuntimeError(f"{command[0]} ends with {done.returncode}: {done.stderr[-300:]}")
    return done.returncode, done.stdout


def say_ratio(taken: Mapping[str, float], one: str, other: str, target: str) -> None:
    """Print how many times as long one work takes as another, if both were measured."""
    if one in taken and other in taken:
        say(f"  {one} takes x{taken[one] / taken[other]:.2f} of {other} (target: {target})")


def say(text: str) -> None:
    """Print a line as soon as it is known."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
