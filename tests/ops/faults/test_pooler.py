"""Runs through a pooler in transaction mode."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

import psycopg
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Database, Project

pytestmark = pytest.mark.db

SESSIONS = 4
STEPS = ("one", "two", "three", "four")
HELD = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"


def write_trace(project: Project, database: Database) -> None:
    """Write revisions that note when they run, and whose way up waits for a row in `public.gate`."""
    database.run("CREATE TABLE public.trace (id bigint GENERATED ALWAYS AS IDENTITY, word text)")
    database.run("CREATE TABLE public.gate (is_open boolean)")
    wait = "WHILE NOT EXISTS (SELECT FROM public.gate) LOOP PERFORM pg_sleep(0.05); END LOOP;"
    step = "op.execute(\"DO $$BEGIN %s INSERT INTO public.trace (word) VALUES ('%s %s'); END$$\")"
    for before, name in zip((None, *STEPS), STEPS, strict=False):
        project.write(name, step % (wait, "up", name), step % ("", "down", name), after=before)


def wait_for_gate(database: Database, process: subprocess.Popen[str]) -> None:
    """Return once a run waits in the middle of its first revision."""
    waiting = "SELECT pid FROM pg_stat_activity WHERE query LIKE 'DO%public.gate%' AND state = 'active'"
    while not database.run(waiting):
        assert process.poll() is None
        time.sleep(0.02)


def start(project: Project, url: str, *words: str) -> subprocess.Popen[str]:
    line = [sys.executable, "-m", "alembic", "-c", str(project.folder / "alembic.ini"), *words]
    return subprocess.Popen(
        line, env={"PEDSCHEMA_DATABASE_URL": url}, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def test_the_pooler_hands_out_another_session_for_each_transaction(
    empty: Database, pooler: Callable[..., str]
) -> None:
    url = pooler(empty.name, SESSIONS)
    with psycopg.connect(url, autocommit=True, prepare_threshold=None) as connection:
        pids = {connection.execute("SELECT pg_backend_pid()").fetchone() for _ in range(3 * SESSIONS)}
    assert len(pids) > 1


def test_a_pooler_changes_nothing(ready: Project, app: Database, pooler: Callable[..., str]) -> None:
    before = app.dump()
    ready.upgrade()
    wanted = app.dump()
    ready.downgrade()
    ready.url = pooler(app.name, SESSIONS)
    ready.upgrade()
    assert app.dump() == wanted
    ready.check()
    assert ready.revise() == []
    ready.downgrade()
    assert app.dump() == before
    assert app.run(HELD) == [(0,)]


@pytest.mark.parametrize("second", ["through the pooler", "directly"])
def test_two_runs_do_not_interleave(
    project: Project, empty: Database, pooler: Callable[..., str], second: str
) -> None:
    write_trace(project, empty)
    url = pooler(empty.name, SESSIONS)
    with start(project, url, "upgrade", "head") as up:
        wait_for_gate(empty, up)
        other = url if second == "through the pooler" else empty.url()
        with start(project, other, "downgrade", "base") as down:
            assert down.stdout
            first = down.stdout.readline()
            empty.run("INSERT INTO public.gate VALUES (true)")
            rest = down.stdout.read()
    assert 'waiting for schema "rooms", held by another run, process' in first
    assert (up.returncode, down.returncode) == (0, 0), rest
    words = [word for (word,) in empty.run("SELECT word FROM public.trace ORDER BY id")]
    assert words == [*(f"up {step}" for step in STEPS), *(f"down {step}" for step in reversed(STEPS))]
    assert empty.run(HELD) == [(0,)]


def test_a_client_that_dies_leaves_no_lock_in_the_pool(
    project: Project, empty: Database, pooler: Callable[..., str]
) -> None:
    write_trace(project, empty)
    url = pooler(empty.name, SESSIONS)
    with start(project, url, "upgrade", "head") as dying:
        wait_for_gate(empty, dying)
        dying.kill()
    empty.run("INSERT INTO public.gate VALUES (true)")
    project.url = url
    project.upgrade(patience="20")
    assert empty.run("SELECT version_num FROM rooms.alembic_version") == [("four",)]
    assert empty.run(HELD) == [(0,)]


def test_a_pool_of_one_session_is_told(policy: Project, empty: Database, pooler: Callable[..., str]) -> None:
    before = empty.dump()
    policy.url = pooler(empty.name, 1)
    mistake = policy.failing(policy.upgrade)
    assert mistake.id == "pool-exhausted"
    assert "two sessions" in mistake.fix
    assert empty.dump() == before


def test_a_login_with_one_connection_is_told(policy: Project, empty: Database) -> None:
    empty.run("CREATE ROLE single LOGIN CONNECTION LIMIT 1 IN ROLE postgres", "supabase_admin")
    before = empty.dump()
    mistake = policy.on(empty, "single").failing(policy.upgrade)
    assert mistake.id == "turn-no-connection"
    assert mistake.fix == "allow the login two connections at a time"
    assert empty.dump() == before
