"""A run: a process for each database, so that none can stop or disturb another."""

from __future__ import annotations

__all__ = ["run_fleet"]

import json
import os
import signal
import subprocess
import threading
import time
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pedschema.fleet.action import Action, compute_digest, find_command, find_environment
from pedschema.fleet.result import DONE, Outcome, Result

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pedschema.fleet.targets import Fleet, Target

_OUTCOMES = {(Action.DRIFT, 1): Outcome.FINDINGS, (Action.LINT, 1): Outcome.FINDINGS}
_GRACE_SECONDS = 5.0
_MESSAGE_LINES = 8


@dataclass(frozen=True, slots=True)
class _Work:
    """What every database of a run has in common."""

    action: Action
    extra: Sequence[str]
    timeout: float
    before: Mapping[str, Result]
    stop: threading.Event = field(default_factory=threading.Event)


def run_fleet(
    fleet: Fleet,
    action: Action,
    extra: Sequence[str],
    *,
    before: Mapping[str, Result],
    tell: Callable[[Result], None],
) -> None:
    """Run the command on every database.

    Args:
        fleet: the databases.
        action: what is done to each.
        extra: further arguments of the command.
        before: results of an earlier run; a database that was done with the same files is left alone.
        tell: is called with each result as it comes, one call at a time; with the same again if an interrupt
            came between. What it raises ends the run.

    Raises:
        KeyboardInterrupt: the person stopped the run; every result was told before, those of databases
            that were not done as interrupted.
    """
    work = _Work(action, tuple(extra), fleet.timeout_seconds, before)
    interrupt: KeyboardInterrupt | None = None
    with ThreadPoolExecutor(fleet.concurrency) as pool:
        futures = {pool.submit(_run_target, target, work) for target in fleet.targets}
        try:
            while futures:
                try:
                    for future in wait(futures, return_when=FIRST_COMPLETED).done:
                        tell(future.result())
                        futures.discard(future)
                except KeyboardInterrupt as error:
                    interrupt = error
                    work.stop.set()
        finally:
            # Without anybody to tell of them, no more are begun.
            work.stop.set()
    if interrupt:
        raise interrupt


def _run_target(target: Target, work: _Work) -> Result:
    started = time.monotonic()
    try:
        digest = compute_digest(work.action, target, work.extra)
        earlier = work.before.get(target.name)
        if earlier and earlier.outcome in DONE and earlier.digest == digest:
            return Result(target.name, Outcome.RESUMED, digest=digest)
        if work.stop.is_set():
            return Result(target.name, Outcome.INTERRUPTED, message="the run was stopped before its turn")
        if target.url is None:
            message = f"{target.name}: {target.missing} [fleet-url]\n    help: set it to the database's URL"
            return Result(target.name, Outcome.FAILED, message=message)
        command = find_command(work.action, target, work.extra)
        code, out, err = _run_process(command, find_environment(target), started + work.timeout, work.stop)
    except OSError as error:
        message = f"{target.name}: {error} [fleet-command]\n    help: make the file readable"
        return Result(target.name, Outcome.FAILED, message=message)
    outcome = _judge(work, code)
    findings, report = _parse_report(out)
    message = "" if outcome is Outcome.CLEAN else "\n".join(err.strip().splitlines()[-_MESSAGE_LINES:])
    seconds = round(time.monotonic() - started, 3)
    return Result(target.name, outcome, seconds, message, findings, report, digest)


def _judge(work: _Work, code: int) -> Outcome:
    if work.stop.is_set() and code < 0:
        return Outcome.INTERRUPTED
    # An upgrade has no findings: whatever is not clean has failed.
    return Outcome.CLEAN if code == 0 else _OUTCOMES.get((work.action, code), Outcome.FAILED)


def _run_process(
    command: Sequence[str], environment: Mapping[str, str], deadline: float, stop: threading.Event
) -> tuple[int, str, str]:
    """Return exit code, stdout and stderr; the process is ended at the deadline or when the run stops."""
    process = subprocess.Popen(  # noqa: S603 - the interpreter itself, arguments from the fleet's file
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    while True:
        try:
            out, err = process.communicate(timeout=0.2)
        except subprocess.TimeoutExpired:
            if not stop.is_set() and time.monotonic() < deadline:
                continue
            out, err = _end(process)
            if not stop.is_set():
                err += "\nthe command took too long [fleet-timeout]\n    help: raise `timeout_seconds`"
        return process.returncode, out, err


def _end(process: subprocess.Popen[str]) -> tuple[str, str]:
    """Ask the process to end, and end it when it does not; PostgreSQL rolls back what was open."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            break
        try:
            return process.communicate(timeout=_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            continue
    return process.communicate()


def _parse_report(text: str) -> tuple[dict[str, int], tuple[dict[str, Any], ...]]:
    try:
        document = json.loads(text)
        return dict(document["summary"]), tuple(document["findings"])
    except (KeyError, TypeError, ValueError):
        return {}, ()
