from __future__ import annotations

import json
import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from psycopg import sql

if TYPE_CHECKING:
    from psycopg import Connection

    from pedschema.probe.database import RealtimeDatabase
    from tests.endpoint.replication.conftest import Insert, Read, Reader

pytestmark = pytest.mark.db
SEND = "SELECT realtime.send(%s::jsonb, %s, %s)"


def test_send_arrives_verbatim(read: Read, admin: Connection[Any], database_url: str) -> None:
    async def scenario(reader: Reader) -> None:
        admin.execute(SEND, ['{"price": 12.50, "big": 9007199254740993, "text": "ä\\n"}', "said", "room:ü"])
        (stored,) = await reader.take()
        admin_row = admin.execute("SELECT id::text, payload::text, inserted_at FROM realtime.messages")
        assert (stored.id, stored.payload, stored.inserted_at) == admin_row.fetchone()
        assert '"price": 12.50' in str(stored.payload)
        assert '"big": 9007199254740993' in str(stored.payload)
        assert (stored.topic, stored.event, stored.private) == ("room:ü", "said", True)
        assert (stored.binary, stored.extension) == (None, "broadcast")
        assert stored.lsn > 0

    read(database_url, scenario)


def test_binary_arrives_as_bytes(read: Read, admin: Connection[Any], database_url: str) -> None:
    async def scenario(reader: Reader) -> None:
        admin.execute("SELECT realtime.send_binary('\\x00ff10', 'said', 'room:1', false)")
        (stored,) = await reader.take()
        assert (stored.payload, stored.binary, stored.private) == (None, b"\x00\xff\x10", False)

    read(database_url, scenario)


def test_settings_of_the_database_do_not_change_what_arrives(
    read: Read, admin: Connection[Any], database_url: str
) -> None:
    database = sql.Identifier(admin.info.dbname)
    admin.execute(sql.SQL("ALTER DATABASE {} SET bytea_output = escape").format(database))
    admin.execute(sql.SQL("ALTER DATABASE {} SET DateStyle = German").format(database))

    async def scenario(reader: Reader) -> None:
        admin.execute("SELECT realtime.send_binary('\\x00ff', 'said', 'room:1')")
        (stored,) = await reader.take()
        assert stored.binary == b"\x00\xff"
        assert abs(stored.inserted_at - datetime.now(UTC).replace(tzinfo=None)) < timedelta(minutes=1)

    read(database_url, scenario)


def test_broadcast_changes_arrives_with_its_whole_rows(
    read: Read, admin: Connection[Any], database_url: str
) -> None:
    admin.execute("""
        CREATE TABLE public.notes (id bigint, price numeric);
        CREATE FUNCTION public.tell() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$BEGIN
            PERFORM realtime.broadcast_changes(
                'room:1', tg_op, tg_op, tg_table_name, tg_table_schema, NEW, OLD);
            RETURN NULL;
        END$$;
        CREATE TRIGGER tell AFTER INSERT OR UPDATE ON public.notes
            FOR EACH ROW EXECUTE FUNCTION public.tell();
    """)

    async def scenario(reader: Reader) -> None:
        admin.execute("INSERT INTO public.notes VALUES (9007199254740993, 12.50)")
        admin.execute("UPDATE public.notes SET price = 13")
        first, second = await reader.take(2)
        assert '"record": {"id": 9007199254740993, "price": 12.50}' in str(first.payload)
        assert json.loads(str(second.payload))["operation"] == second.event == "UPDATE"

    read(database_url, scenario)


def test_rolled_back_messages_never_arrive(read: Read, admin: Connection[Any], database_url: str) -> None:
    async def scenario(reader: Reader) -> None:
        with admin.transaction(force_rollback=True):
            admin.execute(SEND, ["{}", "undone", "room:1"])
        with admin.transaction():
            admin.execute(SEND, ["{}", "kept", "room:1"])
            with admin.transaction(force_rollback=True):
                admin.execute(SEND, ["{}", "undone", "room:1"])
        admin.execute(SEND, ["{}", "last", "room:1"])
        assert [each.event for each in await reader.take(2)] == ["kept", "last"]

    read(database_url, scenario)


def test_transactions_arrive_whole_in_the_order_of_their_commits(
    read: Read, admin: Connection[Any], realtime_db: RealtimeDatabase, database_url: str
) -> None:
    other = realtime_db.connect("supabase_admin", autocommit=False)

    async def scenario(reader: Reader) -> None:
        other.execute(SEND, ["{}", "late 1", "room:1"])
        admin.execute(SEND, ["{}", "early", "room:1"])
        other.execute(SEND, ["{}", "late 2", "room:1"])
        other.commit()
        early, *late = await reader.take(3)
        assert [early.event, *(each.event for each in late)] == ["early", "late 1", "late 2"]
        assert early.lsn < late[0].lsn == late[1].lsn

    read(database_url, scenario)


def test_all_rows_of_one_statement_arrive_in_order(
    read: Read, admin: Connection[Any], database_url: str
) -> None:
    async def scenario(reader: Reader) -> None:
        admin.execute(
            "SELECT realtime.send(jsonb_build_object('n', n), n::text, 'room:1')"
            " FROM generate_series(1, 2000) AS n"
        )
        assert [int(each.event) for each in await reader.take(2000)] == list(range(1, 2001))

    read(database_url, scenario)


def test_partitions_of_today_and_tomorrow_are_read(read: Read, insert: Insert, database_url: str) -> None:
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).replace(tzinfo=None)

    async def scenario(reader: Reader) -> None:
        insert(event="today")
        insert(event="tomorrow", inserted_at=tomorrow)
        today, then = await reader.take(2)
        assert [today.event, then.event] == ["today", "tomorrow"]
        assert then.inserted_at == tomorrow

    read(database_url, scenario)


def test_partition_made_while_reading_is_read(
    read: Read, insert: Insert, admin: Connection[Any], database_url: str
) -> None:
    async def scenario(reader: Reader) -> None:
        day = datetime.now(UTC).date() + timedelta(days=20)
        admin.execute("SELECT pedschema_platform.create_partitions(%s, %s)", [day, day])
        insert(inserted_at=datetime(day.year, day.month, day.day))  # noqa: DTZ001
        assert [each.inserted_at.date() for each in await reader.take()] == [day]

    read(database_url, scenario)


def test_rows_of_no_use_are_dropped_and_told_without_their_payload(
    read: Read, insert: Insert, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario(reader: Reader) -> None:
        insert(event=None, payload='"secret"')
        insert(payload=None)
        insert(private=None, payload='"secret"')
        insert(payload='"secret' + "x" * 1000 + '"')
        insert(event="fits", payload='"' + "x" * 900 + '"')
        assert [each.event for each in await reader.take()] == ["fits"]

    with caplog.at_level(logging.WARNING, "pedschema.endpoint"):
        read(database_url, scenario, payload_bytes=1000)
    told = [record.getMessage() for record in caplog.records]
    reasons = ["event_missing", "payload_missing", "private_missing", "payload_size_exceeded"]
    assert [each.split()[1] for each in told] == reasons
    assert not any("secret" in each for each in told)


def test_updates_and_deletions_bring_nothing(
    read: Read, insert: Insert, admin: Connection[Any], database_url: str
) -> None:
    async def scenario(reader: Reader) -> None:
        insert(event="first")
        admin.execute("UPDATE realtime.messages SET event = 'changed'")
        admin.execute("DELETE FROM realtime.messages")
        admin.execute("TRUNCATE realtime.messages")
        insert(event="second")
        assert [each.event for each in await reader.take(2)] == ["first", "second"]

    read(database_url, scenario)
