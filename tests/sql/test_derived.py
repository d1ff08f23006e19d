from __future__ import annotations

from typing import Any

import pytest

from pedschema.model.names import QualifiedName
from pedschema.model.publication import Lookup, Operation, Projected, Shape
from pedschema.model.topic import TopicPattern

pytestmark = pytest.mark.db

ROOM = "11111111-1111-4111-8111-111111111111"
OTHER = "22222222-2222-4222-8222-222222222222"
HERE, THERE = f"room:{ROOM}:chat", f"room:{OTHER}:chat"
COUNT = "(select count(*) from public.messages as m where m.room_id = row.room_id and m.status = 'open')"


@pytest.fixture
def summary(app: Any, publication: Any) -> Any:
    """Return a function that publishes how many open messages a room has."""

    def publish(**changes: Any) -> None:
        attributes = {
            "shape": Shape.DERIVED,
            "columns": (Projected("room_id", 'row."room_id"', "uuid"), Projected("open", COUNT, "integer")),
            "references": ("room_id",),
            "changed": ("room_id", "status"),
            "event": "room.summary",
        }
        app.publish(publication(**(attributes | changes)))

    return publish


def counts(app: Any) -> list[tuple[str, int]]:
    return sorted((topic, payload["record"]["open"]) for topic, _, payload in app.sent())


def test_message_has_the_envelope_of_an_update(app: Any, summary: Any) -> None:
    summary()
    app.write(1, status="open")
    ((topic, event, payload),) = app.sent()
    assert payload.pop("id")
    assert (topic, event) == (HERE, "room.summary")
    assert payload == {
        "schema": "public",
        "table": "messages",
        "operation": "UPDATE",
        "record": {"room_id": ROOM, "open": 1},
        "old_record": None,
    }


def test_every_operation_tells_the_state_after_the_statement(app: Any, summary: Any) -> None:
    summary()
    app.write(1, status="open")
    app.write(2, status="open")
    assert counts(app) == [(HERE, 1), (HERE, 2)]
    app.run("update public.messages set status = 'closed' where id = 1")
    assert counts(app) == [(HERE, 1)]
    app.run("delete from public.messages")
    assert counts(app) == [(HERE, 0)]


def test_update_of_other_columns_is_silent(app: Any, summary: Any) -> None:
    summary()
    app.write(1, status="open")
    app.sent()
    app.run("update public.messages set content = 'bye', touched = 1")
    app.run("update public.messages set status = status")
    assert app.sent() == []


def test_move_tells_both_topics(app: Any, summary: Any) -> None:
    summary()
    app.write(1, status="open")
    app.sent()
    app.run("update public.messages set room_id = %s", OTHER)
    assert counts(app) == [(HERE, 0), (THERE, 1)]


def test_bulk_write_is_one_message_per_topic(app: Any, summary: Any) -> None:
    summary()
    app.run(
        "insert into public.messages (id, room_id, status)"
        " select n, case n %% 2 when 0 then %s else %s end::uuid, 'open' from generate_series(1, 99) as n",
        ROOM,
        OTHER,
    )
    assert counts(app) == [(HERE, 49), (THERE, 50)]


def test_bulk_write_computes_once_per_distinct_key(app: Any, summary: Any) -> None:
    app.run("create sequence public.calls; grant all on public.calls to public", role="postgres")
    called = Projected("open", "nextval('public.calls')", "bigint")
    summary(columns=(called,))
    app.run("insert into public.messages (id, room_id) select n, %s from generate_series(1, 99) as n", ROOM)
    assert counts(app) == [(HERE, 1)]


def test_record_that_differs_within_a_topic_is_told_for_each_value(app: Any, summary: Any) -> None:
    summary(columns=(Projected("status", 'row."status"', "text"),), references=("room_id", "status"))
    app.run(
        "insert into public.messages (id, room_id, status)"
        " values (1, %s, 'open'), (2, %s, 'open'), (3, %s, 'closed')",
        *[ROOM] * 3,
    )
    assert sorted(payload["record"]["status"] for _, _, payload in app.sent()) == ["closed", "open"]


def test_reference_without_equality_is_told(app: Any, summary: Any) -> None:
    summary(columns=(Projected("meta", 'row."meta"', "json"),), references=("room_id", "meta"))
    app.run(
        "insert into public.messages (id, room_id, meta) values (1, %s, '{}'), (2, %s, '{}'), (3, %s, '[]')",
        *[ROOM] * 3,
    )
    assert sorted(str(payload["record"]["meta"]) for _, _, payload in app.sent()) == ["[]", "{}"]


def test_null_key_and_audience_address_nobody(app: Any, summary: Any) -> None:
    summary(audience="row.hidden is false", references=("room_id", "hidden"))
    app.write(1, room_id=None)
    app.write(2, hidden=True)
    assert app.sent() == []
    app.write(3)
    assert len(app.sent()) == 1


def test_cascade_from_the_looked_up_parent_is_silent(app: Any, summary: Any) -> None:
    summary(lookups=(Lookup("room", QualifiedName("public", "rooms"), (("id", 'row."room_id"'),)),))
    app.write(1)
    assert len(app.sent()) == 1
    app.run("delete from public.rooms")
    assert app.sent() == []


def test_when_filters_changes(app: Any, summary: Any) -> None:
    summary(when="new.status is distinct from old.status")
    app.write(1)
    app.write(2, status="open")
    app.run("update public.messages set room_id = %s where id = 2", OTHER)
    assert counts(app) == [(HERE, 1)]


def test_changed_primary_key_tells_what_both_rows_say(app: Any, summary: Any) -> None:
    summary(on=(Operation.UPDATE,))
    app.write(1, status="open")
    app.run("update public.messages set id = 7, room_id = %s", OTHER)
    assert counts(app) == [(HERE, 0), (THERE, 1)]


def test_topic_without_key_or_reference_is_told_once(app: Any, summary: Any) -> None:
    total = Projected("open", "(select count(*) from public.messages)", "bigint")
    summary(topic=TopicPattern.parse("lobby"), key=(), references=(), columns=(total,))
    app.run("insert into public.messages (id) values (1), (2)")
    app.run("update public.messages set status = 'open'")
    assert counts(app) == [("lobby", 2), ("lobby", 2)]


def test_failure_loses_the_message_and_keeps_the_row(app: Any, summary: Any) -> None:
    summary(columns=(Projected("open", "1 / 0", "integer"),))
    app.write(1)
    assert app.ask("select count(*) from public.messages") == 1
    assert app.sent() == []
    assert app.warnings == ["WarnSendingBroadcastMessage: chat.room__messages_v1: division by zero"]
