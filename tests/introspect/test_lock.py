from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pedschema.introspect import read_lock
from pedschema.model.names import QualifiedName
from pedschema.model.table import Column, Enum

if TYPE_CHECKING:
    from sqlalchemy import Connection

pytestmark = pytest.mark.db


def test_the_lock_holds_tables_sorted_without_partitions_and_views(connection: Connection) -> None:
    names = [str(table.name) for table in read_lock(connection, ["public"]).tables]
    assert names == ["public.days", "public.messages", "public.rooms"]


def test_columns_are_in_order_with_qualified_types(connection: Connection) -> None:
    rooms = read_lock(connection, ["public"]).table(QualifiedName("public", "rooms"))
    assert rooms
    assert rooms.columns == (
        Column("id", "uuid", nullable=False),
        Column("title", "text", nullable=False),
        Column("status", "public.status", nullable=True),
        Column("history", "public.status[]", nullable=True),
        Column("price", "numeric(8,2)", nullable=True),
        Column("size", "integer", nullable=True, generated="stored"),
        Column("code", "public.code", nullable=True),
        Column("odd Name", "integer", nullable=True),
    )


def test_keys_are_read(connection: Connection) -> None:
    lock = read_lock(connection, ["public"])
    days, messages, rooms = lock.tables
    assert (days.primary_key, messages.primary_key, rooms.primary_key) == ((), ("id",), ("id",))
    assert rooms.unique == (("code",), ("title", "status"))
    assert messages.foreign_keys == ("FOREIGN KEY (room) REFERENCES public.rooms(id) ON DELETE CASCADE",)


def test_only_enums_in_use_are_read(connection: Connection) -> None:
    enums = read_lock(connection, ["public"]).enums
    assert enums == (Enum(QualifiedName("public", "status"), ("open", "closed")),)


def test_schemas_without_tables_have_an_empty_lock(connection: Connection) -> None:
    assert read_lock(connection, ["nowhere"]).tables == ()
