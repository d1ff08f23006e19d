from __future__ import annotations

import pytest

from pedschema.lint.build import build_project
from pedschema.lint.source import Origin, Source
from pedschema.lint.tables import KnownTable, read_tables
from pedschema.model.names import QualifiedName

CREATE = """
create table rooms (
    id bigint generated always as identity primary key,
    title text not null,
    note text,
    owner_id uuid references people (id),
    size int generated always as (1) stored
);
"""


def _table(sql: str = "") -> KnownTable:
    project = build_project([Source(CREATE + sql, Origin.SCRIPT, "a.sql")])
    return read_tables(project)[QualifiedName("public", "rooms")]


def test_table_is_read_with_its_keys() -> None:
    table = _table()

    assert {name: column.type for name, column in table.columns.items()} == {
        "id": "bigint",
        "title": "text",
        "note": "text",
        "owner_id": "uuid",
        "size": "integer",
    }
    assert [name for name, column in table.columns.items() if not column.nullable] == ["id", "title"]
    assert (table.key, table.references, table.counted) == ({"id"}, {"owner_id"}, {"id"})
    assert table.columns["size"].generated == "stored"


@pytest.mark.parametrize(
    ("sql", "column", "type_", "nullable"),
    [
        ("alter table rooms add column extra jsonb not null;", "extra", "jsonb", False),
        ("alter table public.rooms alter column title drop not null;", "title", "text", True),
        ("alter table rooms alter note set not null;", "note", "text", False),
        ("alter table rooms alter note type bytea using null;", "note", "bytea", True),
        ("alter table rooms rename column note to remark;", "remark", "text", True),
        ("create table if not exists rooms (note int);", "note", "text", True),
    ],
)
def test_later_statement_changes_a_column(sql: str, column: str, type_: str, nullable: bool) -> None:  # noqa: FBT001
    found = _table(sql).columns[column]

    assert (found.type, found.nullable) == (type_, nullable)


def test_dropped_table_and_column_are_gone() -> None:
    assert "note" not in _table("alter table rooms drop column note;").columns
    with pytest.raises(KeyError):
        _table("drop table rooms;")
