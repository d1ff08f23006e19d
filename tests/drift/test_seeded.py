"""Ways in which production drifts: each is found, and nothing beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest

from pedschema.drift.read import read_drift

if TYPE_CHECKING:
    from collections.abc import Callable

    from pedschema.drift.read import Expected

pytestmark = pytest.mark.db

IS_MEMBER = "rooms.is_member(rooms.topic_uuid('room:{room_id}:chat', 'room_id'))"
REPEATED = "rooms_room_chat__messages_insert"
SURVEYED = {
    "policy-expression": (f"alter policy rooms_chat_read on realtime.messages using ({IS_MEMBER})", "DRF008"),
    "policy-roles": ("alter policy rooms_chat_read on realtime.messages to anon", "DRF009"),
    "policy-dropped": ("drop policy rooms_chat_read on realtime.messages", "DRF001"),
    "policy-extra": ("create policy mine on realtime.messages for select using (true)", "DRF014"),
    "policy-kind": (
        (
            "drop policy rooms_chat_read on realtime.messages;"
            "create policy rooms_chat_read on realtime.messages as restrictive for select to authenticated"
            f" using (extension = 'broadcast' and {IS_MEMBER})"
        ),
        "DRF011",
    ),
    "trigger-disabled": (f"alter table public.messages disable trigger {REPEATED}", "DRF007"),
    "trigger-dropped": (f"drop trigger {REPEATED} on public.messages", "DRF001"),
    "trigger-columns": (
        (
            "create or replace trigger rooms_room_chat__rooms_update after update of status on public.rooms"
            " for each row execute function rooms.room_chat__rooms_v1()"
        ),
        "DRF006",
    ),
    "trigger-when": (
        (
            f"create or replace trigger {REPEATED} after insert on public.messages for each row"
            " when (new.content <> '') execute function rooms.room_chat__messages_v1()"
        ),
        "DRF006",
    ),
    "trigger-extra": (
        (
            "create trigger extra after insert on public.messages for each row"
            " execute function rooms.room_chat__messages_v1()"
        ),
        "DRF015",
    ),
    "function-body": (
        (
            "create or replace function rooms.is_member(room uuid) returns boolean language sql stable"
            " security definer set search_path = pg_catalog, pg_temp as 'select true'"
        ),
        "DRF002",
    ),
    "function-definer": ("alter function rooms.is_member(uuid) security invoker", "DRF003"),
    "function-path": ("alter function rooms.is_member(uuid) set search_path = public", "DRF003"),
    "function-owner": ("alter function rooms.is_member(uuid) owner to supabase_admin", "DRF004"),
    "function-execute": ("grant execute on function rooms.is_member(uuid) to anon", "DRF005"),
    "messages-unguarded": ("alter table realtime.messages disable row level security", "DRF020"),
    "table-unguarded": ("alter table public.messages disable row level security", "DRF051"),
    "table-forced": ("alter table rooms.surface_switch force row level security", "DRF012"),
    "table-owner": ("alter table rooms.surface_switch owner to supabase_admin", "DRF004"),
    "grant-more": ("grant update on rooms.surface_switch to anon", "DRF005"),
    "grant-column": ("grant update (enabled) on rooms.surface_switch to anon", "DRF034"),
    "grant-less": ("revoke execute on function rooms.is_member(uuid) from authenticated", "DRF005"),
    "replica-identity": ("alter table public.messages replica identity full", "DRF052"),
    "publication": ("alter publication supabase_realtime add table public.messages", "DRF053"),
    "comment": ('comment on function rooms.is_member(uuid) is \'@graphql({"name": "member"})\'', "DRF057"),
}
"""Drifts by which tools that compare schemas were told apart."""

OWN = {
    "column-dropped": ("alter table public.rooms drop column remark", "DRF043"),
    "column-renamed": ("alter table public.rooms rename remark to note", "DRF045"),
    "column-retyped": ("alter table public.rooms alter column remark type varchar(9)", "DRF046"),
    "column-nullable": ("alter table public.rooms alter column title drop not null", "DRF047"),
    "enum-value": ("alter type public.room_status add value 'hidden' before 'open'", "DRF049"),
    "key-dropped": ("alter table public.messages drop constraint messages_room_id_fkey", "DRF048"),
    "chain-of-functions": (
        (
            "create function public.say(t text) returns void language sql as"
            " $$ select realtime.send('{}', 'x', t) $$;"
            "create function public.tell() returns trigger language plpgsql as"
            " $$ begin perform public.say('room:1'); return null; end $$;"
            "create trigger tell after insert on public.members for each row execute function public.tell()"
        ),
        "DRF015",
    ),
    "table-renamed": ("alter table public.messages rename to posts", "DRF042"),
    "revision-by-hand": ("update rooms.alembic_version set version_num = 'elsewhere'", "DRF019"),
    "stranger": ("create view rooms.leak as select * from public.messages", "DRF013"),
    "switch-without-end": (
        "insert into rooms.surface_switch (surface, enabled) values ('Chat', false)",
        "DRF031",
    ),
    "trigger-on-messages": (
        (
            "create function public.look() returns trigger language plpgsql as 'begin return null; end';"
            "create trigger look after insert on realtime.messages execute function public.look()"
        ),
        "DRF016",
    ),
    "messages-published": ("alter publication supabase_realtime add table realtime.messages", "DRF056"),
    "messages-shown": (
        (
            "create view public.recent as select * from realtime.messages;"
            "grant select on public.recent to authenticated"
        ),
        "DRF037",
    ),
    "write-rewritten": (
        "create rule keep as on delete to public.messages do instead nothing",
        "DRF055",
    ),
    "time-zone": (
        (
            "do $$ begin"
            " execute format('alter database %I set timezone = %L', current_database(), 'Europe/Berlin');"
            " end $$"
        ),
        "DRF024",
    ),
    "triggers-silenced": (
        (
            "do $$ begin execute format("
            "'alter database %I set session_replication_role = replica', current_database()"
            "); end $$"
        ),
        "DRF035",
    ),
    "partition-dropped": (
        (
            "do $$ begin execute format("
            "'drop table realtime.messages_%s', to_char(timezone('utc', now()), 'YYYY_MM_DD')"
            "); end $$"
        ),
        "DRF023",
    ),
    "table-added": ("create table public.notes (id uuid primary key, content text)", "DRF041"),
}
"""Drifts that a realtime contract meets in production."""

SEEDED = SURVEYED | OWN


@pytest.mark.parametrize(("sql", "rule"), SEEDED.values(), ids=SEEDED)
def test_seeded_drift_is_found_alone(
    sql: str, rule: str, make_database: Callable[..., str], as_owner: Callable[[str], str], expected: Expected
) -> None:
    url = make_database()
    with psycopg.connect(as_owner(url)) as connection:
        connection.execute(sql.encode())

    outcome = read_drift(url, expected)

    assert [finding.id for finding in outcome.findings] == [rule]
    assert outcome.failures == ()


def test_all_of_them_at_once_are_found_each(
    database: str, as_owner: Callable[[str], str], expected: Expected
) -> None:
    seeded = ["policy-roles", "trigger-disabled", "function-owner", "enum-value", "stranger", "publication"]
    with psycopg.connect(as_owner(database)) as connection:
        for name in seeded:
            connection.execute(SEEDED[name][0].encode())

    found = {finding.id for finding in read_drift(database, expected).findings}

    assert found == {SEEDED[name][1] for name in seeded}
