from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.db

LOST = "WarnSendingBroadcastMessage: "
COUNT = "SELECT count(*) FROM realtime.messages"
DROP_PARTITIONS = (
    "SELECT pedschema_platform.drop_partition(((now() AT TIME ZONE 'UTC')::date + days)::date)"
    " FROM generate_series(-1, 3) AS days"
)

STORED = [
    "realtime.send('{}', 'said', 'room:1')",
    "realtime.send('{}', 'said', 'room:1', false)",
    "realtime.send('{}', NULL, 'room:1')",
    "realtime.send(NULL, 'said', 'room:1')",
    "realtime.send('{}', 'said', 'room:1', NULL)",
    "realtime.send('[\"id\"]', 'said', 'room:1')",
    "realtime.send(jsonb_build_object('text', repeat('x', 10000000)), 'said', 'room:1')",
    "realtime.send_binary('\\x00ff', 'said', 'room:1')",
]

SWALLOWED = [
    ("realtime.send('{}', 'said', NULL)", 'syntax error at or near "NULL"'),
    ("realtime.send_binary('\\x00', 'said', NULL)", 'syntax error at or near "NULL"'),
    ("realtime.send('[1]', 'said', 'room:1')", 'path element at position 1 is not an integer: "id"'),
    ("realtime.send('1', 'said', 'room:1')", "cannot set path in scalar"),
]

RAISED = [
    ("realtime.send('{}'::json, 'said', 'room:1')", "42883"),
    ("realtime.send(jsonb_build_object('a', 1 / 0), 'said', 'room:1')", "22012"),
]


@pytest.mark.parametrize("call", STORED)
def test_stored(postgres: Any, call: str) -> None:
    postgres.execute(f"SELECT {call}")
    assert postgres.value(COUNT) == 1
    assert postgres.warnings == []


@pytest.mark.parametrize(("call", "reason"), SWALLOWED)
def test_failure_is_swallowed_with_a_warning(postgres: Any, call: str, reason: str) -> None:
    postgres.execute(f"SELECT {call}")
    assert postgres.value(COUNT) == 0
    assert postgres.warnings == [("01000", LOST + reason)]


@pytest.mark.parametrize(("call", "sqlstate"), RAISED)
def test_failure_before_the_call_is_raised(superuser: Any, call: str, sqlstate: str) -> None:
    assert superuser.outcome("postgres", f"SELECT {call}") == sqlstate


def test_message_row(postgres: Any) -> None:
    postgres.execute("SELECT realtime.send('{\"text\": \"hi\"}', 'said', 'room:1')")
    row = postgres.execute(
        "SELECT topic, extension, event, private, binary_payload, payload - 'id', payload ->> 'id' = id::text"
        " FROM realtime.messages"
    ).fetchone()
    assert row == ("room:1", "broadcast", "said", True, None, {"text": "hi"}, True)


def test_own_id_stays_in_the_payload_and_is_not_the_row_id(postgres: Any) -> None:
    postgres.execute("SELECT realtime.send('{\"id\": 7}', 'said', 'room:1')")
    assert postgres.value("SELECT payload, id IS NOT NULL FROM realtime.messages") == ({"id": 7}, True)


def test_binary_message_row(postgres: Any) -> None:
    postgres.execute("SELECT realtime.send_binary('\\x00ff', 'said', 'room:1', false)")
    query = "SELECT payload, binary_payload, event, private, extension FROM realtime.messages"
    assert postgres.value(query) == (None, b"\x00\xff", "said", False, "broadcast")


def test_topic_stays_set_until_the_transaction_ends(postgres: Any) -> None:
    assert postgres.value("SELECT realtime.topic()") is None
    with postgres.connection.transaction(force_rollback=True):
        postgres.execute("SELECT realtime.send('{}', 'said', $$it's:1$$)")
        assert postgres.value("SELECT realtime.topic()") == "it's:1"
    assert postgres.value("SELECT realtime.topic()") is None


def test_swallowed_failure_sets_no_topic(postgres: Any) -> None:
    postgres.execute("SELECT realtime.send('1', 'said', 'room:1')")
    assert postgres.value("SELECT realtime.topic()") is None


def test_missing_partition_is_swallowed_and_raised_by_insert(superuser: Any) -> None:
    superuser.execute(DROP_PARTITIONS)
    assert superuser.outcome("postgres", "SELECT realtime.send('{}', 'said', 'room:1')") is None
    assert superuser.warnings == [("01000", LOST + 'no partition of relation "messages" found for row')]
    assert superuser.value(COUNT) == 0
    insert = "INSERT INTO realtime.messages (topic, extension) VALUES ('room:1', 'broadcast')"
    assert superuser.outcome("postgres", insert) == "23514"


def test_read_only_transaction_is_swallowed(postgres: Any) -> None:
    postgres.execute("SET TRANSACTION READ ONLY")
    postgres.execute("SELECT realtime.send('{}', 'said', 'room:1')")
    assert postgres.warnings == [("01000", LOST + "cannot execute INSERT in a read-only transaction")]


@pytest.mark.parametrize(("setting", "sqlstate"), [("lock_timeout", None), ("statement_timeout", "57014")])
def test_lock_timeout_is_swallowed_and_statement_timeout_is_not(
    superuser: Any,
    postgres: Any,
    setting: str,
    sqlstate: str | None,
) -> None:
    superuser.execute("LOCK TABLE realtime.messages IN ACCESS EXCLUSIVE MODE")
    statement = f"SET LOCAL {setting} TO '50ms'; SELECT realtime.send('{{}}', 'said', 'room:1')"
    assert postgres.outcome("postgres", statement) == sqlstate
    assert postgres.warnings == (
        [] if sqlstate else [("01000", LOST + "canceling statement due to lock timeout")]
    )


def test_inserted_at_is_the_wall_time_of_the_session(postgres: Any) -> None:
    shift = "SELECT inserted_at - (now() AT TIME ZONE 'UTC') = interval '-3 hours' FROM realtime.messages"
    postgres.execute("SET LOCAL timezone TO '+03'")
    postgres.execute("SELECT realtime.send('{}', 'said', 'room:1')")
    assert postgres.value(shift) is False
    postgres.execute("DELETE FROM realtime.messages")
    postgres.execute("SET LOCAL timezone TO 'Etc/GMT+3'")
    postgres.execute("SELECT realtime.send('{}', 'said', 'room:1')")
    assert postgres.value(shift) is True


@pytest.mark.parametrize(
    ("role", "policy", "stored"),
    [
        ("authenticated", None, 0),
        ("authenticated", "FOR INSERT TO authenticated WITH CHECK (topic = 'room:2')", 0),
        ("authenticated", "FOR INSERT TO authenticated WITH CHECK (topic = 'room:1')", 1),
        ("authenticated", "FOR INSERT TO authenticated WITH CHECK (realtime.topic() = 'room:1')", 1),
        ("anon", "FOR INSERT TO authenticated WITH CHECK (true)", 0),
        ("service_role", None, 1),
    ],
)
def test_policies_decide_what_a_caller_stores(
    superuser: Any, role: str, policy: str | None, stored: int
) -> None:
    if policy:
        statement = f"CREATE POLICY write ON realtime.messages {policy}"
        assert superuser.outcome("postgres", statement) is None
    assert superuser.outcome(role, "SELECT realtime.send('{}', 'said', 'room:1')") is None
    assert superuser.value(COUNT) == stored
    refused = ("01000", LOST + 'new row violates row-level security policy for table "messages"')
    assert superuser.warnings == ([] if stored else [refused])
