"""A run that ends at any statement leaves what the next one completes."""

from __future__ import annotations

import itertools
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from pedschema.ops.env import MigrationError

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Database, Kill, Project, Watch
    from sqlalchemy import Connection

pytestmark = pytest.mark.db

HEADS = "SELECT version_num FROM rooms.alembic_version"


@pytest.mark.parametrize("way", ["upgrade", "downgrade"])
def test_a_connection_killed_at_any_statement_leaves_what_the_next_run_completes(
    ready: Project,
    app: Database,
    make_app: Callable[[], Database],
    kill_at: Callable[[int], Any],
    way: str,
) -> None:
    before = app.dump()
    ready.upgrade()
    wanted = app.dump() if way == "upgrade" else before
    told = set()
    for moment in itertools.count(1):
        database = make_app()
        ready.on(database)
        if way == "downgrade":
            ready.upgrade()
        with kill_at(moment) as sent:
            try:
                getattr(ready, way)()
            except MigrationError as error:
                told.add(str(error).partition("[")[2].partition("]")[0])
        if len(sent) < moment:
            break
        getattr(ready, way)()
        assert database.dump() == wanted, sent[moment - 1]
        database.drop()
    assert moment > 50
    assert told == {"connection-lost", "turn-lost"}


def test_the_same_run_without_a_kill_reports_no_error(ready: Project, app: Database, watch: Watch) -> None:
    with watch(lambda *_: None) as sent:
        ready.upgrade()
    assert sent.count("COMMIT") == 4
    assert len(app.run(HEADS)) == 1


@pytest.mark.parametrize("way", ["upgrade", "downgrade"])
def test_a_client_that_is_killed_frees_the_lock_and_the_next_run_completes(
    policy: Project, empty: Database, way: str
) -> None:
    before = empty.dump()
    sleep = "op.execute('SELECT pg_catalog.pg_sleep(2)')"
    policy.write("slow", sleep, sleep, after="read")
    if way == "downgrade":
        policy.upgrade()
    target = "head" if way == "upgrade" else "base"
    line = [sys.executable, "-m", "alembic", "-c", str(policy.folder / "alembic.ini"), way, target]
    sleeping = "SELECT pid FROM pg_stat_activity WHERE query LIKE '%pg_sleep(2)' AND pid <> pg_backend_pid()"
    with subprocess.Popen(
        line, env={"PEDSCHEMA_DATABASE_URL": policy.url}, stderr=subprocess.DEVNULL
    ) as client:
        while not empty.run(sleeping):
            assert client.poll() is None
        client.send_signal(signal.SIGKILL)
        assert client.wait() == -signal.SIGKILL
    # The statement of the dead client still runs; the next run waits for it, and does all of its own.
    assert empty.run(sleeping)
    getattr(policy, way)(patience="30")
    if way == "upgrade":
        assert empty.run(HEADS) == [("slow",)]
    else:
        assert empty.dump() == before
    assert empty.run("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") == [(0,)]


def test_a_run_that_loses_its_lock_stops_at_the_next_revision(
    policy: Project, empty: Database, watch: Watch, kill_session: Kill
) -> None:
    policy.write("more", "pass", "pass", after="read")
    guards: list[Connection] = []

    def act(sent: list[str], connection: Connection) -> None:
        if not guards and "pg_try_advisory_xact_lock" in sent[-1]:
            guards.append(connection)
        if sent[-1].startswith("INSERT INTO rooms.alembic_version"):
            kill_session(guards[0])

    with watch(act):
        mistake = policy.failing(policy.upgrade)
    assert (mistake.id, mistake.where) == ("turn-lost", 'schema "rooms"')
    assert empty.run(HEADS) == [("read",)]
    policy.upgrade()
    assert empty.run(HEADS) == [("more",)]


def test_a_run_that_another_has_overtaken_goes_on_from_where_the_database_is(
    policy: Project, empty: Database, watch: Watch
) -> None:
    policy.write("more", "op.execute('CREATE TABLE public.once ()')", "pass", after="read")
    policy.write("last", "pass", "pass", after="more")
    moved: list[str] = []

    def act(sent: list[str], _: Connection) -> None:
        if sent.count("COMMIT") == 2 and sent[-1] != "COMMIT" and not moved:
            moved.append(sent[-1])
            empty.run("CREATE TABLE public.once (); UPDATE rooms.alembic_version SET version_num = 'more'")

    with watch(act):
        policy.upgrade()
    assert moved
    assert empty.run(HEADS) == [("last",)]
