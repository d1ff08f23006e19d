"""The order in which a schema was built leaves no trace in what clients are generated from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from pedschema.emit.emitter import list_emitters, load_emitter
from pedschema.emit.ir import render_ir
from pedschema.emit.shapes import describe_wire
from pedschema.introspect import read_lock
from pedschema.model.names import QualifiedName
from pedschema.platform import SUPERUSER, create_database

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import World

    from pedschema.model.catalogue import Catalogue

pytestmark = pytest.mark.db

LABELS = "'late', 'early', 'Never'"
ENUM = f"create type public.mood as enum ({LABELS})"
POINT = "create type public.place as (y bigint, x numeric(5, 2))"
DOMAIN = "create domain public.age as integer not null"
TABLE = """create table public.probe (
    id integer primary key, mood public.mood, at public.place, "B" text, a public.age, b text[])"""
FORWARD = (ENUM, POINT, DOMAIN, TABLE)
BACKWARD = (
    'create table public.probe (b text[], "B" text)',
    DOMAIN,
    "create type public.place as (y bigint)",
    "alter table public.probe add column a public.age, add column at public.place",
    "alter type public.place add attribute x numeric(5, 2)",
    "create type public.mood as enum ('Never')",
    "alter type public.mood add value 'late' before 'Never'",
    "alter type public.mood add value 'early' before 'Never'",
    "alter table public.probe add column mood public.mood",
    "alter table public.probe add column id integer primary key",
)


def describe(world: World, name: str, statements: tuple[str, ...], publish: Callable[..., Catalogue]) -> Any:
    database = psycopg.conninfo.conninfo_to_dict(world.url)
    url = f"postgresql://{{}}@{database['host']}:{database['port']}/{{}}"
    create_database(url.format(SUPERUSER, "postgres"), name)
    with psycopg.connect(url.format("postgres", name), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())
    engine = create_engine(
        url.format("postgres", name).replace("postgresql:", "postgresql+psycopg:"), poolclass=NullPool
    )
    with engine.connect() as reading:
        reading.exec_driver_sql("SET LOCAL search_path = ''")
        lock = read_lock(reading, ["public"])
    table = lock.table(QualifiedName("public", "probe"))
    assert table is not None
    columns = {column.name: column for column in table.columns}
    assert set(columns) == {"id", "mood", "at", "B", "a", "b"}
    return describe_wire(publish(table, lock, ("B", "a", "at", "b", "id", "mood")))


def test_a_schema_built_in_another_order_gives_the_same_clients(
    world: World, publish: Callable[..., Catalogue]
) -> None:
    one = describe(world, "forward", FORWARD, publish)
    other = describe(world, "backward", BACKWARD, publish)
    assert render_ir(one) == render_ir(other)
    assert one.enums[0].labels == ("late", "early", "Never")
    for name in list_emitters():
        assert load_emitter(name).render(one) == load_emitter(name).render(other)
