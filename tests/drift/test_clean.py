"""A database that is as it should be, and what findings say beside the fact."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import psycopg
import pytest

from pedschema.drift.read import judge_database, read_drift
from pedschema.drift.registry import load_rules

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection

    from pedschema.drift.read import Expected

    Changed = Callable[[str], AbstractContextManager[Connection]]

pytestmark = pytest.mark.db


def test_deployed_database_has_no_finding(clean: str, expected: Expected) -> None:
    outcome = read_drift(clean, expected)

    assert outcome.findings == ()
    assert outcome.failures == ()


def test_every_login_that_could_have_done_it_is_named(changed: Changed, expected: Expected) -> None:
    script = """
        create role deployer login in role postgres;
        create role stranger login;
        alter policy rooms_chat_read on realtime.messages using (true);
    """
    with changed(script) as connection:
        (finding,) = judge_database(connection, expected, load_rules()).findings

    assert finding.detail.startswith("could have: deployer, postgres, supabase_admin (superuser)\n")


@pytest.mark.parametrize("name", ["team", '"My ""Team"""', '"Team"'])
def test_owner_of_any_name_is_among_those_that_could_have_done_it(
    name: str, changed: Changed, expected: Expected
) -> None:
    script = f"create role {name} login; alter function rooms.is_member(uuid) owner to {name}"
    with changed(script) as connection:
        (finding,) = judge_database(connection, expected, load_rules()).findings

    told = finding.detail.partition("\n")[0].removeprefix("could have: ").split(", ")
    assert {"team": "team", '"Team"': "Team"}.get(name, 'My "Team"') in told


@pytest.mark.parametrize("mine", ["replica", "origin"])
def test_what_the_server_begins_sessions_with_is_told_for_whom_it_holds(
    mine: str, database: str, as_owner: Callable[[str], str], expected: Expected, reader: str
) -> None:
    with psycopg.connect(as_owner(database), autocommit=True) as connection:
        name = connection.info.dbname
        connection.execute(f"alter database {name} set session_replication_role = {mine}".encode())
        connection.execute("alter system set session_replication_role = replica")
        connection.execute("select pg_reload_conf()")
        try:
            shadowed = [finding.place.object for finding in read_drift(database, expected).findings]
            connection.execute(f"alter database {name} reset session_replication_role".encode())
            (bare,) = read_drift(database.replace("postgres@", f"{reader}@", 1), expected).findings
        finally:
            connection.execute("alter system reset session_replication_role")
            connection.execute("select pg_reload_conf()")

    assert shadowed == (["database"] if mine == "replica" else [])
    assert (bare.id, bare.place.object) == ("DRF035", "server")


@pytest.mark.parametrize(("known", "rules"), [("20260101", ["DRF029"]), ("20260707", []), ("", [])])
def test_last_migration_of_realtime_tells_its_version(
    known: str, rules: list[str], changed: Changed, expected: Expected
) -> None:
    lock = replace(expected.catalogue.lock, realtime=known)
    noted = replace(expected, catalogue=replace(expected.catalogue, lock=lock))
    script = "create table realtime.schema_migrations as select 20260707::bigint as version"

    with changed(script) as connection:
        findings = judge_database(connection, noted, load_rules()).findings

    assert [finding.id for finding in findings] == rules


def test_rule_that_breaks_leaves_the_others_their_say(changed: Changed, expected: Expected) -> None:
    def fail(_: object) -> list[object]:
        raise RuntimeError("no such thing")

    rules = [replace(rule, find=fail) if rule.id == "DRF001" else rule for rule in load_rules()]
    with changed("alter table public.rooms disable row level security") as connection:
        outcome = judge_database(connection, expected, rules)

    assert [finding.id for finding in outcome.findings] == ["DRF051"]
    assert [mistake.where for mistake in outcome.failures] == ["DRF001"]
