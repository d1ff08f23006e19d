"""Revisions with statements by hand between their steps: a step sees what they have done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Database, Project

pytestmark = pytest.mark.db

WAYS = {
    "execute": "op.execute({!r})",
    "driver-sql": "op.get_bind().exec_driver_sql({!r})",
    "raw-cursor": "op.get_bind().connection.cursor().execute({!r})",
    "raw-connection": "op.get_bind().connection.driver_connection.execute({!r})",
    "released-savepoint": "with op.get_bind().begin_nested(): op.execute({!r})",
    "raw-savepoint": (
        "with op.get_bind().connection.driver_connection.transaction() as t: t.connection.execute({!r})"
    ),
    "autocommit": "with op.get_context().autocommit_block(): op.execute({!r})",
    "many": "op.get_bind().connection.cursor().executemany({!r}, [()])",
    "pipeline": "with (raw := op.get_bind().connection.driver_connection).pipeline(): raw.execute({!r})",
}
FIRST = (
    "op.create_realtime_policy('rooms_first', of='realtime.messages',"
    " sql=['create policy rooms_first on realtime.messages using (false)'])"
)
FUNCTION = "create or replace function rooms.chat_v{}() returns trigger language plpgsql as 'begin end'"
ELSEWHERE = {
    "committed": "other.exec_driver_sql({sql!r}); other.commit()",
    "committed-later": "other.exec_driver_sql({sql!r}); {first}; other.commit()",
    "autocommitted": "other.execution_options(isolation_level='AUTOCOMMIT').exec_driver_sql({sql!r})",
}


def read_step(project: Project, name: str) -> str:
    """Return the step in the revision of that name."""
    text = (project.folder / "migrations/versions" / f"{name}.py").read_text(encoding="utf-8")
    return text.partition("def upgrade():\n    ")[2].partition("\ndef downgrade")[0]


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_step_sees_what_was_made_by_hand(policy: Project, way: str) -> None:
    foreign = policy.POLICY.replace("false", "true")
    step = read_step(policy, "read")
    policy.write("read", f"{FIRST}\n    {way.format(foreign)}\n    {step}", "pass")

    assert policy.failing(policy.upgrade).id == "policy-foreign"


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_step_leaves_alone_what_was_made_by_hand_as_it_shall_be(
    policy: Project, empty: Database, way: str
) -> None:
    step = read_step(policy, "read")
    policy.write("read", f"{FIRST}\n    {way.format(policy.POLICY)}\n    {step}", "pass")

    policy.upgrade()

    assert empty.run("SELECT polname FROM pg_policy ORDER BY 1") == [("rooms_first",), ("rooms_read",)]


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_step_makes_what_was_dropped_by_hand(policy: Project, empty: Database, way: str) -> None:
    step = read_step(policy, "read")
    drop = way.format("drop policy rooms_read on realtime.messages")
    policy.write("read", f"{step}\n    {drop}\n    {step}\n    {step}", "pass")

    policy.upgrade()

    assert empty.run("SELECT polname FROM pg_policy") == [("rooms_read",)]


def test_what_a_savepoint_takes_back_is_made_again(policy: Project, empty: Database) -> None:
    step = read_step(policy, "read")
    lines = f"{FIRST}\n    point = op.get_bind().begin_nested()\n    {step}\n    point.rollback()\n    {step}"
    policy.write("read", lines, "pass")

    policy.upgrade()

    assert empty.run("SELECT count(*) FROM pg_policy") == [(2,)]


@pytest.mark.parametrize("way", ELSEWHERE.values(), ids=ELSEWHERE)
def test_a_step_sees_what_was_made_over_another_connection(
    policy: Project, empty: Database, way: str
) -> None:
    """Where nobody looks, a function is replaced without a word, and keeps its grants."""
    empty.run("CREATE SCHEMA rooms")
    first, second = (
        f"op.create_trigger_function('rooms.chat', version={version}, sql=[{FUNCTION.format(version)!r}])"
        for version in (1, 2)
    )
    sql = f"{FUNCTION.format(2)}; grant execute on function rooms.chat_v2() to stranger"
    other = way.format(sql=sql, first=first)
    policy.write(
        "read", f"{first}\n    with op.get_bind().engine.connect() as other: {other}\n    {second}", "pass"
    )

    policy.upgrade()

    granted = "SELECT has_function_privilege('stranger', 'rooms.chat_v2()', 'EXECUTE')"
    empty.run("REVOKE EXECUTE ON FUNCTION rooms.chat_v2() FROM PUBLIC")
    assert empty.run(granted) == [(False,)]


def test_a_renamed_policy_stands_under_its_new_name(policy: Project, empty: Database) -> None:
    step = read_step(policy, "read")
    other = step.replace("rooms_read", "rooms_first")
    rename = WAYS["raw-cursor"].format("ALTER POLICY rooms_read ON realtime.messages RENAME TO rooms_first")
    policy.write(
        "read",
        f"{step}\n    op.execute('SET ROLE supabase_admin')\n    {rename}\n    {other}\n    {step}",
        "pass",
    )

    policy.on(empty, "supabase_admin").upgrade()

    assert empty.run("SELECT polname FROM pg_policy ORDER BY 1") == [("rooms_first",), ("rooms_read",)]
