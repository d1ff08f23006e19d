"""Tables of the app against the lock, without a server."""

from __future__ import annotations

import pytest

from pedschema.drift.tables import compare_tables
from pedschema.introspect.deployed_facts import AppTable
from pedschema.model.names import QualifiedName
from pedschema.model.table import Column, SchemaLock, Table

NAME = QualifiedName("public", "rooms")


def _table(*columns: str, name: QualifiedName = NAME, keys: tuple[str, ...] = ()) -> Table:
    parts = [column.partition(" ") for column in columns]
    made = tuple(Column(column, type_, nullable=True) for column, _, type_ in parts)
    return Table(name, made, (), foreign_keys=keys)


def _compare(
    expected: Table, actual: Table, places: dict[str, int] | None = None, dropped: tuple[int, ...] = ()
) -> tuple[list[str], list[str], list[tuple[str, str]]]:
    known = (
        {NAME: AppTable("postgres", extension=False, places=places, dropped=dropped, rules=())}
        if places
        else {}
    )
    (change,) = compare_tables(SchemaLock((expected,)), SchemaLock((actual,)), known).changed
    return (
        [column.name for column in change.removed],
        [column.name for column in change.added],
        [(old.name, new.name) for old, new in change.renamed],
    )


def test_same_place_and_type_is_a_new_name() -> None:
    before, after = _table("id uuid", "title text", "at date"), _table("id uuid", "name text", "at date")

    assert _compare(before, after) == ([], [], [("title", "name")])


def test_another_type_is_another_column() -> None:
    before, after = _table("id uuid", "title text"), _table("id uuid", "name integer")

    assert _compare(before, after) == (["title"], ["name"], [])


def test_another_place_is_another_column() -> None:
    before, after = _table("title text", "id uuid"), _table("id uuid", "name text")

    assert _compare(before, after) == (["title"], ["name"], [])


def test_dropped_and_added_again_is_no_new_name() -> None:
    before, after = _table("id uuid", "title text"), _table("id uuid", "name text")

    assert _compare(before, after, {"id": 1, "name": 2}) == ([], [], [("title", "name")])
    assert _compare(before, after, {"id": 1, "name": 3}, (2,)) == (["title"], ["name"], [])


def test_two_new_names_at_once_keep_their_order() -> None:
    before, after = _table("a text", "b text"), _table("x text", "y text")

    assert _compare(before, after) == ([], [], [("a", "x"), ("b", "y")])


def test_table_with_the_same_columns_is_renamed_and_one_with_others_is_new() -> None:
    other = QualifiedName("public", "halls")
    lock = SchemaLock((_table("id uuid"),))

    same = compare_tables(lock, SchemaLock((_table("id uuid", name=other),)), {})
    different = compare_tables(lock, SchemaLock((_table("key uuid", name=other),)), {})

    assert [(old.name, new.name) for old, new in same.renamed] == [(NAME, other)]
    assert same.missing == same.added == ()
    assert (len(different.missing), len(different.added), different.renamed) == (1, 1, ())
    assert same.gone == different.gone == {NAME}


def test_table_of_an_extension_is_not_new() -> None:
    known = {NAME: AppTable("postgres", extension=True, places={"id": 1}, dropped=(), rules=())}

    assert compare_tables(SchemaLock(), SchemaLock((_table("id uuid"),)), known).added == ()
    assert len(compare_tables(SchemaLock(), SchemaLock((_table("id uuid"),)), {}).added) == 1


@pytest.mark.parametrize(
    ("columns", "keys", "lost"),
    [
        (("id uuid", "hall uuid"), (), ["FOREIGN KEY (hall) REFERENCES public.halls(id)"]),
        (("id uuid", "place uuid"), ("FOREIGN KEY (place) REFERENCES public.halls(id)",), []),
        (("id uuid",), (), []),
    ],
)
def test_key_that_follows_its_column_is_not_told_again(
    columns: tuple[str, ...], keys: tuple[str, ...], lost: list[str]
) -> None:
    before = _table("id uuid", "hall uuid", keys=("FOREIGN KEY (hall) REFERENCES public.halls(id)",))

    (change,) = compare_tables(SchemaLock((before,)), SchemaLock((_table(*columns, keys=keys),)), {}).changed

    assert list(change.lost_keys) == lost
    assert change.new_keys == ()
