from __future__ import annotations

from pathlib import Path

import pytest

from pedschema.catalogue.lock import load_lock, render_lock
from pedschema.errors import ContractError
from pedschema.model.names import QualifiedName
from pedschema.model.table import Column, Enum, SchemaLock, Table

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
            ),
            ("id",),
            (("id", "size"), ("size",)),
            ("FOREIGN KEY (id) REFERENCES public.audit(id)", 'FOREIGN KEY ("Größe") REFERENCES a.b(c)'),
        ),
    ),
    enums=(Enum(QualifiedName("public", "mood"), ("good", "so so")),),
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
    assert render_lock(SchemaLock(LOCK.tables[::-1], LOCK.enums)) == render_lock(LOCK)


def test_each_column_has_its_line() -> None:
    lines = render_lock(LOCK).splitlines()

    assert '    "size": "integer not null generated stored",' in lines
    assert '    "Größe": "numeric(10,2)",' in lines
    assert '   "unique": [["id", "size"], ["size"]],' in lines


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
