from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Fleet

pytestmark = pytest.mark.db

VERSION = "SELECT version_num FROM rooms.alembic_version"


@pytest.fixture
def outcomes(run: Callable[..., Any], fleet: Fleet) -> Callable[..., tuple[int, dict[str, str], Any]]:
    """Run `pedschema fleet` on the file, and return the code, target to outcome, and all that was printed."""

    def call(action: str, *options: str) -> tuple[int, dict[str, str], Any]:
        done = run("fleet", str(fleet.file), action, "--json", *options)
        listed = json.loads(done.out)["targets"] if done.out else []
        return done.code, {each["name"]: each["outcome"] for each in listed}, done

    return call


def test_a_broken_target_stops_none_of_twenty_and_a_resumed_run_does_the_rest(
    fleet: Fleet, outcomes: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"many_{number}" for number in range(20)]
    fleet.make(*names, "late")
    journal = ("--journal", str(fleet.folder / "run.json"))
    lines = {name: fleet.line(name) for name in names}
    gone = 'url = "postgresql://postgres@127.0.0.1:1/gone"'
    fleet.write({"gone": gone, "late": 'env = "LATE_URL"', **lines}, concurrency=4)

    code, found, done = outcomes("upgrade", *journal)
    assert code == 2
    assert found == {"gone": "failed", "late": "failed"} | dict.fromkeys(names, "clean")
    assert "database-unreachable" in done.out
    assert "LATE_URL" in done.out
    assert all(fleet.ask(name, VERSION) == [("read",)] for name in names)

    monkeypatch.setenv("LATE_URL", fleet.server.url("late"))
    code, found, _ = outcomes("upgrade", *journal, "--resume")
    assert code == 2
    assert found == {"gone": "failed", "late": "clean"} | dict.fromkeys(names, "resumed")

    fleet.revision.write_text(fleet.revision.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    code, found, _ = outcomes("upgrade", *journal, "--resume", "--only", names[0])
    assert (code, found) == (0, {names[0]: "clean"})


def test_a_target_goes_to_the_revision_that_is_asked_for(fleet: Fleet, outcomes: Callable[..., Any]) -> None:
    fleet.make("aimed")
    fleet.write({"aimed": fleet.line("aimed")})
    code, found, _ = outcomes("upgrade", "--", "nonsense")
    assert (code, found) == (2, {"aimed": "failed"})
    code, found, _ = outcomes("upgrade", "--", "read")
    assert (code, found) == (0, {"aimed": "clean"})


def test_findings_of_a_target_are_counted_and_kept(fleet: Fleet, outcomes: Callable[..., Any]) -> None:
    fleet.make("linted", "open")
    with psycopg.connect(fleet.server.url("open")) as connection:
        connection.execute("CREATE POLICY wide ON realtime.messages FOR SELECT TO public USING (true)")
    fleet.write({"linted": fleet.line("linted"), "open": fleet.line("open")})
    code, found, done = outcomes("lint", "--", "--select", "POL002")
    assert (code, found) == (1, {"linted": "clean", "open": "findings"}), done.out
    target = json.loads(done.out)["targets"][1]
    assert target["findings"]["error"] == 1
    assert target["report"][0]["rule"] == "POL002"


def test_a_target_that_waits_too_long_fails_and_leaves_no_session(
    fleet: Fleet, outcomes: Callable[..., Any]
) -> None:
    fleet.make("held")
    fleet.write({"held": fleet.line("held")}, timeout_seconds=4)
    with psycopg.connect(fleet.server.url("held")) as holder:
        holder.execute("LOCK TABLE realtime.messages IN ACCESS SHARE MODE")
        code, found, done = outcomes("upgrade")
        assert (code, found) == (2, {"held": "failed"})
        assert "fleet-timeout" in done.out
        sessions = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'pedschema'"
        deadline = time.monotonic() + 10
        while fleet.ask("held", sessions) != [(0,)] and time.monotonic() < deadline:
            time.sleep(0.1)
        assert fleet.ask("held", sessions) == [(0,)]


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_says_what_was_not_done(fleet: Fleet, sign: signal.Signals) -> None:
    name = f"stopped_{sign.name.lower()}"
    fleet.make(name)
    fleet.write({"stopped": fleet.line(name), "later": fleet.line(name)}, concurrency=1)
    journal = fleet.folder / "run.json"
    command = [sys.executable, "-m", "pedschema.cli", "fleet", str(fleet.file), "upgrade"]
    with psycopg.connect(fleet.server.url(name)) as holder:
        holder.execute("LOCK TABLE realtime.messages IN ACCESS SHARE MODE")
        # A shell that starts tests in the background has them ignore the signal.
        process = subprocess.Popen(
            [*command, "--json", "--journal", str(journal)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
        )
        waiting = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'pedschema'"
        deadline = time.monotonic() + 30
        while fleet.ask(name, waiting) == [(0,)] and time.monotonic() < deadline:
            time.sleep(0.1)
        os.kill(process.pid, sign)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "--resume" in err
    for text in (out, journal.read_text()):
        told = {each["name"]: each["outcome"] for each in json.loads(text)["targets"]}
        assert told == {"stopped": "interrupted", "later": "interrupted"}


def test_people_get_a_table_and_the_reason_of_every_failure(fleet: Fleet, run: Callable[..., Any]) -> None:
    fleet.write({"gone": 'url = "postgresql://postgres@127.0.0.1:1/gone"'})
    done = run("fleet", str(fleet.file), "upgrade")
    assert done.code == 2
    assert "gone    failed" in done.out
    assert "help:" in done.err


@pytest.mark.parametrize(
    ("options", "id_"),
    [
        (("--only", "nobody"), "fleet-target-unknown"),
        (("--resume",), "fleet-journal"),
        (("--resume", "--journal", "targets"), "fleet-journal"),
    ],
)
def test_options_that_cannot_be_used_are_told(
    fleet: Fleet, run: Callable[..., Any], options: tuple[str, ...], id_: str
) -> None:
    fleet.write({"a": fleet.line("a")})
    named = [str(fleet.file) if option == "targets" else option for option in options]
    done = run("fleet", str(fleet.file), "upgrade", *named)
    assert done.code == 2
    assert f"[{id_}]" in done.err
