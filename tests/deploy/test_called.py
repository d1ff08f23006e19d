from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from pedschema.deploy.called import find_made, read_called
from pedschema.deploy.locks import find_locks
from pedschema.deploy.mode import LockMode
from pedschema.platform import SUPERUSER

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.db

TABLES = """
    CREATE SCHEMA a;
    CREATE SCHEMA b;
    CREATE TABLE a.rooms (id int PRIMARY KEY, note text);
    CREATE TABLE a.members (id int PRIMARY KEY);
    CREATE TABLE b.members (id int PRIMARY KEY);
    CREATE TABLE a.seats (room int REFERENCES a.rooms, member int REFERENCES a.members, next int);
    ALTER TABLE a.seats ADD PRIMARY KEY (room), ADD FOREIGN KEY (next) REFERENCES a.seats;
    CREATE TABLE a.days (day int) PARTITION BY RANGE (day);
    CREATE TABLE a.day_1 PARTITION OF a.days FOR VALUES FROM (0) TO (10);
    CREATE FUNCTION a.count() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM a.rooms';
    CREATE FUNCTION a.atomic() RETURNS bigint BEGIN ATOMIC SELECT count(*) FROM a.rooms; END;
    CREATE FUNCTION a.add() RETURNS void LANGUAGE plpgsql AS 'BEGIN INSERT INTO a.members VALUES (1); END';
    CREATE FUNCTION a.chain() RETURNS bigint LANGUAGE sql AS 'SELECT a.add(); SELECT a.count()';
    CREATE FUNCTION a.loose() RETURNS bigint LANGUAGE sql SET search_path = 'b', 'a'
        AS 'SELECT count(*) FROM members, rooms';
    CREATE FUNCTION a.forever(n int) RETURNS int LANGUAGE plpgsql
        AS 'BEGIN DELETE FROM a.members; IF n > 0 THEN RETURN a.forever(n - 1); END IF; RETURN 0; END';
    CREATE FUNCTION a.either() RETURNS int LANGUAGE sql AS 'SELECT 1';
    CREATE FUNCTION a.either(n int) RETURNS int LANGUAGE sql AS 'SELECT id FROM a.rooms';
    CREATE FUNCTION a.dynamic(name text) RETURNS void LANGUAGE plpgsql AS
        $$ BEGIN LOCK TABLE a.members IN SHARE MODE; EXECUTE 'LOCK TABLE a.' || name; END $$;
    CREATE FUNCTION a.compiled() RETURNS int LANGUAGE internal AS 'pg_backend_pid';
    CREATE PROCEDURE a.p() LANGUAGE sql AS 'UPDATE a.rooms SET note = NULL';
"""
KNOWN = [
    "SELECT a.count()",
    "SELECT a.atomic()",
    "SELECT a.chain(), now()",
    "SELECT a.loose()",
    "SELECT a.forever(2)",
    "CALL a.p()",
    "DROP TABLE a.seats",
    "DROP TABLE a.seats, a.members",
    "DROP TABLE b.members",
    "INSERT INTO b.members SELECT a.count()",
    "DO 'begin end'",
    "DO 'begin perform a.add(); end'",
    "DO 'begin alter table a.rooms enable trigger user; lock table a.members in share mode; end'",
    "DO 'declare n bigint := (select count(*) from a.rooms); begin delete from b.members; end'",
    "DO 'declare r record; begin for r in select id from a.rooms loop perform r.id; end loop; end'",
    "DO 'declare n int; begin select count(*) into n from a.rooms; n := (select 1 from a.members); end'",
    "DO $$ begin execute 'alter table a.rooms disable trigger user; lock table b.members'; end $$",
    "DO $$ begin execute 'do ''begin lock table a.rooms; end'''; end $$",
    "DO 'begin if to_regclass(''a.rooms'') is not null then perform from pg_class; end if; end'",
]
UNKNOWN = {
    "SELECT a.dynamic('rooms')": {"a.members": LockMode.SHARE},
    "SELECT a.compiled()": {},
    "SELECT a.gone()": {},
    "DROP TABLE a.gone": {"a.gone": LockMode.ACCESS_EXCLUSIVE},
    "DROP TABLE a.day_1": {"a.day_1": LockMode.ACCESS_EXCLUSIVE},
    "DROP TABLE a.seats CASCADE": {"a.seats": LockMode.ACCESS_EXCLUSIVE},
    "SELECT query_to_xml('select 1', true, true, '')": {},
    "DO $$ begin lock table a.rooms; execute format('lock table a.%I', 'members'); end $$": {
        "a.rooms": LockMode.ACCESS_EXCLUSIVE
    },
    "DO $$ begin for i in 1..2 loop execute 'lock table a.' || i; end loop; end $$": {},
    "DO $$ declare r record; begin for r in execute 'select ' || 1 loop null; end loop; end $$": {},
    "DO $$ declare c refcursor; begin open c for execute current_user; end $$": {},
    "DO $$ begin execute 'no sql'; end $$": {},
    "DO $$ declare r a.rooms%rowtype; begin r.id := 1; lock table a.rooms; end $$": {},
    "DO $$ begin perform set_config('search_path', 'b', true); lock table members; end $$": {},
    "DO LANGUAGE plother 'x'": {},
}
"""What cannot be read, and the locks that are told all the same."""

