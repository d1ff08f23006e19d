"""What a topic hears of a change, the same in every shape that tells changes."""

from __future__ import annotations

from typing import Any

import pytest

from pedschema.model.publication import Operation, Projected

pytestmark = pytest.mark.db

ROOM = "11111111-1111-4111-8111-111111111111"
OTHER = "22222222-2222-4222-8222-222222222222"
HERE, THERE = f"room:{ROOM}:chat", f"room:{OTHER}:chat"


def record(key: int = 1, room: str | None = ROOM, content: str | None = "hello") -> dict[str, Any]:
    return {"id": key, "room_id": room, "content": content}


def told(topic: str, kind: str, record: Any = None, old_record: Any = None) -> tuple[Any, ...]:
    return topic, kind, record, old_record


@pytest.mark.parametrize("role", ["authenticated", "service_role", "postgres"])
def test_insert_tells_the_declared_columns(app: Any, publication: Any, shape: Any, role: str) -> None:
    app.publish(publication(shape=shape))
    app.write(1, role=role)
    assert app.heard() == [told(HERE, "INSERT", record())]
    assert app.warnings == []


def test_update_tells_record_and_old_record(app: Any, publication: Any, shape: Any) -> None:
    app.publish(publication(shape=shape, old_update=("id", "content")))
    app.write(1)
    app.heard()
    app.run("update public.messages set content = 'bye'")
    assert app.heard() == [told(HERE, "UPDATE", record(content="bye"), {"id": 1, "content": "hello"})]


@pytest.mark.parametrize("change", ["content = content", "touched = touched + 1", "secret = 'x'"])
def test_update_that_changes_nothing_declared_is_silent(
    app: Any, publication: Any, shape: Any, change: str
) -> None:
    app.publish(publication(shape=shape))
    app.write(1)
    app.heard()
    assert app.run(f"update public.messages set {change}") == 1
    assert app.heard() == []


def test_update_of_a_declared_column_outside_changed_is_silent(
    app: Any, publication: Any, shape: Any
) -> None:
    app.publish(publication(shape=shape, changed=("room_id",)))
    app.write(1)
    app.heard()
    app.run("update public.messages set content = 'bye'")
    assert app.heard() == []


@pytest.mark.parametrize(("before", "after"), [(None, "x"), ("x", None)])
def test_update_from_or_to_null_is_told(
    app: Any, publication: Any, shape: Any, before: str | None, after: str | None
) -> None:
    app.publish(publication(shape=shape))
    app.write(1, content=before)
    app.heard()
    app.run("update public.messages set content = %s", after)
    assert app.heard() == [told(HERE, "UPDATE", record(content=after), {"id": 1})]


def test_delete_tells_the_old_columns(app: Any, publication: Any, shape: Any) -> None:
    app.publish(publication(shape=shape, old_delete=("id", "content")))
    app.write(1)
    app.heard()
    app.run("delete from public.messages")
    assert app.heard() == [told(HERE, "DELETE", None, {"id": 1, "content": "hello"})]


def test_no_old_columns_are_an_empty_object(app: Any, publication: Any, shape: Any) -> None:
    app.publish(publication(shape=shape, old_update=(), old_delete=()))
    app.write(1)
    app.run("update public.messages set content = 'bye'")
    app.run("delete from public.messages")
    gone, come = told(HERE, "DELETE", None, {}), told(HERE, "INSERT", record())
    assert app.heard() == [gone, come, told(HERE, "UPDATE", record(content="bye"), {})]


def test_when_filters_changes_over_new_and_old(app: Any, publication: Any, shape: Any) -> None:
    app.publish(publication(shape=shape, when="new.status = 'open' or old.status = 'open'"))
    app.write(1, status="closed")
    app.write(2, status="open")
    app.run("update public.messages set content = 'bye' where id = 1")
    app.run("update public.messages set status = 'closed', content = 'bye' where id = 2")
    app.run("delete from public.messages")
    told = [(each.kind, (each.record or each.old_record)["id"]) for each in app.heard()]
    assert told == [("INSERT", 2), ("UPDATE", 2)]


def test_when_sees_null_on_the_missing_side(app: Any, publication: Any, shape: Any) -> None:
    app.publish(publication(shape=shape, when="old.id is null or new.id is null"))
    app.write(1)
    app.run("update public.messages set content = 'bye'")
    app.run("delete from public.messages")
    assert [each.kind for each in app.heard()] == ["DELETE", "INSERT"]


def test_upsert_tells_what_it_did_to_each_row(app: Any, publication: Any, shape: Any) -> None:
    app.publish(publication(shape=shape))
    app.write(1)
    app.heard()
    app.run(
        "insert into public.messages (id, room_id, content) values (1, %s, 'bye'), (2, %s, 'new')"
        " on conflict (id) do update set content = excluded.content",
        ROOM,
        ROOM,
    )
    updated = told(HERE, "UPDATE", record(content="bye"), {"id": 1})
    assert app.heard() == [told(HERE, "INSERT", record(2, content="new")), updated]


