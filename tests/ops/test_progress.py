from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Database, Project

pytestmark = pytest.mark.db

TIME = re.compile(r"\d+\.\d s")


def run_alembic(
    project: Project, *words: str, hear: Callable[[str], object] = str
) -> subprocess.CompletedProcess[str]:
    """Run the command line, and hand each line of talk to `hear` at once; times are written as `0.0 s`."""
    line = [sys.executable, "-m", "alembic", "-c", str(project.folder / "alembic.ini"), *words]
    pipe, told = subprocess.PIPE, []
    env = {"PEDSCHEMA_DATABASE_URL": project.url}
    with subprocess.Popen(line, env=env, stdout=pipe, stderr=pipe, text=True) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        for said in running.stderr:
            told.append(TIME.sub("0.0 s", said))
            hear(told[-1])
        stdout = running.stdout.read()
    return subprocess.CompletedProcess(line, running.returncode, stdout, "".join(told))


def release_late(blocker: psycopg.Connection[Any], database: Database) -> None:
    """End a transaction once somebody has waited for its lock for longer than a second."""
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'public.rooms'::regclass"
    for _ in range(600):
        if database.run(waiting) != [(0,)]:
            break
        time.sleep(0.1)
    time.sleep(1.2)
    blocker.rollback()


def test_each_revision_and_the_end_are_told(policy: Project) -> None:
    policy.write("more", "pass", "pass", after="read")
    done = run_alembic(policy, "upgrade", "head")
    assert done.stderr.splitlines() == [
        "INFO pedschema: 1/2 read (1 step, 0.0 s)",
        "INFO pedschema: 2/2 more (0 steps, 0.0 s)",
        'INFO pedschema: upgrade complete: 2 of 2 revisions in 0.0 s, the database is at "more"',
    ]
    assert done.stdout == ""
    done = run_alembic(policy, "upgrade", "head")
    assert done.stderr == 'INFO pedschema: upgrade: nothing to do, the database is at "more"\n'
    done = run_alembic(policy, "downgrade", "base")
    assert done.stderr.splitlines()[-1] == (
        "INFO pedschema: downgrade complete: 2 of 2 revisions in 0.0 s, the database is at no revision"
    )


def test_a_run_that_stops_tells_where(policy: Project) -> None:
    policy.write("bad", "op.execute('SELECT 1/0')", "pass", after="read")
    done = run_alembic(policy, "upgrade", "head")
    assert done.returncode == 2
    assert (
        'INFO pedschema: upgrade stopped: 1 of 2 revisions in 0.0 s, the database is at "read"' in done.stderr
    )
    assert "[database-refuses]\n    help: " in done.stderr


def test_slow_steps_are_told_to_a_file_and_all_steps_to_a_terminal(policy: Project, empty: Database) -> None:
    told = '1/1 read: policy "rooms_read" on realtime.messages (0.0 s)'
    assert told not in run_alembic(policy, "upgrade", "head").stderr
    policy.downgrade()
    ours, theirs = pty.openpty()
    line = [sys.executable, "-m", "alembic", "-c", str(policy.folder / "alembic.ini"), "upgrade", "head"]
    subprocess.run(line, env={"PEDSCHEMA_DATABASE_URL": policy.url}, check=True, stderr=theirs)
    os.close(theirs)
    assert told in TIME.sub("0.0 s", os.read(ours, 10_000).decode())
    os.close(ours)
    assert empty.run("SELECT count(*) FROM pg_policy") == [(1,)]


def test_a_step_that_waits_long_is_told_in_any_case(project: Project, empty: Database) -> None:
    empty.run("CREATE TABLE public.rooms (id int)")
    project.write("wait", "op.lock_tables('public.rooms')", "pass")
    (project.folder / "alembic.ini").write_text(
        (project.folder / "alembic.ini").read_text(encoding="utf-8").replace("= 200ms", "= 10s"),
        encoding="utf-8",
    )
    with psycopg.connect(empty.url()) as blocker:
        blocker.execute("LOCK TABLE public.rooms IN ROW EXCLUSIVE MODE")
        released = threading.Thread(target=release_late, args=(blocker, empty))
        released.start()
        done = run_alembic(project.on(empty), "upgrade", "head")
        released.join()
    assert "INFO pedschema: 1/1 wait: public.rooms (0.0 s)\n" in done.stderr


def test_whoever_holds_a_lock_is_told_at_each_try(policy: Project, empty: Database) -> None:
    with psycopg.connect(empty.url(), application_name="report") as blocker:
        blocker.execute("LOCK TABLE realtime.messages IN ACCESS SHARE MODE")
        pid = blocker.info.backend_pid
        done = run_alembic(
            policy, "upgrade", "head", hear=lambda told: "(try 2," in told and blocker.rollback()
        )
    held = f'waiting for realtime.messages, held by process {pid} of "report", idle in transaction'
    assert f"INFO pedschema: {held} (try 1, 0.0 s)" in done.stderr
    assert f"INFO pedschema: {held} (try 2, 0.0 s)" in done.stderr
    assert re.search(r"1 of 1 revisions in 0\.0 s, waited \d+ times, the database", done.stderr)
    assert policy.POLICY not in done.stderr


def test_a_program_hears_nothing(policy: Project, capfd: pytest.CaptureFixture[str]) -> None:
    policy.upgrade()
    policy.downgrade()
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("command", ["upgrade", "downgrade", "stamp"])
def test_a_revision_that_does_not_exist_is_told_in_three_parts(
    policy: Project, empty: Database, command: str
) -> None:
    before = empty.dump()
    done = run_alembic(policy, command, "nowhere")
    assert done.returncode == 2
    assert "Can't locate revision identified by 'nowhere' [migrations-unreadable]\n    help: " in done.stderr
    assert "Traceback" not in done.stderr
    assert empty.dump() == before


def test_a_database_behind_the_revisions_is_told_in_three_parts(policy: Project) -> None:
    done = run_alembic(policy, "check")
    assert done.returncode == 2
    assert "not at the last revision [database-behind]\n    help: run `alembic upgrade head`" in done.stderr


def test_a_revision_that_is_no_python_is_told_with_its_line(policy: Project) -> None:
    policy.write("bad", "op.execute(", "pass", after="read")
    done = run_alembic(policy, "upgrade", "head")
    assert done.returncode == 2
    assert re.search(r"bad\.py:\d+: the revision is no Python: .*\n    help: ", done.stderr)


def test_a_setting_that_postgres_does_not_know_is_told(policy: Project) -> None:
    ini = policy.folder / "alembic.ini"
    ini.write_text(ini.read_text(encoding="utf-8").replace("200ms", "soon"), encoding="utf-8")
    done = run_alembic(policy, "upgrade", "head")
    assert done.returncode == 2
    assert 'invalid value for parameter "lock_timeout": "soon" [database-refuses]' in done.stderr
    assert "Traceback" not in done.stderr
