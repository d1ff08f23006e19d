from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

if TYPE_CHECKING:
    from pedschema.platform import PlatformServer


pytestmark = pytest.mark.db

COLUMNS = [
    ("topic", "text", True, None),
    ("extension", "text", True, None),
    ("payload", "jsonb", False, None),
    ("event", "text", False, None),
    ("private", "boolean", False, "false"),
    ("updated_at", "timestamp without time zone", True, "now()"),
    ("inserted_at", "timestamp without time zone", True, "now()"),
    ("id", "uuid", True, "gen_random_uuid()"),
    ("binary_payload", "bytea", False, None),
]


def test_columns(superuser: Any) -> None:
    rows = superuser.execute(
        "SELECT attname, format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid)"
        " FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum"
        " WHERE attrelid = 'realtime.messages'::regclass AND attnum > 0 ORDER BY attnum"
    ).fetchall()
    assert rows == COLUMNS


def test_row_security_is_on_not_forced_and_without_a_policy_of_ours(superuser: Any) -> None:
    query = (
        "SELECT relrowsecurity, relforcerowsecurity, pg_get_partkeydef(oid),"
        " (SELECT array_agg(polname::text) FROM pg_policy WHERE polrelid = pg_class.oid)"
        " FROM pg_class WHERE oid = 'realtime.messages'::regclass"
    )
    assert superuser.value(query) == (True, False, "RANGE (inserted_at)", ["existing"])


def test_primary_key_and_payload_check(superuser: Any) -> None:
    rows = superuser.execute(
        "SELECT conname, convalidated, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE conrelid = 'realtime.messages'::regclass AND contype IN ('p', 'c') ORDER BY contype DESC"
    ).fetchall()
    assert rows == [
        ("messages_pkey", True, "PRIMARY KEY (id, inserted_at)"),
        (
            "messages_payload_exclusive",
            False,
            "CHECK (((payload IS NULL) OR (binary_payload IS NULL))) NOT VALID",
        ),
    ]


def test_message_with_two_payloads_is_refused(superuser: Any) -> None:
    insert = (
        "INSERT INTO realtime.messages (topic, extension, payload, binary_payload)"
        " VALUES ('room:1', 'broadcast', {})"
    )
    assert superuser.outcome("postgres", insert.format("'{}', '\\x00'")) == "23514"
    assert superuser.outcome("postgres", insert.format("'{}', NULL")) is None


def test_replay_index(superuser: Any) -> None:
    definition = superuser.value(
        "SELECT pg_get_indexdef('realtime.messages_inserted_at_topic_index'::regclass)"
    )
    assert definition.endswith(
        "USING btree (inserted_at DESC, topic) WHERE ((extension = 'broadcast'::text) AND (private IS TRUE))"
    )


def test_partitions_reach_from_yesterday_to_three_days_ahead(superuser: Any) -> None:
    rows = superuser.execute(
        "SELECT relname, pg_get_expr(relpartbound, oid), relowner::regrole::text, relrowsecurity"
        " FROM pg_class WHERE relispartition AND relkind = 'r' ORDER BY relname"
    ).fetchall()
    today = datetime.now(UTC).date()
    expected = []
    for days in range(-1, 4):
        day, after = today + timedelta(days=days), today + timedelta(days=days + 1)
        bounds = f"FOR VALUES FROM ('{day} 00:00:00') TO ('{after} 00:00:00')"
        expected.append((f"messages_{day:%Y_%m_%d}", bounds, "supabase_realtime_admin", False))
    assert rows == expected


def test_publications(superuser: Any) -> None:
    rows = superuser.execute(
        "SELECT pubname, puballtables, pubviaroot,"
        " array_agg(prrelid::regclass::text) FILTER (WHERE prrelid > 0)"
        " FROM pg_publication LEFT JOIN pg_publication_rel ON prpubid = pg_publication.oid"
        " GROUP BY pg_publication.oid ORDER BY pubname"
    ).fetchall()
    assert rows == [
        ("supabase_realtime", False, False, None),
        ("supabase_realtime_messages_publication", False, False, ["realtime.messages"]),
    ]


def test_committed_message_reaches_a_logical_slot(server: PlatformServer) -> None:
    count = (
        "SELECT count(*) FROM pg_logical_slot_get_binary_changes('watch', NULL, NULL, 'proto_version', '2',"
        " 'publication_names', 'supabase_realtime_messages_publication')"
        " WHERE substring(data FROM 1 FOR 1) = 'I'"
    )
    with psycopg.connect(server.url("chat"), autocommit=True) as connection:
        connection.execute("SELECT pg_create_logical_replication_slot('watch', 'pgoutput', true)")
        assert connection.execute(count).fetchone() == (0,)
        connection.execute("SELECT realtime.send('{}', 'said', 'room:1')")
        assert connection.execute(count).fetchone() == (1,)
        connection.execute("TRUNCATE realtime.messages")
