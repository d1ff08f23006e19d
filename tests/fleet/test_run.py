from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import pytest

from pedschema.fleet import run as running
from pedschema.fleet.action import Action, compute_digest
from pedschema.fleet.result import Outcome, Result, parse_results, render_results
from pedschema.fleet.run import run_fleet
from pedschema.fleet.targets import Fleet, Target

if TYPE_CHECKING:
    from pathlib import Path


def make_fleet(folder: Path, count: int, *, concurrency: int = 3, timeout: int = 60) -> Fleet:
    targets = (
        Target(f"t{number}", "postgresql://h/d", folder / "alembic.ini", folder / "policies")
        for number in range(count)
    )
    return Fleet(tuple(targets), concurrency, timeout)


def play(fleet: Fleet, monkeypatch: pytest.MonkeyPatch, script: str) -> dict[str, Result]:
    """Run a Python text in place of the command."""

    def find_command(_: object, target: Target, __: object) -> tuple[str, ...]:
        return (sys.executable, "-c", script, target.name)

    monkeypatch.setattr(running, "find_command", find_command)
    results: list[Result] = []
    run_fleet(fleet, Action.DRIFT, (), before={}, tell=results.append)
    return {result.name: result for result in results}


def test_no_more_run_at_one_time_than_the_fleet_allows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = f"""
import pathlib, sys, time
mark = pathlib.Path({str(tmp_path)!r}) / f"{{sys.argv[1]}}.on"
mark.touch()
time.sleep(0.5)
print(len(list(mark.parent.glob("*.on"))), file=sys.stderr)
mark.unlink()
sys.exit(1)
"""
    results = play(make_fleet(tmp_path, 8), monkeypatch, script)
    together = [int(result.message) for result in results.values()]
    assert len(results) == 8
    assert 1 < max(together) <= 3


def test_the_code_says_how_it_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = "import sys; print('told', file=sys.stderr); sys.exit(int(sys.argv[1][1:]))"
    results = play(make_fleet(tmp_path, 4), monkeypatch, script)
    assert {name: result.outcome for name, result in results.items()} == {
        "t0": Outcome.CLEAN,
        "t1": Outcome.FINDINGS,
        "t2": Outcome.FAILED,
        "t3": Outcome.FAILED,
    }
    assert {name: result.message for name, result in results.items()} == {
        "t0": "",
        "t1": "told",
        "t2": "told",
        "t3": "told",
    }


def test_what_takes_too_long_is_ended_even_if_it_does_not_want_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "_GRACE_SECONDS", 0.5)
    script = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
    started = time.monotonic()
    results = play(make_fleet(tmp_path, 1, timeout=1), monkeypatch, script)
    assert results["t0"].outcome is Outcome.FAILED
    assert "fleet-timeout" in results["t0"].message
    assert time.monotonic() - started < 30


@pytest.mark.parametrize("moment", [0, 2])
def test_an_interrupt_while_a_result_is_told_loses_none_and_begins_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    told: list[Result] = []
    interrupts = [KeyboardInterrupt(), KeyboardInterrupt()]

    def tell(result: Result) -> None:
        if len(told) >= moment and interrupts:
            raise interrupts.pop()
        told.append(result)

    command = (sys.executable, "-c", "import time; time.sleep(0.3)")
    monkeypatch.setattr(running, "find_command", lambda *_: command)
    with pytest.raises(KeyboardInterrupt):
        run_fleet(make_fleet(tmp_path, 9, concurrency=1), Action.DRIFT, (), before={}, tell=tell)

    assert sorted(result.name for result in told) == [f"t{number}" for number in range(9)]
    assert sum(result.outcome is Outcome.CLEAN for result in told) <= moment + 2


def test_a_result_that_cannot_be_told_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = f"import pathlib, sys; (pathlib.Path({str(tmp_path)!r}) / sys.argv[1]).touch()"

    def find_command(_: object, target: Target, __: object) -> tuple[str, ...]:
        return (sys.executable, "-c", script, f"{target.name}.begun")

    def tell(_: Result) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(running, "find_command", find_command)
    with pytest.raises(BrokenPipeError):
        run_fleet(make_fleet(tmp_path, 20, concurrency=1), Action.DRIFT, (), before={}, tell=tell)

    assert len(list(tmp_path.glob("*.begun"))) < 5


def test_results_survive_their_file() -> None:
    results = (
        Result("a", Outcome.FINDINGS, 1.5, "told", {"error": 2}, ({"rule": "DRF001"},), "d"),
        Result("b", Outcome.CLEAN),
    )
    assert parse_results(render_results("drift", results), "x") == ("drift", results)


def test_another_database_under_the_same_name_is_other_work(tmp_path: Path) -> None:
    def digest(url: str) -> str:
        target = Target("preview", url, tmp_path / "alembic.ini", tmp_path / "policies")
        return compute_digest(Action.UPGRADE, target, ())

    first = digest("postgresql://postgres.one:geheim@pooler:6543/postgres?sslmode=require")
    assert first == digest("postgresql://postgres.one:changed@pooler:6543/postgres?sslmode=require")
    for other in (
        "postgresql://postgres.two:geheim@pooler:6543/postgres?sslmode=require",
        "postgresql://postgres.one:geheim@other:6543/postgres?sslmode=require",
        "postgresql://postgres.one:geheim@pooler:6543/preview?sslmode=require",
        "postgresql://postgres.one:geheim@pooler:6543/postgres?sslmode=require&host=elsewhere",
    ):
        assert digest(other) != first