HELD = """
    SELECT n.nspname || '.' || c.relname, array_agg(l.mode)
    FROM pg_locks AS l
    JOIN pg_class AS c ON c.oid = l.relation
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE l.pid = %s AND n.nspname IN ('a', 'b') AND c.relkind = 'r'
    GROUP BY 1
"""


@pytest.fixture(scope="module")
def url(server: Any) -> Iterator[str]:
    with psycopg.connect(server.url("postgres", SUPERUSER), autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS called")
        connection.execute("CREATE DATABASE called")
    address = server.url("called", SUPERUSER)
    with psycopg.connect(address) as connection:
        connection.execute(TABLES)
    return address


def told(url: str, sql: str, made: str = "") -> tuple[dict[str, LockMode], bool]:
    (statements,) = read_called(url, [find_locks(sql)], find_made([made]))
    locks: dict[str, LockMode] = {}
    for lock in (lock for each in statements for lock in each.locks):
        locks[lock.relation] = max(lock.mode, locks.get(lock.relation, lock.mode), key=lambda one: one.rank)
    return locks, all(each.is_all for each in statements)


@pytest.mark.parametrize("statement", KNOWN)
def test_locks_are_those_that_postgresql_takes(url: str, statement: str) -> None:
    with psycopg.connect(url) as acting, psycopg.connect(url) as watching:
        acting.execute(statement.encode())
        rows = watching.execute(HELD, (acting.info.backend_pid,)).fetchall()
        acting.rollback()
    held = {name: max(map(LockMode.parse, modes), key=lambda mode: mode.rank) for name, modes in rows}

    assert told(url, statement) == (held, True)


@pytest.mark.parametrize(("statement", "locks"), UNKNOWN.items())
def test_what_cannot_be_read_is_said_to_be_unknown(
    url: str, statement: str, locks: dict[str, LockMode]
) -> None:
    assert told(url, statement) == (locks, False)


def test_every_function_of_the_name_counts(url: str) -> None:
    assert told(url, "SELECT a.either()") == ({"a.rooms": LockMode.ACCESS_SHARE}, True)


def test_function_that_is_made_before_is_read(url: str) -> None:
    made = "CREATE FUNCTION a.gone() RETURNS void LANGUAGE plpgsql AS 'begin lock table b.members; end'"

    assert told(url, "SELECT a.gone()", made) == ({"b.members": LockMode.ACCESS_EXCLUSIVE}, True)


def test_what_is_stored_for_later_is_not_called(url: str) -> None:
    sql = "CREATE POLICY p ON a.rooms USING (a.dynamic('rooms') IS NULL)"

    assert told(url, sql) == ({"a.rooms": LockMode.ACCESS_EXCLUSIVE}, True)


def test_temporary_table_is_nobody_elses(url: str) -> None:
    sql = "DO 'begin create temp table scratch (id int); insert into scratch values (1); end'"

    assert told(url, sql) == ({"scratch": LockMode.ROW_EXCLUSIVE}, True)