def test_upsert_that_changes_nothing_is_silent(app: Any, publication: Any, shape: Any) -> None:
    app.publish(publication(shape=shape))
    app.write(1)
    app.heard()
    app.run(
        "insert into public.messages (id, room_id, content) values (1, %s, 'hello')"
        " on conflict (id) do update set content = excluded.content",
        ROOM,
    )
    assert app.heard() == []


def test_bulk_write_tells_each_row_to_its_topic(app: Any, publication: Any, shape: Any) -> None:
    app.publish(publication(shape=shape))
    app.run(
        "insert into public.messages (id, room_id) select n, case n %% 2 when 0 then %s else %s end::uuid"
        " from generate_series(1, 40) as n",
        ROOM,
        OTHER,
    )
    told = [(each.topic, each.record["id"]) for each in app.heard()]
    assert sorted(told) == sorted((HERE if n % 2 == 0 else THERE, n) for n in range(1, 41))


def test_statement_without_rows_is_silent(app: Any, publication: Any, shape: Any) -> None:
    app.publish(publication(shape=shape))
    app.run("update public.messages set content = 'bye' where false")
    app.run("delete from public.messages where false")
    app.run("insert into public.messages select * from public.messages where false")
    assert app.heard() == []
    assert app.warnings == []


@pytest.mark.parametrize("operation", list(Operation))
def test_only_the_declared_operations_are_told(
    app: Any, publication: Any, shape: Any, operation: Operation
) -> None:
    app.publish(publication(shape=shape, on=(operation,)))
    app.write(1)
    app.run("update public.messages set content = 'bye'")
    app.run("delete from public.messages")
    assert [each.kind for each in app.heard()] == [operation]


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("meta", ['{"a":1}', '{"a":2}']),
        ("spot", ["(1,2)", "(2,1)"]),
        ("span", ["1 month", "30 days"]),
        ("price", ["1.5", "1.6"]),
    ],
)
def test_column_of_any_type_is_compared_exactly(
    app: Any, publication: Any, shape: Any, column: str, values: list[str]
) -> None:
    declared = tuple(Projected(name, f'row."{name}"', app.types[name]) for name in ("id", column))
    app.publish(publication(shape=shape, columns=declared))
    app.write(1, **{column: values[0]})
    app.heard()
    app.run(f"update public.messages set {column} = %s", values[0])
    assert app.heard() == []
    app.run(f"update public.messages set {column} = %s", values[1])
    assert [each.kind for each in app.heard()] == ["UPDATE"]


def test_column_called_like_the_projections_topic_is_told(
    app: Any, publication: Any, columns: Any, shape: Any
) -> None:
    named = tuple(
        Projected(name, 'row."content"', "text") for name in ("topic", "record", "old_record", "after")
    )
    app.publish(publication(shape=shape, columns=(*columns("id"), *named), old_update=("id", "record")))
    app.write(1)
    texts = {"topic": "hello", "record": "hello", "old_record": "hello", "after": "hello"}
    assert [each.record for each in app.heard()] == [{"id": 1, **texts}]
    app.run("update public.messages set content = 'bye'")
    assert [each.old_record for each in app.heard()] == [{"id": 1, "record": "hello"}]


def test_expression_that_fails_loses_the_message_and_keeps_the_row(
    app: Any, publication: Any, shape: Any
) -> None:
    app.publish(publication(shape=shape, audience="1 / row.touched > 0"))
    app.write(1, touched=0)
    assert app.ask("select count(*) from public.messages") == 1
    assert app.heard() == []
    assert app.warnings == ["WarnSendingBroadcastMessage: chat.room__messages_v1: division by zero"]


def test_session_that_has_told_before_survives_a_change_of_the_table(
    app: Any, publication: Any, shape: Any
) -> None:
    app.publish(publication(shape=shape))
    app.write(1)
    app.heard()
    app.run("alter table public.messages add column extra text, drop column secret", role="postgres")
    app.write(2)
    app.run("update public.messages set content = 'bye' where id = 2")
    app.run("delete from public.messages where id = 2")
    gone, updated = (
        told(HERE, "DELETE", None, {"id": 2}),
        told(HERE, "UPDATE", record(2, content="bye"), {"id": 2}),
    )
    assert app.heard() == [gone, told(HERE, "INSERT", record(2)), updated]


def test_session_that_has_told_before_keeps_rows_after_a_change_of_type(
    app: Any, publication: Any, shape: Any
) -> None:
    app.publish(publication(shape=shape, watch=("id",)))
    app.write(1)
    app.run(
        "alter table public.messages alter column content type json using to_json(content)", role="postgres"
    )
    app.write(2, content='"new"')
    assert app.ask("select count(*) from public.messages") == 2
