from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pedschema.catalogue.lock import load_lock, parse_lock, render_lock
from pedschema.errors import ContractError
from pedschema.model.names import QualifiedName
from pedschema.model.table import BaseType, Column, Composite, Domain, Enum, Range, SchemaLock, Table

LOCK = SchemaLock(
    tables=(
        Table(
            QualifiedName("public", "audit"), (Column("at", "timestamp with time zone", nullable=True),), ()
        ),
        Table(
            QualifiedName("public", "rooms"),
            (
                Column("id", "uuid", nullable=False),
                Column("Größe", "numeric(10,2)", nullable=True),
                Column("size", "integer", nullable=False, generated="stored"),
                Column("half", "integer", nullable=True, generated="virtual"),
                Column("number", "bigint", nullable=False, identity="always"),
                Column("spare", "bigint", nullable=True, identity="by default"),
                Column("flat", "text[]", nullable=False, dimensions_checked=True),
                Column("odd", 'a."x dimensions checked"', nullable=True),
                Column("cells", 'a."x not null"[]', nullable=False, dimensions=3),
            ),
            ("id",),
            (("id", "size"), ("size",)),
            ("FOREIGN KEY (id) REFERENCES public.audit(id)", 'FOREIGN KEY ("Größe") REFERENCES a.b(c)'),
            rls=True,
            replica_identity="full",
            publications=("supabase_realtime",),
            partitioned=True,
            limits=(
                ('a: "b"', "some partitions"),
                ("supabase_realtime", 'columns (id, "Größe")'),
                ("supabase_realtime", "rows ((id > 1))"),
            ),
        ),
    ),
    enums=(Enum(QualifiedName("public", "mood"), ("good", "so so")),),
    domains=(
        Domain(QualifiedName("public", "code"), "text", nullable=False),
        Domain(QualifiedName("public", "flat"), "text[]", dimensions_checked=True),
        Domain(QualifiedName("public", "grid"), "public.mood[]", dimensions=2),
    ),
    composites=(
        Composite(QualifiedName("public", "place"), (Column("x", "real", nullable=True),)),
        Composite(QualifiedName("public", "void"), ()),
    ),
    ranges=(
        Range(QualifiedName("public", "span"), "real"),
        Range(QualifiedName("public", "spans"), "public.span", multirange=True),
    ),
    base_types=(BaseType(QualifiedName("extensions", "hstore"), "U"),),
    json_casts=(QualifiedName("extensions", "hstore"),),
    server=15,
    realtime="20260707120000",
)


def test_lock_survives_its_text(tmp_path: Path) -> None:
    path = tmp_path / "schema.lock"
    path.write_text(render_lock(LOCK), encoding="utf-8")

    assert load_lock(path) == LOCK


def test_empty_lock_survives_its_text(tmp_path: Path) -> None:
    path = tmp_path / "schema.lock"
    path.write_text(render_lock(SchemaLock()), encoding="utf-8")

    assert load_lock(path) == SchemaLock()


def test_text_does_not_depend_on_the_order_of_tables() -> None:
    assert render_lock(replace(LOCK, tables=LOCK.tables[::-1], domains=LOCK.domains[::-1])) == render_lock(
        LOCK
    )


def test_each_column_has_its_line() -> None:
    lines = render_lock(LOCK).splitlines()

    assert '    "size": "integer not null generated stored",' in lines
    assert '    "Größe": "numeric(10,2)",' in lines
    assert '    "number": "bigint not null identity always",' in lines
    assert '    "cells": "a.\\"x not null\\"[][][] not null"' in lines
    assert '  "public.grid": "public.mood[][]"' in lines
    assert '  "public.spans": "multirange of public.span"' in lines
    assert '   "unique": [["id", "size"], ["size"]],' in lines


def test_tables_say_only_what_most_do_not_have() -> None:
    audit, rooms = render_lock(LOCK).split('"public.rooms"')

    assert "partitioned" not in audit
    assert "publications" not in audit
    assert "limits" not in audit
    assert '"rls": false' in audit
    assert '"publications": ["supabase_realtime"]' in rooms


def test_lock_of_another_version_is_refused_with_its_cure(tmp_path: Path) -> None:
    path = tmp_path / "schema.lock"
    path.write_text('{"version": 1, "enums": {}, "tables": {"anything": 1}}', encoding="utf-8")

    with pytest.raises(ContractError) as caught:
        load_lock(path)

    (mistake,) = caught.value.mistakes
    assert mistake.id == "lock-version"
    assert "version 1" in mistake.what
    assert "pedschema lock" in mistake.fix


def test_lock_of_the_fixture_is_as_the_renderer_writes_it() -> None:
    path = Path(__file__).parent / "good" / "schema.lock"

    assert render_lock(load_lock(path)) == path.read_text(encoding="utf-8")


def test_wrong_column_is_named(tmp_path: Path) -> None:
    path = tmp_path / "schema.lock"
    path.write_text(render_lock(LOCK).replace('"uuid not null"', "1"), encoding="utf-8")

    with pytest.raises(ContractError) as caught:
        load_lock(path)

    assert [mistake.id for mistake in caught.value.mistakes] == ["lock-shape"]
    assert '"tables.public.rooms.columns.id"' in caught.value.mistakes[0].what


@pytest.mark.parametrize(
    "types",
    [
        {"domains": {"public.a": "public.b not null", "public.b": "public.a"}},
        {"composites": {"public.a": {"x": "public.b[]"}, "public.b": {"y": "text", "x": "public.a"}}},
        {"composites": {"public.a": {"x": 'public."a"[]'}}},
        {"domains": {"public.a": "public.b"}, "composites": {"public.b": {"x": "public.a"}}},
    ],
)
def test_a_type_that_is_made_of_itself_is_refused(types: dict[str, object]) -> None:
    text = json.dumps({**json.loads(render_lock(SchemaLock())), **types})
    with pytest.raises(ContractError) as caught:
        parse_lock(text, "schema.lock")
    assert [mistake.id for mistake in caught.value.mistakes] == ["lock-circle"]


def test_names_with_dots_survive_their_text(tmp_path: Path) -> None:
    path = tmp_path / "schema.lock"
    name = QualifiedName("public", 'a.b."c"')
    lock = SchemaLock(tables=(Table(name, (), ()),), enums=(Enum(name, ("x",)),))
    path.write_text(render_lock(lock), encoding="utf-8")

    assert load_lock(path) == lock
