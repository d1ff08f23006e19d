"""What a client with SQL access may try on the functions that run with the owner's rights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pedschema.probe.database import RealtimeDatabase

pytestmark = pytest.mark.db

MEMBER = {"sub": "10000000-0000-4000-8000-000000000003", "role": "authenticated"}
WRITE = (
    "insert into public.chat_messages (room, profile_id, content) values"
    " ('chat:draft:90000000-0000-4000-8000-000000000001', '10000000-0000-4000-8000-000000000003', 'hi')"
)


@pytest.mark.parametrize("name", ["text", "jsonb", "uuid", "int8"])
def test_a_temporary_type_runs_nothing_as_the_owner(realtime_db: RealtimeDatabase, name: str) -> None:
    with realtime_db.as_persona(MEMBER) as connection:
        connection.execute(
            f"""
            create function pg_temp.evil(v pg_catalog.{name}) returns boolean language plpgsql as $$
            begin
                if current_user = 'postgres' then
                    update public.profiles set role = 'owner' where id = auth.uid();
                end if;
                return true;
            end $$
            """.encode()
        )
        connection.execute(
            f"create domain pg_temp.{name} as pg_catalog.{name} check (pg_temp.evil(value))".encode()
        )
        connection.execute(WRITE.encode())

    role = realtime_db.connection.execute(
        "select role::text from public.profiles where id = %s", (MEMBER["sub"],)
    ).fetchone()
    assert role == ("member",)
    assert [message.event for message in realtime_db.received()] == ["chat_messages.INSERT"]


def test_a_temporary_table_stands_in_for_nothing(realtime_db: RealtimeDatabase) -> None:
    with realtime_db.as_persona(MEMBER) as connection:
        for name in ("surface_switch", "messages", "chat_messages", "pg_class"):
            connection.execute(
                f"create temp table {name} (surface text, enabled boolean, until date)".encode()
            )
        connection.execute(WRITE.encode())

    assert len(realtime_db.received()) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "select * from ped.surface_switch",
        "insert into ped.surface_switch (surface, enabled) values ('Draft overlay', false)",
        "select * from ped.handover",
        "select * from ped.alembic_version",
        "select ped.chat_messages_v1()",
        "select ped.member(null)",
    ],
)
@pytest.mark.parametrize("role", ["anon", "authenticated", "service_role"])
def test_the_owned_schema_is_closed_to_clients(
    realtime_db: RealtimeDatabase, statement: str, role: str
) -> None:
    with pytest.raises(Exception, match="permission denied for schema ped"):
        realtime_db.run_as({**MEMBER, "role": role}, statement)


def test_a_topic_that_somebody_may_write_admits_no_row_of_another_topic(
    realtime_db: RealtimeDatabase,
) -> None:
    live = "game:90000000-0000-4000-8000-000000000001:live"
    forged = (
        "insert into realtime.messages (topic, extension, event, payload, private) values"
        " ('game:90000000-0000-4000-8000-000000000001:draft', 'broadcast', 'games.UPDATE', '{}', true)"
    )

    with realtime_db.as_persona(MEMBER) as connection:
        connection.execute("select set_config('realtime.topic', %s, true)", (live,))
        connection.execute(forged.replace(":draft", ":live").encode())
        with pytest.raises(Exception, match="row-level security"), connection.transaction():
            connection.execute(forged.encode())
