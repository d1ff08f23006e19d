from __future__ import annotations

from typing import Any

import pytest

from pedschema.model.publication import Shape

pytestmark = pytest.mark.db

ROOM = "11111111-1111-4111-8111-111111111111"
OTHER = "22222222-2222-4222-8222-222222222222"
HERE, THERE = f"room:{ROOM}:chat", f"room:{OTHER}:chat"
INSERT = (
    "insert into public.messages (id, room_id, content)"
    " select n, %s, repeat('x', %s) from generate_series(1, %s) as n"
)


def test_rows_up_to_the_limit_are_one_group(app: Any, publication: Any) -> None:
    app.publish(publication(shape=Shape.GROUPED, refetch_above=5))
    app.run(INSERT, ROOM, 1, 5)
    assert [(event, len(payload["records"])) for _, event, payload in app.sent()] == [("messages.GROUP", 5)]


def test_rows_above_the_limit_are_one_refetch(app: Any, publication: Any) -> None:
    app.publish(publication(shape=Shape.GROUPED, refetch_above=5))
    app.run(INSERT, ROOM, 1, 6)
    ((topic, event, payload),) = app.sent()
    payload.pop("id")
    assert (topic, event) == (HERE, "messages.REFETCH")
    assert payload == {"schema": "public", "table": "messages", "operation": "INSERT", "count": 6}


def test_limit_counts_each_topic_and_operation_by_itself(app: Any, publication: Any) -> None:
    app.publish(publication(shape=Shape.GROUPED, refetch_above=5))
    app.run(INSERT, ROOM, 1, 5)
    app.sent()
    app.run("insert into public.messages (id, room_id) values (6, %s), (7, %s)", OTHER, OTHER)
    app.sent()
    app.run("update public.messages set room_id = %s, content = 'y'", OTHER)
    kinds = {(topic, event, payload["operation"]) for topic, event, payload in app.sent()}
    assert kinds == {
        (HERE, "messages.GROUP", "REMOVED"),
        (THERE, "messages.GROUP", "INSERT"),
        (THERE, "messages.GROUP", "UPDATE"),
    }


@pytest.mark.parametrize("size", [1, 100, 700, 900])
def test_chunks_stay_within_the_limit_and_lose_nothing(app: Any, publication: Any, size: int) -> None:
    app.publish(publication(shape=Shape.GROUPED, refetch_above=1000, chunk_bytes=1000))
    app.run(INSERT.replace("%s)", "%s - n %% 3)", 1), ROOM, size + 2, 200)
    sizes = "select array_agg(octet_length((payload -> 'records')::text)) from realtime.messages"
    chunks = app.ask(sizes)
    ids = [row["id"] for _, _, payload in app.sent() for row in payload["records"]]
    assert max(chunks) <= 1000
    assert len(chunks) > 1
    assert ids == list(range(1, 201))


def test_small_records_fill_their_chunks(app: Any, publication: Any) -> None:
    app.publish(publication(shape=Shape.GROUPED, refetch_above=1000, chunk_bytes=10_000))
    app.run(INSERT, ROOM, 10, 500)
    total = app.ask("select sum(octet_length((payload -> 'records')::text)) from realtime.messages")
    assert len(app.sent()) <= total // 9000 + 1


def test_chunk_counts_the_bytes_of_both_sides(app: Any, publication: Any) -> None:
    app.publish(publication(shape=Shape.GROUPED, chunk_bytes=2000, old_update=("id", "content")))
    app.run(INSERT, ROOM, 200, 20)
    app.sent()
    app.run("update public.messages set content = content || 'y'")
    both = "octet_length((payload -> 'records')::text) + octet_length((payload -> 'old_records')::text)"
    assert app.ask(f"select max({both}) from realtime.messages") <= 2000
    assert len(app.heard()) == 20


def test_one_record_too_large_for_a_chunk_is_a_refetch(app: Any, publication: Any) -> None:
    app.publish(publication(shape=Shape.GROUPED, chunk_bytes=1000))
    app.run(INSERT, ROOM, 1000, 2)
    assert [(event, payload["count"]) for _, event, payload in app.sent()] == [("messages.REFETCH", 2)]


def test_too_large_record_of_another_topic_does_not_disturb(app: Any, publication: Any) -> None:
    app.publish(publication(shape=Shape.GROUPED, chunk_bytes=1000))
    app.run(
        "insert into public.messages (id, room_id, content) values (1, %s, repeat('x', 2000)), (2, %s, 'y')",
        ROOM,
        OTHER,
    )
    assert [(topic, event) for topic, event, _ in app.sent()] == [
        (HERE, "messages.REFETCH"),
        (THERE, "messages.GROUP"),
    ]


@pytest.mark.parametrize("shape", [Shape.EACH, Shape.GROUPED])
def test_changed_primary_key_is_a_delete_and_an_insert(app: Any, publication: Any, shape: Shape) -> None:
    app.publish(publication(shape=shape))
    app.write(1)
    app.heard()
    app.run("update public.messages set id = 7")
    told = [(each.kind, (each.record or each.old_record)["id"]) for each in app.heard()]
    assert told == [("DELETE", 1), ("INSERT", 7)]
