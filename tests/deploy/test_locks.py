from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from pedschema.deploy.kinds import ALTER_TABLE, KINDS
from pedschema.deploy.locks import find_locks
from pedschema.deploy.mode import LockMode
from pedschema.platform import SUPERUSER
from pedschema.syntax.source import parse_statements

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.db

TABLES = """
    CREATE SCHEMA a;
    CREATE SCHEMA bare;
    CREATE PROCEDURE a.p() LANGUAGE sql AS 'select 1';
    CREATE TABLE a.rooms (id int PRIMARY KEY, note text);
    CREATE TABLE a.members (id int PRIMARY KEY, room int);
    ALTER TABLE a.members ADD CONSTRAINT fk FOREIGN KEY (room) REFERENCES a.rooms NOT VALID;
    CREATE TABLE a.log (id int, day int) PARTITION BY RANGE (day);
    CREATE TABLE a.log_1 PARTITION OF a.log FOR VALUES FROM (0) TO (10);
    CREATE TABLE a.log_2 (id int, day int);
    CREATE TABLE a.alone (id int);
    CREATE FUNCTION a.noop() RETURNS trigger LANGUAGE plpgsql AS 'begin return null; end';
    CREATE FUNCTION a.f() RETURNS int LANGUAGE sql AS 'select 1';
    CREATE TRIGGER old AFTER INSERT ON a.rooms FOR EACH ROW EXECUTE FUNCTION a.noop();
    CREATE TRIGGER old AFTER INSERT ON a.log FOR EACH ROW EXECUTE FUNCTION a.noop();
    CREATE POLICY old ON a.rooms USING (true);
    CREATE POLICY old ON a.log USING (true);
    CREATE VIEW a.v AS SELECT id FROM a.alone;
    CREATE PUBLICATION p FOR TABLE a.alone;
"""
STATEMENTS = """
    CREATE TRIGGER t AFTER INSERT ON a.members FOR EACH ROW EXECUTE FUNCTION a.noop()
    CREATE OR REPLACE TRIGGER old AFTER UPDATE ON a.rooms FOR EACH ROW EXECUTE FUNCTION a.noop()
    CREATE TRIGGER t AFTER INSERT ON a.log FOR EACH ROW EXECUTE FUNCTION a.noop()
    DROP TRIGGER old ON a.rooms
    DROP TRIGGER IF EXISTS old ON a.log CASCADE
    ALTER TRIGGER old ON a.log RENAME TO b
    CREATE POLICY p ON a.rooms USING (EXISTS (SELECT FROM a.members))
    CREATE POLICY p ON a.log USING (EXISTS (SELECT FROM a.log AS other, a.members))
    CREATE POLICY p ON a.log WITH CHECK (id IN (SELECT id FROM a.alone))
    ALTER POLICY old ON a.rooms USING (EXISTS (SELECT FROM a.members))
    ALTER POLICY old ON a.rooms TO postgres
    ALTER POLICY old ON a.rooms RENAME TO b
    DROP POLICY old ON a.log
    CREATE OR REPLACE FUNCTION a.f() RETURNS int LANGUAGE sql AS 'select count(*)::int from a.alone'
    CREATE FUNCTION a.g() RETURNS bigint BEGIN ATOMIC SELECT count(*) FROM a.alone; END
    CREATE FUNCTION a.g() RETURNS int LANGUAGE plpgsql AS 'begin return (select 1 from a.rooms); end'
    ALTER FUNCTION a.f() OWNER TO postgres
    ALTER FUNCTION a.f() SET search_path = ''
    DROP FUNCTION a.f()
    GRANT EXECUTE ON FUNCTION a.f() TO postgres
    REVOKE ALL ON FUNCTION a.f() FROM PUBLIC
    GRANT USAGE ON SCHEMA a TO postgres
    ALTER SCHEMA a OWNER TO postgres
    ALTER DEFAULT PRIVILEGES IN SCHEMA a GRANT SELECT ON TABLES TO postgres
    SET LOCAL search_path = ''
    LOCK TABLE a.rooms, a.members IN SHARE ROW EXCLUSIVE MODE
    LOCK TABLE a.log IN ACCESS EXCLUSIVE MODE
    LOCK TABLE ONLY a.log IN SHARE MODE
    ALTER TABLE a.rooms ENABLE TRIGGER old
    ALTER TABLE a.log DISABLE TRIGGER old
    ALTER TABLE a.rooms ENABLE ALWAYS TRIGGER old
    ALTER TABLE a.rooms ENABLE REPLICA TRIGGER old
    ALTER TABLE a.rooms ENABLE TRIGGER ALL
    ALTER TABLE a.rooms ENABLE TRIGGER USER
    ALTER TABLE a.rooms DISABLE TRIGGER ALL
    ALTER TABLE a.rooms DISABLE TRIGGER USER
    ALTER TABLE a.log ENABLE ROW LEVEL SECURITY
    ALTER TABLE a.rooms DISABLE ROW LEVEL SECURITY
    ALTER TABLE a.rooms FORCE ROW LEVEL SECURITY
    ALTER TABLE a.rooms NO FORCE ROW LEVEL SECURITY
    ALTER TABLE a.rooms REPLICA IDENTITY FULL
    ALTER TABLE a.alone OWNER TO postgres
    ALTER TABLE a.log ADD COLUMN c int
    ALTER TABLE a.log ALTER COLUMN id SET NOT NULL
    ALTER TABLE a.log ALTER COLUMN id SET STATISTICS 10
    ALTER TABLE a.rooms SET (fillfactor = 50)
    ALTER TABLE a.rooms RESET (fillfactor)
    ALTER TABLE a.rooms ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES a.members
    ALTER TABLE a.rooms ADD COLUMN m int REFERENCES a.members
    ALTER TABLE a.log ATTACH PARTITION a.log_2 FOR VALUES FROM (20) TO (30)
    ALTER TABLE a.log DETACH PARTITION a.log_1
    ALTER TABLE a.log RENAME COLUMN id TO b
    ALTER TABLE a.alone RENAME TO b
    ALTER TABLE a.alone SET SCHEMA public
    CREATE PUBLICATION q FOR TABLE a.log
    ALTER PUBLICATION p ADD TABLE a.rooms
    ALTER PUBLICATION p DROP TABLE a.alone
    COMMENT ON TRIGGER old ON a.rooms IS 'x'
    COMMENT ON POLICY old ON a.rooms IS 'x'
    COMMENT ON CONSTRAINT fk ON a.members IS 'x'
    COMMENT ON TABLE a.log IS 'x'
    COMMENT ON COLUMN a.rooms.id IS 'x'
    COMMENT ON FUNCTION a.f() IS 'x'
    CREATE TABLE a.n (id int REFERENCES a.rooms)
    CREATE TABLE a.n (LIKE a.log)
    CREATE TABLE a.n PARTITION OF a.log FOR VALUES FROM (20) TO (30)
    CREATE TABLE a.n () INHERITS (a.alone)
    CREATE TABLE a.n AS SELECT id FROM a.alone
    CREATE INDEX i ON a.log (id)
    DROP TABLE a.alone CASCADE
    DROP TABLE a.log
    DROP VIEW a.v
    CREATE VIEW a.w AS SELECT id FROM a.alone
    CREATE OR REPLACE VIEW a.v AS SELECT id FROM a.alone
    CREATE RULE r AS ON INSERT TO a.alone DO NOTHING
    CREATE TYPE a.t AS ENUM ('x')
    CREATE SCHEMA n
    DROP SCHEMA bare
    CALL a.p()
    CREATE SEQUENCE a.s
    TRUNCATE a.log
    INSERT INTO a.rooms SELECT id FROM a.alone
    INSERT INTO a.log VALUES (1, 1)
    UPDATE a.log SET id = 1 FROM a.alone
    DELETE FROM a.members WHERE id IN (SELECT id FROM a.log)
    SELECT FROM a.log
    SELECT FROM a.log FOR UPDATE
    WITH n AS (INSERT INTO a.rooms VALUES (1) RETURNING id) SELECT id FROM n
"""
HELD = """
    SELECT n.nspname || '.' || c.relname, array_agg(l.mode)
    FROM pg_locks AS l
    JOIN pg_class AS c ON c.oid = l.relation
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE l.pid = %s AND n.nspname IN ('a', 'public') AND c.relkind IN ('r', 'p', 'v') AND c.oid = ANY (%s)
    GROUP BY 1
"""
CHILDREN = {"a.log": "a.log_1"}


