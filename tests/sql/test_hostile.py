"""Names and literals that a careless renderer would break on."""

from __future__ import annotations

from typing import Any

import pytest

from pedschema.model.names import QualifiedName
from pedschema.model.publication import Lookup, Projected, Shape
from pedschema.model.table import Column, SchemaLock, Table
from pedschema.sql.quoting import identifier, literal, qualified

pytestmark = pytest.mark.db

SHAPES = [Shape.ROW, Shape.EACH, Shape.GROUPED]
LONG = "ä" * 31 + "x"
NAMES = ['a"b', "with space", "100%s", "a:b :c", "Größe", "select", "a'b", "a.b", "a\\b", "$$", LONG]
TEXTS = [
    ":word",
    "100%",
    "%s %(x)s",
    "tab\there",
    "back\\slash",
    "$$",
    "$pedschema$",
    "line\r\nbreak",
    "it's",
    "-- no",
]
TEXTS += ["/* no", "into", "; drop"]
ROOM = "11111111-1111-4111-8111-111111111111"
HERE = f"room:{ROOM}:chat"


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", NAMES)
def test_any_name_of_table_column_and_alias(
    app: Any, publication: Any, catalogue: Any, shape: Shape, name: str
) -> None:
    table, column = QualifiedName(name, name), identifier(name)
    app.connection.execute(
        f"create schema {identifier(name)}; create table {qualified(table)} ({column} text primary key,"
        f" room uuid, n integer); create table public.{column} ({column} text);"
        f"insert into public.{column} values ('k'); grant all on {qualified(table)} to authenticated;"
        f"grant usage on schema {identifier(name)} to authenticated",
    )
    published = publication(
        shape=shape,
        table=table,
        key=(("room_id", 'row."room"'),),
        columns=(
            Projected(name, f"row.{column}", "text"),
            Projected("n", 'row."n"', "integer"),
            Projected("found", f"{column}.{column}", "text"),
        ),
        lookups=(Lookup(name, QualifiedName("public", name), ((name, f"row.{column}"),)),),
        old_update=(name,),
        old_delete=(name,),
        primary_key=(name,),
        watch=(name, "n", "room"),
    )
    types = ((name, "text"), ("room", "uuid"), ("n", "integer"))
    columns = tuple(Column(column_name, type_, nullable=True) for column_name, type_ in types)
    app.declare(catalogue(published, lock=SchemaLock((Table(table, columns, (name,)),))))
    app.run(f"insert into {qualified(table)} values ('k', '{ROOM}', 1)")
    assert app.heard() == [(HERE, "INSERT", {name: "k", "n": 1, "found": "k"}, None)]
    app.run(f"update {qualified(table)} set n = 2")
    assert app.heard() == [(HERE, "UPDATE", {name: "k", "n": 2, "found": "k"}, {name: "k"})]
    app.run(f"delete from {qualified(table)}")
    assert app.heard() == [(HERE, "DELETE", None, {name: "k"})]
    assert app.warnings == []


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("text", TEXTS)
def test_any_literal_in_audience_when_and_computed(
    app: Any, publication: Any, columns: Any, shape: Shape, text: str
) -> None:
    quoted = literal(text)
    app.publish(
        publication(
            shape=shape,
            columns=(*columns("id"), Projected("text", quoted, "text")),
            audience=f"row.content = {quoted}",
            when=f"coalesce(new.content, old.content) = {quoted}",
        ),
    )
    app.write(1, content=text)
    app.write(2, content=f"{text}x")
    assert app.heard() == [(HERE, "INSERT", {"id": 1, "text": text}, None)]


@pytest.mark.parametrize("shape", SHAPES)
def test_line_break_within_a_literal_keeps_its_indentation(
    app: Any, publication: Any, columns: Any, shape: Shape
) -> None:
    computed = Projected("text", "'one\n    two\n\n three'", "text")
    app.publish(publication(shape=shape, columns=(*columns("id"), computed)))
    app.write(1)
    assert [each.record["text"] for each in app.heard()] == ["one\n    two\n\n three"]


@pytest.mark.parametrize("shape", list(Shape))
def test_fragment_that_ends_in_a_comment(app: Any, publication: Any, columns: Any, shape: Shape) -> None:
    note = "-- as agreed"
    app.publish(
        publication(
            shape=shape,
            key=(("room_id", f"row.room_id {note}"),),
            columns=(*columns("id"), Projected("text", f"upper(row.content) {note}", "text")),
            audience=f"not row.hidden {note}",
            when=f"true {note}",
            lookups=(Lookup("room", QualifiedName("public", "rooms"), (("id", f"row.room_id {note}"),)),),
            references=("id", "room_id", "content", "hidden"),
        ),
    )
    app.write(1)
    assert [payload.get("record", payload.get("records")) for _, _, payload in app.sent()] in (
        [{"id": 1, "text": "HELLO"}],
        [[{"id": 1, "text": "HELLO"}]],
    )


@pytest.mark.parametrize("shape", SHAPES)
def test_fragment_of_alternatives_stays_together(app: Any, publication: Any, shape: Shape) -> None:
    app.publish(
        publication(shape=shape, audience="row.content = 'a' or row.content = 'b'", when="false or true")
    )
    app.write(1, room_id=None, content="b")
    app.write(2, content="b")
    assert [each.record["id"] for each in app.heard()] == [2]


@pytest.mark.parametrize("shape", SHAPES)
def test_event_of_any_text(app: Any, publication: Any, shape: Shape) -> None:
    app.publish(publication(shape=shape, event="it's 100% \\ new"))
    app.write(1)
    assert [event.rpartition(".")[0] for _, event, _ in app.sent()] == ["it's 100% \\ new"]


@pytest.mark.parametrize("shape", SHAPES)
def test_publication_and_schema_of_any_name(app: Any, publication: Any, catalogue: Any, shape: Shape) -> None:
    app.declare(catalogue(publication(shape=shape, name='say "hi" 5%', surfaces=("A",)), schema="odd %s'\""))
    app.write(1)
    assert [each.kind for each in app.heard()] == ["INSERT"]


@pytest.mark.parametrize("shape", SHAPES)
def test_names_of_63_bytes(app: Any, publication: Any, catalogue: Any, shape: Shape) -> None:
    name = "n" * (63 - len("chat__insert"))
    owned = app.declare(catalogue(publication(shape=shape, name=name)))
    assert max(len(state.identity.name.name) for state in owned) == 63
    app.write(1)
    app.run("delete from public.messages")
    assert [each.kind for each in app.heard()] == ["DELETE", "INSERT"]


@pytest.mark.parametrize("shape", SHAPES)
def test_table_of_many_columns(app: Any, publication: Any, columns: Any, shape: Shape) -> None:
    many = tuple(Projected(f"column_{n}", "row.content", "text") for n in range(120))
    names = tuple(column.name for column in many)
    app.publish(publication(shape=shape, columns=(*columns("id"), *many), old_update=names, old_delete=names))
    app.write(1)
    app.run("update public.messages set content = 'bye'")
    inserted, updated = app.heard()
    assert len(inserted.record) == 121
    assert updated.old_record == dict.fromkeys(names, "hello")
