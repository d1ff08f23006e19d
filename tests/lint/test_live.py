"""Reading a database: what is read, by whom it can be, and that nothing changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from psycopg.pq import TransactionStatus

from pedschema.errors import DatabaseError
from pedschema.lint.build import build_project
from pedschema.lint.live import read_live, read_live_sources

if TYPE_CHECKING:
    from pedschema.lint.live import Live
    from pedschema.probe.database import RealtimeDatabase

pytestmark = pytest.mark.db

APP = """
    create schema app;
    create function app.tell() returns trigger language plpgsql security definer set search_path = '' as $$
    begin
        perform realtime.send('{}', 'messages', 'room:' || new.room_id || ':chat');
        return null;
    end $$;
    create trigger "te""ll" after insert on public.messages for each row execute function app.tell();
    create function app.member(room uuid) returns boolean language sql stable security definer
        set search_path = ''
        as $$ select exists (select from public.members where room_id = room and user_id = auth.uid()) $$;
    create policy "re""ad" on realtime.messages for select to authenticated
        using (messages.topic = 'it''s' and (select app.member(null)));
    create policy send on realtime.messages as restrictive for insert with check (messages.topic <> 'a');
"""
CHECKER = """
    create function extensions.plpgsql_check_function_tb(
        funcoid regprocedure, relid regclass default 0, fatal_errors boolean default true
    ) returns table (lineno integer, sqlstate text, message text, level text) language sql stable
        as $$ values (3, '42703', 'no column for ' || relid::text, 'error'), (4, '', 'odd', 'warning') $$;
