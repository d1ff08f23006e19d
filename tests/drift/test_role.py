"""The login of `--print-role`: it suffices for drift and can do nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest

from pedschema.drift.read import read_drift
from pedschema.drift.role import create_reader

if TYPE_CHECKING:
    from collections.abc import Callable

    from pedschema.drift.read import Expected
    from tests.conftest import Outcome
    from tests.drift.conftest import Project

pytestmark = pytest.mark.db

DRIFT = """
    alter policy rooms_chat_read on realtime.messages using (true);
    alter table public.rooms drop column remark;
    insert into rooms.surface_switch (surface, enabled) values ('Chat', false);
"""


@pytest.fixture
def as_reader(database: str, reader: str) -> str:
    return database.replace("postgres@", f"{reader}@", 1)


def test_it_finds_what_the_owner_finds(database: str, as_reader: str, expected: Expected) -> None:
    with psycopg.connect(database) as connection:
        connection.execute(DRIFT.encode())

    found = read_drift(as_reader, expected)

    assert {finding.id for finding in found.findings} == {"DRF008", "DRF031", "DRF043"}
    assert found == read_drift(database, expected)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT FROM public.messages",
        "SELECT FROM public.rooms",
        "SELECT FROM realtime.messages",
        "SELECT FROM rooms.handover",
        "SELECT rooms.is_member(gen_random_uuid())",
        "SELECT realtime.send('{}', 'e', 't')",
        "SELECT rolpassword FROM pg_authid",
        "SET ROLE postgres",
        "SET ROLE authenticated",
        "INSERT INTO rooms.surface_switch (surface) VALUES ('Chat')",
        "UPDATE rooms.surface_switch SET enabled = true",
        "UPDATE rooms.alembic_version SET version_num = 'x'",
        "DELETE FROM public.messages",
        "CREATE SCHEMA mine",
        "CREATE TABLE public.mine (id integer)",
        "CREATE TABLE rooms.mine (id integer)",
        "CREATE POLICY mine ON realtime.messages USING (true)",
        "CREATE ROLE mine",
        "ALTER ROLE postgres NOBYPASSRLS",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "SELECT pg_read_file('/etc/passwd')",
    ],
)
def test_everything_else_is_refused_even_in_a_writing_transaction(sql: str, as_reader: str) -> None:
    with psycopg.connect(as_reader) as connection:
        connection.execute("SET TRANSACTION READ WRITE")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(sql.encode())


def test_it_hands_nothing_on(as_reader: str) -> None:
    with psycopg.connect(as_reader) as connection:
        connection.execute("SET TRANSACTION READ WRITE")
        connection.execute("GRANT USAGE ON SCHEMA rooms TO anon")
        row = connection.execute("SELECT has_schema_privilege('anon', 'rooms', 'USAGE')").fetchone()

    assert row == (False,)


def test_its_sessions_read_only_and_end_in_time(as_reader: str) -> None:
    with psycopg.connect(as_reader) as connection:
        row = connection.execute(
            "SELECT current_setting('default_transaction_read_only'), current_setting('statement_timeout')"
        ).fetchone()
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            connection.execute("CREATE TEMPORARY TABLE t (id integer)")

    assert row == ("on", "30s")


def test_it_is_made_by_the_owner_of_the_database_twice(database: str, expected: Expected) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        for _ in range(2):
            connection.execute(create_reader("drift watch", "rooms").encode())

    assert read_drift(database, expected).findings == ()


def test_the_command_prints_it(run: Callable[..., Outcome], deployed: Project) -> None:
    outcome = run("drift", "--print-role", "watch", "--contract", str(deployed.policies))

    assert outcome.code == 0
    assert outcome.out == create_reader("watch", "rooms")


def test_a_role_needs_a_name(run: Callable[..., Outcome], deployed: Project) -> None:
    outcome = run("drift", "--print-role", "", "--contract", str(deployed.policies))

    assert outcome.code == 2
    assert "[role-name]" in outcome.err


def test_a_role_that_can_do_more_is_left_alone(database: str, as_owner: Callable[[str], str]) -> None:
    attributes = b"select rolinherit, rolcreaterole, rolconnlimit from pg_roles where rolname = 'postgres'"
    with psycopg.connect(as_owner(database)) as connection:
        before = connection.execute(attributes).fetchone()
        with pytest.raises(psycopg.errors.RaiseException, match="can do more than read"):
            connection.execute(create_reader("postgres", "rooms").encode())
        connection.rollback()
        assert connection.execute(attributes).fetchone() == before
