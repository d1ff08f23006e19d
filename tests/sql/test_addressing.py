"""Which topic a row is told to, the same in every shape that tells changes."""

from __future__ import annotations

from typing import Any

import pytest

from pedschema.model.names import QualifiedName
from pedschema.model.publication import Lookup, Operation, Projected
from pedschema.model.topic import TopicPattern

pytestmark = pytest.mark.db

ROOM = "11111111-1111-4111-8111-111111111111"
OTHER = "22222222-2222-4222-8222-222222222222"
ANNA = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa"
HERE, THERE = f"room:{ROOM}:chat", f"room:{OTHER}:chat"
AUTHOR = Lookup("author", QualifiedName("public", "people"), (("id", 'row."author_id"'),))


def record(key: int = 1, room: str | None = ROOM, content: str | None = "hello") -> dict[str, Any]:
    return {"id": key, "room_id": room, "content": content}


def told(topic: str, kind: str, record: Any = None, old_record: Any = None) -> tuple[Any, ...]:
    return topic, kind, record, old_record


def test_move_is_told_to_both_topics(app: Any, publication: Any, shape: Any) -> None:
    app.publish(publication(shape=shape))
    app.write(1)
    app.heard()
    app.run("update public.messages set room_id = %s", OTHER)
    gone, come = told(HERE, "REMOVED", None, {"id": 1}), told(THERE, "INSERT", record(room=OTHER))
    assert app.heard() == [gone, come]


def test_leaving_the_audience_is_a_removal_and_entering_an_insert(
    app: Any, publication: Any, shape: Any
) -> None:
    app.publish(publication(shape=shape, audience="not row.hidden"))
    app.write(1)
    app.heard()
    app.run("update public.messages set hidden = true")
    assert app.heard() == [told(HERE, "REMOVED", None, {"id": 1})]
    app.run("update public.messages set content = 'unseen'")
    assert app.heard() == []
    app.run("update public.messages set hidden = false")
    assert app.heard() == [told(HERE, "INSERT", record(content="unseen"))]


def test_rows_outside_the_audience_come_and_go_silently(app: Any, publication: Any, shape: Any) -> None:
    app.publish(publication(shape=shape, audience="not row.hidden"))
    app.write(1, hidden=True)
    app.run("delete from public.messages")
    assert app.heard() == []


def test_null_key_addresses_nobody(app: Any, publication: Any, shape: Any) -> None:
    app.publish(publication(shape=shape))
    app.write(1, room_id=None)
    app.run("update public.messages set content = 'bye'")
    app.run("delete from public.messages")
    assert app.heard() == []
    assert app.warnings == []


def test_key_that_becomes_null_is_a_removal(app: Any, publication: Any, shape: Any) -> None:
    app.publish(publication(shape=shape))
    app.write(1)
    app.heard()
    app.run("update public.messages set room_id = null")
    assert app.heard() == [told(HERE, "REMOVED", None, {"id": 1})]


@pytest.mark.parametrize("slug", ["a:b", "", "A", "ä", "a\n", "x" * 65])
def test_text_key_that_would_forge_another_topic_addresses_nobody(
    app: Any, publication: Any, shape: Any, slug: str
) -> None:
    pattern = TopicPattern.parse("room:{slug:text}")
    app.publish(publication(shape=shape, topic=pattern, key=(("slug", 'row."status"'),)))
    app.write(1, status=slug)
    assert app.heard() == []
    app.write(2, status="x" * 64)
    assert app.heard() == [told(f"room:{'x' * 64}", "INSERT", record(2))]


def test_topic_without_key_hears_every_row(app: Any, publication: Any, shape: Any) -> None:
    app.publish(publication(shape=shape, topic=TopicPattern.parse("lobby"), key=(), key_references=()))
    app.write(1)
    app.run("update public.messages set content = 'bye'")
    app.run("delete from public.messages")
    kinds = [(each.topic, each.kind) for each in app.heard()]
    assert kinds == [("lobby", "DELETE"), ("lobby", "INSERT"), ("lobby", "UPDATE")]


def test_cascade_from_a_looked_up_parent_is_silent(app: Any, publication: Any, shape: Any) -> None:
    room = Lookup("room", QualifiedName("public", "rooms"), (("id", 'row."room_id"'),))
    app.publish(publication(shape=shape, lookups=(room,), key=(("room_id", 'room."id"'),)))
    app.write(1)
    assert len(app.heard()) == 1
    app.run("delete from public.rooms where id = %s", ROOM)
    assert app.ask("select count(*) from public.messages") == 0
    assert app.heard() == []


def test_cascade_with_the_key_in_the_row_is_told(app: Any, publication: Any, shape: Any) -> None:
    app.publish(publication(shape=shape))
    app.write(1)
    app.heard()
    app.run("delete from public.rooms where id = %s", ROOM)
    assert app.heard() == [told(HERE, "DELETE", None, {"id": 1})]


def test_set_null_of_an_undeclared_column_is_silent(app: Any, publication: Any, shape: Any) -> None:
    app.publish(publication(shape=shape))
    app.write(1, author_id=ANNA)
    app.heard()
    app.run("delete from public.people")
    assert app.heard() == []


def test_set_null_of_the_lookup_takes_the_row_out(app: Any, publication: Any, shape: Any) -> None:
    app.publish(publication(shape=shape, lookups=(AUTHOR,)))
    app.write(1, author_id=ANNA)
    assert len(app.heard()) == 1
    app.run("update public.messages set author_id = null")
    assert [each.kind for each in app.heard()] == ["REMOVED"]


def test_lookup_feeds_a_computed_column(app: Any, publication: Any, columns: Any, shape: Any) -> None:
    computed = Projected("author", "author.name", "text")
    app.publish(publication(shape=shape, lookups=(AUTHOR,), columns=(*columns("id"), computed)))
    app.write(1, author_id=ANNA)
    assert [each.record for each in app.heard()] == [{"id": 1, "author": "Anna"}]


def test_insert_without_the_looked_up_parent_is_silent(app: Any, publication: Any, shape: Any) -> None:
    app.publish(publication(shape=shape, lookups=(AUTHOR,)))
    app.write(1)
    assert app.heard() == []


def test_move_is_told_where_updates_alone_are_declared(app: Any, publication: Any, shape: Any) -> None:
    app.publish(publication(shape=shape, on=(Operation.UPDATE,)))
    app.write(1)
    app.run("update public.messages set room_id = %s", OTHER)
    assert [(each.topic, each.kind) for each in app.heard()] == [(HERE, "REMOVED"), (THERE, "INSERT")]
