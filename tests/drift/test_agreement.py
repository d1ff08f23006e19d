"""`alembic check` and `pedschema drift` agree about owned objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest

from pedschema.drift.read import read_drift

if TYPE_CHECKING:
    from pedschema.drift.read import Expected
    from tests.drift.conftest import Project

pytestmark = pytest.mark.db

CHANGES = [
    "drop trigger rooms_room_chat__messages_insert on public.messages",
    "drop policy rooms_chat_read on realtime.messages",
    "drop function rooms.topic_bigint(text, text)",
    (
        "create or replace function rooms.is_member(room uuid) returns boolean language sql stable"
        " security definer set search_path = pg_catalog, pg_temp as 'select true'"
    ),
    "alter function rooms.is_member(uuid) security invoker",
    "alter function rooms.room_chat__messages_v1() reset timezone",
    "grant execute on function rooms.is_member(uuid) to anon",
    (
        "create or replace trigger rooms_room_chat__messages_insert before insert on public.messages"
        " for each row execute function rooms.room_chat__messages_v1()"
    ),
    "alter policy rooms_chat_read on realtime.messages using (true)",
    "alter policy rooms_chat_read on realtime.messages to anon",
    "create function rooms.helper() returns integer language sql as 'select 1'",
    "create policy rooms_chat_send on realtime.messages for insert to anon with check (true)",
    "alter table rooms.surface_switch add column note text",
    "grant usage on schema rooms to anon",
]


@pytest.mark.parametrize("sql", CHANGES)
def test_both_are_red(sql: str, bare: str, deployed: Project, expected: Expected) -> None:
    with psycopg.connect(bare) as connection:
        connection.execute(sql.encode())

    assert read_drift(bare, expected).findings
    checked = deployed.alembic(bare, "check")
    assert checked.returncode != 0
    assert "New upgrade operations detected" in checked.stderr + checked.stdout


def test_both_are_clean(bare: str, deployed: Project, expected: Expected) -> None:
    assert read_drift(bare, expected).findings == ()
    checked = deployed.alembic(bare, "check")
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize(
    "sql",
    [
        "alter table public.messages disable trigger rooms_room_chat__messages_insert",
        "insert into rooms.surface_switch (surface, enabled) values ('Chat', false)",
    ],
)
def test_what_operators_do_is_drift_and_no_migration(
    sql: str, bare: str, deployed: Project, expected: Expected
) -> None:
    with psycopg.connect(bare) as connection:
        connection.execute(sql.encode())

    assert read_drift(bare, expected).findings
    assert deployed.alembic(bare, "check").returncode == 0
