from __future__ import annotations

import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import psycopg
import pytest

if TYPE_CHECKING:
    from conftest import Database, Project

pytestmark = pytest.mark.db

BLOCK = "LOCK TABLE realtime.messages IN ACCESS SHARE MODE"


def test_a_policy_that_exists_as_declared_is_not_locked(policy: Project, empty: Database) -> None:
    empty.run(policy.POLICY)
    with psycopg.connect(empty.url()) as blocker:
        blocker.execute(BLOCK)
        policy.upgrade(patience="0")
    assert empty.run("SELECT version_num FROM rooms.alembic_version") == [("read",)]


def test_a_lock_taken_for_a_while_is_waited_for(policy: Project, empty: Database) -> None:
    with psycopg.connect(empty.url()) as blocker:
        blocker.execute(BLOCK)
        timer = threading.Timer(1.0, blocker.rollback)
        timer.start()
        policy.upgrade(patience="30")
        timer.join()
    assert empty.run("SELECT count(*) FROM pg_policy") == [(1,)]


def test_nobody_waits_longer_than_the_lock_timeout_behind_a_revision(
    policy: Project, empty: Database
) -> None:
    waits = []
    with psycopg.connect(empty.url()) as blocker, psycopg.connect(empty.url(), autocommit=True) as reader:
        blocker.execute(BLOCK)
        thread = threading.Thread(target=policy.failing, args=(lambda: policy.upgrade(patience="2"),))
        thread.start()
        while thread.is_alive():
            start = time.monotonic()
            reader.execute("SELECT count(*) FROM realtime.messages")
            waits.append(time.monotonic() - start)
        thread.join()
    assert 0.05 < max(waits) < 1.0


def test_a_lock_that_stays_taken_is_told_with_its_holder(policy: Project, empty: Database) -> None:
    before = empty.dump()
    with psycopg.connect(empty.url(), application_name="report") as blocker:
        blocker.execute(BLOCK)
        mistake = policy.failing(lambda: policy.upgrade(patience="0.5"))
        assert mistake.id == "lock-taken"
        assert mistake.where == "realtime.messages"
        assert f'process {blocker.info.backend_pid} of "report", idle in transaction' in mistake.what
    assert empty.dump() == before


def test_tables_of_the_app_are_told_with_whoever_holds_one(project: Project, empty: Database) -> None:
    empty.run("CREATE TABLE public.members (id int); CREATE TABLE public.rooms (id int)")
    project.write("wait", "op.lock_tables('public.members', 'public.rooms')", "pass")
    with psycopg.connect(empty.url(), application_name="report") as blocker:
        blocker.execute("LOCK TABLE public.rooms IN ROW EXCLUSIVE MODE")
        mistake = project.on(empty).failing(lambda: project.upgrade(patience="0.5"))
        assert mistake.where == "public.members, public.rooms"
        assert f'process {blocker.info.backend_pid} of "report"' in mistake.what


def test_a_relative_target_is_not_overshot_by_another_try(policy: Project, empty: Database) -> None:
    policy.write("more", "op.execute('LOCK TABLE public.rooms')", "pass", after="read")
    policy.write("last", "pass", "pass", after="more")
    empty.run("CREATE TABLE public.rooms (id int)")
    with psycopg.connect(empty.url()) as blocker:
        blocker.execute("LOCK TABLE public.rooms IN ACCESS SHARE MODE")
        mistake = policy.failing(lambda: policy.upgrade("+2", patience="30"))
    assert (mistake.id, "read" in mistake.what) == ("target-relative", True)
    assert empty.run("SELECT version_num FROM rooms.alembic_version") == [("read",)]
    policy.upgrade("+1")
    assert empty.run("SELECT version_num FROM rooms.alembic_version") == [("more",)]


def test_a_second_run_waits_for_the_first(policy: Project, empty: Database) -> None:
    errors: list[BaseException] = []

    def upgrade() -> None:
        line = [sys.executable, "-m", "alembic", "-c", str(policy.folder / "alembic.ini"), "upgrade", "head"]
        done = subprocess.run(
            line,
            env={"PEDSCHEMA_DATABASE_URL": policy.url, "PATH": ""},
            capture_output=True,
            check=False,
            text=True,
        )
        if done.returncode:
            errors.append(RuntimeError(done.stdout + done.stderr))

    policy.write("slow", "op.execute('SELECT pg_catalog.pg_sleep(0.5)')", "pass", after="read")
    threads = [threading.Thread(target=upgrade) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert empty.run("SELECT version_num FROM rooms.alembic_version") == [("slow",)]


def test_a_run_that_does_not_end_is_named(policy: Project, empty: Database) -> None:
    policy.write("slow", "op.execute('SELECT pg_catalog.pg_sleep(2)')", "pass", after="read")
    line = [sys.executable, "-m", "alembic", "-c", str(policy.folder / "alembic.ini"), "upgrade", "head"]
    with subprocess.Popen(
        line, env={"PEDSCHEMA_DATABASE_URL": policy.url}, stderr=subprocess.DEVNULL
    ) as first:
        running = (
            "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted ORDER BY virtualtransaction"
        )
        while not (found := empty.run(running)):
            assert first.poll() is None
        mistake = policy.failing(lambda: policy.upgrade(patience="0.3"))
    assert mistake.id == "upgrade-running"
    assert mistake.what == f'another run holds the lock: process {found[0][0]} of "pedschema"'
