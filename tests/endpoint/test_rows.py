from __future__ import annotations

from datetime import datetime

import pytest

from pedschema.endpoint.pgoutput import Insert, Relation
from pedschema.endpoint.rows import DroppedError, parse_row
from pedschema.endpoint.stored import Stored

ROW: dict[str, bytes | None] = {
    "topic": b"room:1",
    "extension": b"broadcast",
    "payload": b'{"price": 12.50}',
    "event": b"said",
    "private": b"t",
    "inserted_at": b"2026-11-25 10:00:00.5",
    "id": b"11111111-1111-4111-8111-111111111111",
    "binary_payload": None,
}


def _insert(name: str = "messages_2026_11_25", schema: str = "realtime", **changes: bytes | None) -> Insert:
    values = ROW | changes
    return Insert(Relation(schema, name, tuple(values)), values)


def _reason(insert: Insert, payload_bytes: int | None = None) -> str:
    with pytest.raises(DroppedError) as dropped:
        parse_row(insert, 5, payload_bytes)
    return str(dropped.value)


@pytest.mark.parametrize("name", ["messages", "messages_2026_11_25"])
def test_row_of_the_table_or_a_partition_is_a_message(name: str) -> None:
    assert parse_row(_insert(name), 5) == Stored(
        id="11111111-1111-4111-8111-111111111111",
        topic="room:1",
        event="said",
        payload='{"price": 12.50}',
        binary=None,
        private=True,
        extension="broadcast",
        inserted_at=datetime(2026, 11, 25, 10, 0, 0, 500_000),  # noqa: DTZ001
        lsn=5,
    )


def test_row_of_another_table_is_dropped() -> None:
    assert _reason(_insert("notes")) == "table_unknown"
    assert _reason(_insert(schema="public")) == "table_unknown"


@pytest.mark.parametrize("name", ["inserted_at", "event", "id", "topic", "private", "payload"])
def test_row_without_a_value_that_is_needed_is_dropped(name: str) -> None:
    assert _reason(_insert(**{name: None})) == f"{name}_missing"


def test_extension_is_not_looked_at() -> None:
    assert parse_row(_insert(extension=b"presence"), 5).extension == "presence"


def test_binary_payload_wins() -> None:
    stored = parse_row(_insert(binary_payload=rb"\x00ff"), 5)
    assert (stored.payload, stored.binary) == (None, b"\x00\xff")
    assert parse_row(_insert(binary_payload=rb"\x"), 5).binary == b""


@pytest.mark.parametrize("column", ["payload", "binary_payload"])
def test_payload_may_be_as_large_as_the_plan_says(column: str) -> None:
    text = b'"' + b"x" * 92 + b'"' if column == "payload" else rb"\x" + b"00" * 94
    assert parse_row(_insert(**{column: text}), 5, 100)
    assert _reason(_insert(**{column: text}), 99) == "payload_size_exceeded"


@pytest.mark.parametrize(
    ("column", "value"), [("inserted_at", b"infinity"), ("topic", b"\xff"), ("binary_payload", rb"\xzz")]
)
def test_row_that_cannot_be_read_is_dropped(column: str, value: bytes) -> None:
    assert _reason(_insert(**{column: value})) == "row_unreadable"
