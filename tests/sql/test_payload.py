"""The stored message itself: its envelope, its keys, and its independence from the writer's session."""

from __future__ import annotations

from typing import Any

import pytest

from pedschema.model.publication import Projected, Shape

pytestmark = pytest.mark.db

ROOM = "11111111-1111-4111-8111-111111111111"
OTHER = "22222222-2222-4222-8222-222222222222"
HERE = f"room:{ROOM}:chat"
WIRE = ("id", "room_id", "likes", "price", "meta", "spot", "sent", "span", "data", "ratio", "during")
SESSIONS = {
    "timezone": "America/New_York",
    "datestyle": "German, DMY",
    "intervalstyle": "sql_standard",
    "bytea_output": "escape",
    "extra_float_digits": "-10",
}
VALUES = {
    "likes": 9007199254740993,
    "price": "12.30",
    "meta": '{"b": 1, "a": [1.50, null]}',
    "spot": "(0.1,3)",
    "sent": "1800-01-01T00:00:00Z",
    "span": "1 year 2 mons -3 days 04:05:06.789",
    "data": b"\xde\xad",
    "ratio": 3.141592653589793,
    "during": "[2024-01-02T00:00:00Z,2024-02-01T00:00:00Z)",
}


@pytest.mark.parametrize("shape", [Shape.ROW, Shape.EACH])
def test_message_has_the_envelope_of_broadcast_changes(app: Any, publication: Any, shape: Shape) -> None:
    app.publish(publication(shape=shape))
    app.write(1)
    rows = app.connection.execute(
        "select topic, event, extension, private, payload ->> 'id' = id::text, binary_payload"
        " from realtime.messages",
    ).fetchall()
    assert rows == [(HERE, "messages.INSERT", "broadcast", True, True, None)]


@pytest.mark.parametrize("shape", [Shape.ROW, Shape.EACH])
def test_events_and_payload_keys(app: Any, publication: Any, shape: Shape) -> None:
    app.publish(publication(shape=shape, event="line"))
    app.write(1)
    app.run("update public.messages set content = 'bye'")
    app.run("update public.messages set room_id = %s", OTHER)
    app.run("delete from public.messages")
    sent = app.sent()
    events = [(event, payload["operation"]) for _, event, payload in sent]
    moved = [("line.REMOVED", "DELETE"), ("line.INSERT", "INSERT")]
    expected = [("line.INSERT", "INSERT"), ("line.UPDATE", "UPDATE"), *moved, ("line.DELETE", "DELETE")]
    assert events == expected
    assert {frozenset(payload) for _, _, payload in sent} == {
        frozenset({"id", "schema", "table", "operation", "record", "old_record"}),
    }
    assert {(payload["schema"], payload["table"]) for _, _, payload in sent} == {("public", "messages")}


def test_each_stores_what_broadcast_changes_stores(app: Any, publication: Any, columns: Any) -> None:
    shape = {"columns": columns(*WIRE), "old_update": WIRE, "old_delete": WIRE}
    payloads = {}
    for each in (Shape.ROW, Shape.EACH):
        app.publish(publication(shape=each, **shape))
        app.write(1, **VALUES)
        app.run("update public.messages set likes = likes + 1, meta = '[]'")
        app.run("delete from public.messages")
        payloads[each] = [payload | {"id": ""} for _, _, payload in app.sent()]
        app.run("drop schema chat cascade", role="postgres")
    assert len(payloads[Shape.ROW]) == 3
    assert payloads[Shape.EACH] == payloads[Shape.ROW]


@pytest.mark.parametrize("shape", [Shape.ROW, Shape.EACH, Shape.GROUPED, Shape.DERIVED])
def test_session_settings_do_not_reach_the_payload(
    app: Any, publication: Any, columns: Any, shape: Shape
) -> None:
    app.publish(publication(shape=shape, columns=columns(*WIRE), references=WIRE, changed=WIRE))
    app.write(1, **VALUES)
    plain = app.sent()
    for name, value in SESSIONS.items():
        app.connection.execute("select set_config(%s, %s, true)", (name, value))
    app.connection.execute("set local session_replication_role = default")
    app.run(
        "insert into public.messages select 2, room_id, author_id, content, hidden, status, likes, price,"
        " meta, spot, sent, span, data, ratio, during from public.messages"
    )
    ((topic, event, payload),) = app.sent()
    assert (topic, event) == plain[0][:2]
    text = str(payload).replace("'id': 2", "'id': 1").replace(payload["id"], plain[0][2]["id"])
    assert text == str(plain[0][2])


def test_pinned_texts(app: Any, publication: Any, columns: Any) -> None:
    app.publish(publication(columns=columns(*WIRE)))
    app.connection.execute("set local timezone = 'Asia/Kolkata'")
    app.write(1, **VALUES)
    record = app.sent()[0][2]["record"]
    assert record["sent"] == "1800-01-01T00:00:00+00:00"
    assert record["span"] == "P1Y2M-3DT4H5M6.789S"
    assert record["data"] == "\\xdead"
    assert record["ratio"] == 3.141592653589793
    assert record["meta"] == {"b": 1, "a": [1.5, None]}
    assert record["likes"] == 9007199254740993


@pytest.mark.parametrize("shape", [Shape.ROW, Shape.EACH, Shape.GROUPED])
def test_numbers_declared_as_text_keep_every_digit(app: Any, publication: Any, shape: Shape) -> None:
    computed = (Projected("likes", 'row."likes"::text', "text"), Projected("price", "row.price", "text"))
    app.publish(publication(shape=shape, columns=computed, old_update=("price",), old_delete=("price",)))
    app.write(1, likes=9007199254740993, price="12.30")
    assert [each.record for each in app.heard()] == [{"likes": "9007199254740993", "price": "12.30"}]


@pytest.mark.parametrize("shape", [Shape.ROW, Shape.EACH, Shape.GROUPED])
def test_inserted_at_is_utc_whatever_the_session(app: Any, publication: Any, shape: Shape) -> None:
    app.publish(publication(shape=shape))
    app.connection.execute("set local timezone = 'Pacific/Kiritimati'")
    app.write(1)
    drift = "select inserted_at = now() at time zone 'UTC' from realtime.messages"
    assert app.ask(drift) is True


def test_grouped_message_carries_its_changes_in_step(app: Any, publication: Any) -> None:
    app.publish(publication(shape=Shape.GROUPED, old_update=("id", "content")))
    app.run(
        "insert into public.messages (id, room_id, content) values (2, %s, 'b'), (1, %s, 'a')", ROOM, ROOM
    )
    app.run("update public.messages set content = upper(content)")
    app.run("delete from public.messages")
    inserted, updated, deleted = app.sent()
    assert {(topic, event) for topic, event, _ in (inserted, updated, deleted)} == {(HERE, "messages.GROUP")}
    names = {"id", "schema", "table", "operation", "records", "old_records"}
    assert set(inserted[2]) == set(updated[2]) == set(deleted[2]) == names
    assert [row["id"] for row in inserted[2]["records"]] == [1, 2]
    assert inserted[2]["old_records"] is None
    assert [row["content"] for row in updated[2]["records"]] == ["A", "B"]
    assert updated[2]["old_records"] == [{"id": 1, "content": "a"}, {"id": 2, "content": "b"}]
    assert deleted[2]["records"] is None
    assert deleted[2]["old_records"] == [{"id": 1}, {"id": 2}]
