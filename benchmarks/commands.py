"""Commands measured in turn: the time that each takes, and that of the processor in it."""  # noqa: INP001

from __future__ import annotations

__all__ = ["Run", "Taken", "cached", "measure", "ratio", "show"]

import os
import resource
import shutil
import statistics
import subprocess
import time
from typing import TYPE_CHECKING, NamedTuple

from rounds import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

PATIENCE = 600.0


class Run(NamedTuple):
    """A command, where its output goes, and the folder that is emptied before it."""

    command: Sequence[str]
    environment: Mapping[str, str] | None = None
    out: Path | None = None
    emptied: Path | None = None


class Taken(NamedTuple):
    """Seconds that a run takes, and seconds of the processor in it."""

    whole: float
    processor: float


def cached() -> dict[str, str]:
    """Return the environment in which Python keeps the modules that it compiles."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def measure(runs: Mapping[str, Run], times: int) -> dict[str, Taken | None]:
    """Return the medians of several runs in turn, None for one that is not done in time or breaks."""
    seen: dict[str, list[Taken]] = {name: [] for name in runs}
    for _ in range(times):
        for name, run in runs.items():
            taken = _run(run)
            if taken:
                seen[name].append(taken)
    return {
        name: Taken(*map(statistics.median, zip(*taken, strict=True))) if len(taken) == times else None
        for name, taken in seen.items()
    }


def _run(run: Run) -> Taken | None:
    if run.emptied:
        shutil.rmtree(run.emptied, ignore_errors=True)
    begin, before = time.perf_counter(), _processor()
    try:
        done = subprocess.run(  # noqa: S603
            run.command, capture_output=True, env=run.environment, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return None
    taken = Taken(time.perf_counter() - begin, _processor() - before)
    if done.returncode:
        said = (done.stderr + done.stdout)[-300:].decode(errors="replace")
        say(f"{run.command[0]} ended with {done.returncode}: {said}")
        return None
    if run.out:
        run.out.write_bytes(done.stdout)
    return taken


def _processor() -> float:
    """Return the seconds of the processor that all runs took until now."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def show(taken: Taken | None) -> str:
    """Return the time as it is printed."""
    return f"{taken.whole:.2f} s ({taken.processor:.2f} s)" if taken else "failed or too slow"


def ratio(theirs: Taken | None, ours: Taken | None) -> str:
    """Return how many times ours theirs is, as it is printed."""
    return f", x{theirs.processor / ours.processor:.1f} of ours" if theirs and ours else ""
