from __future__ import annotations

import time
from contextlib import closing
from typing import TYPE_CHECKING

import psycopg
import pytest

from pedschema.deploy.blockers import read_surroundings
from pedschema.deploy.locks import Lock
from pedschema.deploy.mode import LockMode
from pedschema.platform import SUPERUSER

if TYPE_CHECKING:
    from pedschema.deploy.blockers import Blocker
    from tests.deploy.conftest import Target

pytestmark = pytest.mark.db

TRIGGER = Lock("public.rooms", LockMode.SHARE_ROW_EXCLUSIVE, children=True)
POLICY = Lock("realtime.messages", LockMode.ACCESS_EXCLUSIVE)


def blockers(target: Target, lock: Lock) -> tuple[Blocker, ...]:
    return read_surroundings(target.url(SUPERUSER), [lock.relation]).find_blockers(lock)


def test_writer_that_is_idle_in_its_transaction_is_named(app: Target) -> None:
    with psycopg.connect(app.url(), application_name="worker") as writer:
        writer.execute("UPDATE public.rooms SET title = ''")

        (found,) = blockers(app, TRIGGER)
        assert found.pid == writer.info.backend_pid

    assert (found.application, found.state) == ("worker", "idle in transaction")
    assert (found.relation, found.mode, found.granted) == ("public.rooms", LockMode.ROW_EXCLUSIVE, True)
    assert found.seconds == 0
    assert blockers(app, TRIGGER) == ()


def test_reader_blocks_a_policy_and_no_trigger(app: Target) -> None:
    with psycopg.connect(app.url()) as reader:
        reader.execute("SELECT FROM public.rooms, realtime.messages")

        assert blockers(app, TRIGGER) == ()
        assert [found.mode for found in blockers(app, POLICY)] == [LockMode.ACCESS_SHARE]


def test_session_of_another_database_blocks_nobody(app: Target, empty: Target) -> None:
    with psycopg.connect(empty.url()) as reader:
        reader.execute("SELECT FROM realtime.messages")

        assert blockers(app, POLICY) == ()


def test_who_waits_is_named_too(app: Target) -> None:
    with psycopg.connect(app.url()) as holder, closing(psycopg.connect(app.url())) as waiter:
        holder.execute("LOCK TABLE public.rooms IN ACCESS SHARE MODE")
        waiter.pgconn.send_query(b"BEGIN; LOCK TABLE public.rooms IN ACCESS EXCLUSIVE MODE")
        deadline = time.monotonic() + 10
        while not (found := blockers(app, TRIGGER)) and time.monotonic() < deadline:
            time.sleep(0.05)
        waiter.cancel_safe()

    assert [(each.granted, each.mode) for each in found] == [(False, LockMode.ACCESS_EXCLUSIVE)]


def test_lock_on_a_partition_blocks_what_goes_down_to_it(app: Target) -> None:
    app.run(
        "CREATE TABLE public.log (day int) PARTITION BY RANGE (day); "
        "CREATE TABLE public.log_1 PARTITION OF public.log FOR VALUES FROM (0) TO (9)"
    )
    with psycopg.connect(app.url()) as writer:
        writer.execute("INSERT INTO public.log_1 VALUES (1)")

        down = blockers(app, Lock("public.log", LockMode.SHARE_ROW_EXCLUSIVE, children=True))
        assert [found.relation for found in down] == ["public.log_1"]
        assert blockers(app, Lock("public.log", LockMode.SHARE_ROW_EXCLUSIVE)) == ()


def test_longest_transaction_comes_first(app: Target) -> None:
    with psycopg.connect(app.url()) as old, psycopg.connect(app.url()) as new:
        old.execute("SELECT FROM public.rooms")
        time.sleep(1.1)
        new.execute("SELECT FROM public.rooms")

        found = blockers(app, Lock("public.rooms", LockMode.ACCESS_EXCLUSIVE))
        assert [each.pid for each in found] == [old.info.backend_pid, new.info.backend_pid]

    assert found[0].seconds is not None
    assert found[0].seconds >= 1


def test_login_without_rights_sees_who_and_not_what(app: Target) -> None:
    app.run("CREATE ROLE onlooker LOGIN", SUPERUSER)
    try:
        with psycopg.connect(app.url(SUPERUSER)) as reader:
            reader.execute("SELECT FROM public.rooms")
            around = read_surroundings(app.url("onlooker"), ["public.rooms"])
            (found,) = around.find_blockers(Lock("public.rooms", LockMode.ACCESS_EXCLUSIVE))
            assert found.pid == reader.info.backend_pid
    finally:
        app.run("DROP ROLE onlooker", SUPERUSER)

    assert (found.state, found.seconds) == ("hidden", None)


def test_autovacuum_is_called_so(app: Target) -> None:
    app.run(
        "INSERT INTO public.rooms SELECT gen_random_uuid(), repeat('x', 500) FROM generate_series(1, 9000)"
    )
    app.run("DELETE FROM public.rooms")
    app.run(
        "ALTER TABLE public.rooms SET (autovacuum_enabled, autovacuum_vacuum_threshold = 1, "
        "autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_cost_delay = 100, "
        "autovacuum_vacuum_cost_limit = 1)"
    )
    with psycopg.connect(app.url(SUPERUSER), autocommit=True) as admin:
        for name, value in (("autovacuum", "on"), ("autovacuum_naptime", "1s")):
            admin.execute(f"ALTER SYSTEM SET {name} = '{value}'")
        admin.execute("SELECT pg_reload_conf()")
        found: tuple[Blocker, ...] = ()
        deadline = time.monotonic() + 60
        while not found and time.monotonic() < deadline:
            found = blockers(app, TRIGGER)
            time.sleep(0.1)
        for name in ("autovacuum", "autovacuum_naptime"):
            admin.execute(f"ALTER SYSTEM RESET {name}")
        admin.execute("SELECT pg_reload_conf()")
        for each in found:
            admin.execute("SELECT pg_terminate_backend(%s)", (each.pid,))

    assert {(each.state, each.mode) for each in found} == {("autovacuum", LockMode.SHARE_UPDATE_EXCLUSIVE)}


def test_missing_table_has_no_blockers(app: Target) -> None:
    around = read_surroundings(app.url(), ["public.gone"])

    assert around.tables == {}
    assert around.find_blockers(Lock("public.gone", LockMode.ACCESS_EXCLUSIVE)) == ()
