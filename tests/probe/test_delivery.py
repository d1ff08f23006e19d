from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pedschema.probe.delivery import Channel, Message, drop_reason, read_mark, read_messages, receivers

if TYPE_CHECKING:
    from pedschema.probe.database import RealtimeDatabase

SEND = "SELECT realtime.send(%s::jsonb, %s, %s, %s)"
LIMIT = 256_000


def _message(
    *,
    topic: str = "room:1",
    event: str | None = "wave",
    text: str | None = "{}",
    binary_bytes: int | None = None,
    private: bool | None = True,
) -> Message:
    return Message("1", topic, event, text, binary_bytes, private)


@pytest.mark.db
def test_messages_come_in_the_order_of_writing(realtime_db: RealtimeDatabase) -> None:
    connection = realtime_db.connection
    with connection.transaction():
        connection.execute(SEND, ("{}", "one", "room:1", True))
        # A plain INSERT has the transaction's own id, which is older than that of the send before it.
        connection.execute(
            "INSERT INTO realtime.messages (topic, extension, event, payload, private)"
            " SELECT 'room:1', 'broadcast', name, '{}', true FROM unnest(ARRAY['two', 'three']) AS name"
        )
        connection.execute(SEND, ("{}", "four", "room:2", True))
    connection.execute(SEND, ("{}", "five", "room:1", False))

    events = [message.event for message in realtime_db.received()]

    assert events == ["one", "two", "three", "four", "five"]
    assert [message.event for message in realtime_db.received("room:2")] == ["four"]


@pytest.mark.db
def test_mark_divides_what_was_visible_from_what_comes(realtime_db: RealtimeDatabase) -> None:
    slow = realtime_db.connect(autocommit=False)
    slow.execute(SEND, ("{}", "slow", "room:1", True))
    realtime_db.connection.execute(SEND, ("{}", "before", "room:1", True))
    mark = read_mark(realtime_db.connection)
    realtime_db.connection.execute(SEND, ("{}", "after", "room:1", True))
    slow.commit()

    events = {message.event for message in read_messages(realtime_db.connection, mark)}

    assert events == {"slow", "after"}


@pytest.mark.db
def test_payload_is_verbatim_and_decoded(realtime_db: RealtimeDatabase) -> None:
    realtime_db.connection.execute(SEND, ('{"id": 9007199254740993, "price": 12.50}', "wave", "room:1", True))

    (message,) = realtime_db.received()

    assert message.text is not None
    assert "12.50" in message.text
    assert message.payload["id"] == 9007199254740993


@pytest.mark.db
def test_binary_payload_is_measured(realtime_db: RealtimeDatabase) -> None:
    realtime_db.connection.execute("SELECT realtime.send_binary('\\x0102', 'wave', 'room:1', true)")

    (message,) = realtime_db.received()

    assert (message.payload, message.binary_bytes, drop_reason(message, LIMIT)) == (None, 2, "")


@pytest.mark.db
@pytest.mark.parametrize(
    ("event", "payload", "private", "reason"),
    [
        ("wave", "{}", True, ""),
        (None, "{}", True, "event_missing"),
        ("wave", None, True, "payload_missing"),
        ("wave", "{}", None, "private_missing"),
    ],
)
def test_row_that_send_keeps_is_dropped_by_the_server(
    realtime_db: RealtimeDatabase,
    event: str | None,
    payload: str | None,
    reason: str,
    *,
    private: bool | None,
) -> None:
    realtime_db.connection.execute(SEND, (payload, event, "room:1", private))

    (message,) = realtime_db.received()

    assert drop_reason(message, LIMIT) == reason


@pytest.mark.parametrize(("spare", "reason"), [(0, ""), (1, "payload_size_exceeded")])
def test_payload_may_be_494_bytes_over_the_limit(spare: int, reason: str) -> None:
    text = '"' + "x" * (LIMIT + 494 - 2 + spare) + '"'

    assert drop_reason(_message(text=text), LIMIT) == reason
    assert drop_reason(_message(text=None, binary_bytes=len(text)), LIMIT) == reason


@pytest.mark.parametrize(
    ("topic", "event", "reason"),
    [
        ("x" * 246, "wave", ""),
        ("x" * 247, "wave", "frame_too_long"),
        ("room:1", "é" * 127, ""),
        ("room:1", "é" * 128, "frame_too_long"),
    ],
)
def test_names_must_fit_a_frame(topic: str, event: str, reason: str) -> None:
    assert drop_reason(_message(topic=topic, event=event), LIMIT) == reason


def test_message_reaches_readers_of_its_topic_and_privacy_alone() -> None:
    right = Channel("member", "room:1")
    joined = [
        right,
        Channel("member", "room:2"),
        Channel("guest", "room:1", private=False),
        Channel("watcher", "room:1", reads=False),
    ]

    assert receivers(_message(), joined, LIMIT) == (right,)
    assert receivers(_message(private=False), joined, LIMIT) == (joined[2],)
    assert receivers(_message(event=None), joined, LIMIT) == ()