@pytest.fixture(scope="module")
def sessions(server: Any) -> Iterator[tuple[psycopg.Connection[Any], psycopg.Connection[Any], list[int]]]:
    """One session that acts in a transaction, one that watches, and the tables that were there before."""
    with psycopg.connect(server.url("postgres", SUPERUSER), autocommit=True) as watching:
        watching.execute("DROP DATABASE IF EXISTS locks")
        watching.execute("CREATE DATABASE locks")
    with (
        psycopg.connect(server.url("locks", SUPERUSER)) as acting,
        psycopg.connect(server.url("locks", SUPERUSER), autocommit=True) as watching,
    ):
        watching.execute(TABLES)
        tables = [row[0] for row in watching.execute("SELECT oid FROM pg_class")]
        yield acting, watching, tables


def held(sessions: Any, statement: str) -> dict[str, LockMode]:
    """Return the strongest lock on each table while the statement's transaction is open."""
    acting, watching, tables = sessions
    try:
        acting.execute(statement.encode())
        rows = watching.execute(HELD, (acting.info.backend_pid, tables)).fetchall()
    finally:
        acting.rollback()
    return {name: max(map(LockMode.parse, modes), key=lambda mode: mode.rank) for name, modes in rows}


def told(statement: str) -> tuple[dict[str, LockMode], bool]:
    (found,) = find_locks(statement)
    locks = {lock.relation: lock.mode for lock in found.locks}
    for lock in found.locks:
        if lock.children and lock.relation in CHILDREN:
            locks[CHILDREN[lock.relation]] = lock.mode
    return locks, found.is_all