"""


def _shape(live: Live) -> dict[str, object]:
    return {
        "tables": sorted(str(table.name) for table in live.tables.values()),
        "policies": [(policy.name, policy.using, policy.check) for policy in live.message_policies],
        "functions": sorted(str(function.name) for function in live.functions.values()),
        "triggers": [trigger.definition for trigger in live.triggers],
    }


def test_any_login_reads_what_postgres_reads(realtime_db: RealtimeDatabase) -> None:
    realtime_db.connection.execute(APP)
    whole = read_live(realtime_db.connection)

    least = read_live(realtime_db.connect("authenticator"))

    assert _shape(least) == _shape(whole)
    assert {plan.role for plan in least.plans} == {"anon", "authenticated"}
    assert not any(plan.sqlstate for plan in whole.plans)


def test_plans_are_left_out_for_roles_that_the_login_cannot_be(realtime_db: RealtimeDatabase) -> None:
    realtime_db.connection.execute(APP)

    live = read_live(realtime_db.connect("supabase_auth_admin"))

    assert live.plans == ()
    assert len(live.message_policies) == 2


def test_reading_leaves_an_open_transaction_as_it_was(realtime_db: RealtimeDatabase) -> None:
    connection = realtime_db.connect(autocommit=False)
    connection.execute("create table public.later (id integer)")

    live = read_live(connection)

    assert any(table.table == "later" for table in live.tables.values())
    assert connection.info.transaction_status is TransactionStatus.INTRANS
    connection.execute("insert into later values (1)")


def test_what_reading_calls_cannot_write(realtime_db: RealtimeDatabase) -> None:
    owner = realtime_db.connect("supabase_admin")
    owner.execute(APP)
    owner.execute("create table public.trace (id integer)")
    owner.execute("""
        create function extensions.plpgsql_check_function_tb(
            funcoid regprocedure, relid regclass default 0, fatal_errors boolean default true
        ) returns table (lineno integer, sqlstate text, message text, level text) language plpgsql as $$
        begin
            insert into public.trace values (1);
            return query values (1, 'reached', 'written', 'error');
        end $$;
        alter extension plpgsql add function extensions.plpgsql_check_function_tb;
    """)

    live = read_live(owner)

    assert not any(function.flaws for function in live.functions.values())
    assert owner.execute("select count(*) from public.trace").fetchone() == (0,)


def test_version_is_that_of_the_server(realtime_db: RealtimeDatabase) -> None:
    live = read_live(realtime_db.connection)

    assert live.version == realtime_db.connection.info.server_version


def test_a_lock_of_others_is_an_error_and_no_finding(realtime_db: RealtimeDatabase) -> None:
    realtime_db.connection.execute(APP)
    holder = realtime_db.connect("supabase_admin", autocommit=False)
    holder.execute("lock table realtime.messages in access exclusive mode")

    with pytest.raises(DatabaseError, match="55P03"):
        read_live(realtime_db.connection)


def test_a_database_without_realtime_is_an_error(realtime_server: Any) -> None:
    url = f"postgresql://postgres@{realtime_server.host}:{realtime_server.port}/postgres"

    with psycopg.connect(url) as connection, pytest.raises(DatabaseError) as caught:
        read_live(connection)

    (mistake,) = caught.value.mistakes
    assert mistake.id == "live-without-realtime"


def test_a_database_that_refuses_is_an_error(realtime_db: RealtimeDatabase) -> None:
    connection = realtime_db.connect(autocommit=False)
    with pytest.raises(psycopg.errors.DivisionByZero):
        connection.execute("select 1 / 0")

    with pytest.raises(DatabaseError) as caught:
        read_live_sources(connection)

    (mistake,) = caught.value.mistakes
    assert mistake.id == "live-unreadable"
    assert "25P02" in mistake.what


def test_sources_make_again_what_they_were_read_from(realtime_db: RealtimeDatabase) -> None:
    connection = realtime_db.connection
    connection.execute(APP)
    before = read_live_sources(connection)
    connection.execute(
        'drop policy "re""ad" on realtime.messages; drop policy send on realtime.messages;'
        'drop trigger "te""ll" on public.messages; drop function app.tell(), app.member(uuid)'
    )

    functions = [source for source in before if source.object.startswith("function")]
    for source in (*functions, *(each for each in before if each not in functions)):
        connection.execute(source.text.encode())

    assert read_live_sources(connection) == before
    project = build_project(before)
    assert {policy.name for policy in project.message_policies} == {'re"ad', "send"}
    assert [(each.name, str(each.table)) for each in project.triggers] == [('te"ll', "public.messages")]


def test_sources_are_the_apps_alone(realtime_db: RealtimeDatabase) -> None:
    owner = realtime_db.connect("supabase_admin")
    owner.execute("""
        create table public.visits (day date, room_id uuid) partition by range (day);
        create table public.visits_new partition of public.visits
            for values from ('2026-01-01') to (maxvalue);
        create function public.note() returns trigger language plpgsql as $$ begin return null; end $$;
        create trigger note after insert on public.visits for each row execute function public.note();
        create trigger welcome after insert on auth.users for each row execute function public.note();
        create function public.brought() returns integer language sql as 'select 1';
        alter extension plpgsql add function public.brought();
        create function extensions.tool() returns integer language sql as 'select 1';
    """)

    assert [source.object for source in read_live_sources(realtime_db.connection)] == [
        "function public.note",
        'trigger "welcome" on auth.users',
        'trigger "note" on public.visits',
    ]


def test_the_checker_of_an_extension_is_asked_for_each_table(realtime_db: RealtimeDatabase) -> None:
    owner = realtime_db.connect("supabase_admin")
    owner.execute(APP)
    owner.execute(CHECKER)
    owner.execute("alter extension plpgsql add function extensions.plpgsql_check_function_tb")

    flaws = {str(each.name): each.flaws for each in read_live(owner).functions.values() if each.flaws}

    assert flaws == {"app.tell": ("line 3: 42703: no column for public.messages",)}


def test_a_checker_of_nobodys_is_not_asked(realtime_db: RealtimeDatabase) -> None:
    owner = realtime_db.connect("supabase_admin")
    owner.execute(APP)
    owner.execute(CHECKER)

    assert not any(function.flaws for function in read_live(owner).functions.values())


DRIFTED = """
    create table public.places (id uuid, room_id uuid);
    create function app.move() returns trigger language plpgsql security definer set search_path = '' as $$
    begin
        if tg_op = 'UPDATE' then
            perform realtime.send(jsonb_build_object('at', new.place_id), 'moved', 'room:' || new.room_id);
        end if;
        return null;
    end $$;
    create trigger move after update on public.messages for each row execute function app.move();
    create trigger move after update on public.places for each row execute function app.move();
    create function app.sees(room uuid) returns boolean language plpgsql stable set search_path = '' as $$
    begin
        return exists (select from public.guests where room_id = room);
    end $$;
"""


def test_plpgsql_check_itself_is_asked_for_each_table(realtime_db: RealtimeDatabase) -> None:
    owner = realtime_db.connect("supabase_admin")
    listed = "select from pg_available_extensions where name = 'plpgsql_check'"
    if owner.execute(listed).fetchone() is None:
        pytest.skip("the server has no plpgsql_check; its stand-in is asked above")
    owner.execute(APP)
    owner.execute(DRIFTED)
    owner.execute("create extension plpgsql_check with schema extensions")

    flaws = {str(each.name): each.flaws for each in read_live(owner).functions.values() if each.flaws}

    assert flaws == {
        "app.move": ('line 4: 42703: record "new" has no field "place_id"',),
        "app.sees": ('line 3: 42P01: relation "public.guests" does not exist',),
    }
    owner.execute(
        "alter table public.messages add place_id uuid; alter table public.places add place_id uuid"
    )
    owner.execute("create table public.guests (room_id uuid)")
    assert not any(function.flaws for function in read_live(owner).functions.values())