@pytest.mark.parametrize("statement", [line.strip() for line in STATEMENTS.strip().splitlines()])
def test_locks_are_those_that_postgresql_takes(sessions: Any, statement: str) -> None:
    locks, is_all = told(statement)
    taken = held(sessions, statement)

    if is_all:
        assert locks == taken
    else:
        assert locks.items() <= taken.items()


GRANTED_ON_TABLE = "GRANT SELECT ON TABLE a.rooms TO postgres"


def test_grant_on_a_table_takes_at_most_what_is_told(sessions: Any) -> None:
    locks, _ = told(GRANTED_ON_TABLE)

    assert locks == {"a.rooms": LockMode.ACCESS_SHARE}
    assert held(sessions, GRANTED_ON_TABLE) in ({}, locks)


def test_validation_of_a_foreign_key_is_told_for_the_table_that_has_it(sessions: Any) -> None:
    statement = "ALTER TABLE a.members VALIDATE CONSTRAINT fk"
    taken = held(sessions, statement)

    assert told(statement)[0].items() < taken.items()
    assert taken["a.rooms"] is LockMode.ROW_SHARE


ELSEWHERE = {"CREATE INDEX CONCURRENTLY", "DROP INDEX", "GRANT ON TABLE"}


def test_every_kind_is_held_against_the_server() -> None:
    statements = [line.strip() for line in STATEMENTS.strip().splitlines()]

    assert {*KINDS} - {found.kind for each in statements for found in find_locks(each)} == ELSEWHERE


def test_every_form_of_alter_table_is_held_against_the_server() -> None:
    trees = [tree for line in STATEMENTS.strip().splitlines() for tree in parse_statements(line)]
    commands = [command for tree in trees for command in getattr(tree, "cmds", ())]
    forms = {command.subtype.name.removeprefix("AT_") for command in commands}

    assert {*ALTER_TABLE} - forms == {"AddForeignKey", "ValidateConstraint"}
    assert "AddConstraint" in forms


@pytest.mark.parametrize(
    "statement",
    [
        "DROP POLICY IF EXISTS gone ON a.rooms",
        "DROP TRIGGER IF EXISTS gone ON a.log",
    ],
)
def test_drop_of_what_is_missing_takes_no_lock(sessions: Any, statement: str) -> None:
    (found,) = find_locks(statement)

    assert [lock.needs for lock in found.locks] == [(statement.split()[1], "gone")]
    assert held(sessions, statement) == {}


def test_drop_index_and_concurrent_index_name_what_they_lock() -> None:
    sql = "DROP INDEX a.i; CREATE INDEX CONCURRENTLY i ON a.log (id)"

    assert [(lock.relation, lock.mode) for found in find_locks(sql) for lock in found.locks] == [
        ("a.i", LockMode.ACCESS_EXCLUSIVE),
        ("a.log", LockMode.SHARE_UPDATE_EXCLUSIVE),
    ]


@pytest.mark.parametrize(
    "sql", ["DO 'no block'", "CREATE EXTENSION pgcrypto", "CALL a.p()", "VACUUM a.rooms", "no sql at all"]
)
def test_what_is_not_known_is_not_taken_for_harmless(sql: str) -> None:
    assert [found.is_all for found in find_locks(sql)] == [False]


@pytest.mark.parametrize(("held_mode", "wanted"), list(product(LockMode, repeat=2)))
def test_modes_exclude_each_other_as_on_the_server(
    sessions: Any, held_mode: LockMode, wanted: LockMode
) -> None:
    acting, watching, _ = sessions
    acting.execute(f"LOCK TABLE a.alone IN {held_mode} MODE")
    try:
        with watching.transaction(force_rollback=True):
            watching.execute(f"LOCK TABLE a.alone IN {wanted} MODE NOWAIT")
        waits = False
    except psycopg.errors.LockNotAvailable:
        waits = True
    finally:
        acting.rollback()

    assert wanted.conflicts(held_mode) is held_mode.conflicts(wanted) is waits


def test_policy_on_messages_stops_the_parent_alone(make_target: Callable[[], Any]) -> None:
    statement = (
        "CREATE POLICY p ON realtime.messages FOR SELECT TO authenticated USING (EXISTS (SELECT FROM a.b))"
    )
    target = make_target()
    target.run("CREATE SCHEMA a; CREATE TABLE a.b (id int)")
    with psycopg.connect(target.url()) as acting, psycopg.connect(target.url(SUPERUSER)) as watching:
        acting.execute(statement)
        rows = watching.execute(
            "SELECT relation::regclass::text, array_agg(mode) FROM pg_locks WHERE pid = %s "
            "AND relation::regclass::text ~ '^(a|realtime)\\.' GROUP BY 1",
            (acting.info.backend_pid,),
        ).fetchall()
        acting.rollback()

    (found,) = find_locks(statement)
    assert {lock.relation for lock in found.locks if lock.mode is LockMode.ACCESS_EXCLUSIVE} == {
        name for name, modes in rows if "AccessExclusiveLock" in modes
    }
    assert {lock.relation for lock in found.locks} == {name for name, _ in rows}
