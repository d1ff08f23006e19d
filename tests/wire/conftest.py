from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from pedschema.emit.emitter import load_emitter
from pedschema.emit.shapes import describe_wire
from pedschema.introspect import read_lock
from pedschema.model.catalogue import Catalogue, Contract, Limits
from pedschema.model.names import QualifiedName
from pedschema.model.publication import Operation, Projected, Publication, Shape
from pedschema.model.topic import Budget, Topic, TopicPattern
from pedschema.platform import SUPERUSER, PlatformServer, create_database, list_pg
from pedschema.sql.declare import render_owned
from pedschema.sql.quoting import identifier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pedschema.model.table import Table
    from pedschema.model.wire import WireContract
    from pedschema.platform import PgBinaries

VALUES = tomllib.loads((Path(__file__).parent / "values.toml").read_text(encoding="utf-8"))
EXTENSIONS = ("hstore", "citext", "ltree", "cube")
TYPES = """
create type public.mood as enum ('sad', 'so-so', 'in "love"');
create domain public.age as integer check (value >= 0);
create domain public.adult as public.age not null check (value >= 18);
create domain public.label as varchar(20);
create domain public.labels as public.label[];
create domain public.filled as text not null;
create domain public."a (b[] "".c" as integer;
create type public.address as (street text, number bigint, height numeric(5,2), feeling public.mood);
create type public.person as (name text, home public.address, scores integer[]);
create type public.floatrange as range (subtype = double precision);
"""
SAME = object()
PATTERN = TopicPattern.parse("probe")


@dataclass(frozen=True)
class Probe:
    """One value of one type, in the row that holds it."""

    key: int
    column: str
    type: str
    value: str


@dataclass(frozen=True)
class World:
    """A database with a table that has a column of each type, and a topic that tells of it."""

    version: int
    url: str
    catalogue: Catalogue
    wire: WireContract
    probes: tuple[Probe, ...]

    def tell(self, settings: str = "") -> dict[int, str]:
        """Write every value in a session with these settings; return the payload of each as it is stored."""
        with psycopg.connect(self.url) as connection:
            if settings:
                connection.execute(settings.encode())
            for probe in self.probes:
                connection.execute(
                    sql.SQL("insert into public.probe (id, {}) values ({}, {})").format(
                        sql.Identifier(probe.column),
                        probe.key,
                        sql.SQL(probe.value),  # type: ignore[arg-type]
                    )
                )
            connection.execute("reset all")
            rows = connection.execute(
                "select (payload->'record'->>'id')::int, payload::text from realtime.messages"
            ).fetchall()
            connection.rollback()
        return dict(rows)

    def write(self, emitter: str, folder: Path) -> None:
        """Write what an emitter makes of the wire."""
        for path, text in load_emitter(emitter).render(self.wire).items():
            file = folder / path
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")

    @property
    def same(self) -> object:
        """What `spoil` returns where every value is right."""
        return SAME

    def make_message(self, payload: str) -> dict[str, Any]:
        """Return what a callback gets for a payload."""
        return {"type": "broadcast", "event": "probe.INSERT", "payload": json.loads(payload)}

    def redimension(self, value: Any, type_: str) -> list[Any]:
        """Return arrays of other dimensions than the type has."""
        return redimension(value, type_)

    def spoil(self, value: Any, type_: str) -> Any:
        """Return a value of another kind, or `same`."""
        return spoil(value, type_)


def redimension(value: Any, type_: str) -> list[Any]:
    """Return an array with a dimension more, and with one less; none where any is right."""
    if not type_.endswith("[]") or type_.removesuffix("[]") in {"json", "jsonb"}:
        return []
    return [[value], *(each for each in value[:1] if each is not None)]


def spoil(value: Any, type_: str) -> Any:
    """Return a value of another kind, or `SAME` where every kind is right."""
    if type_.removesuffix("[]") in {"json", "jsonb"}:
        return SAME if not type_.endswith("[]") else {"an": "object"}
    if isinstance(value, list):
        return {"0": value}
    if isinstance(value, dict):
        return [value]
    return {"a": value} if isinstance(value, bool | int | float) else 1 if _is_text(type_) else {"a": 1}


def _is_text(type_: str) -> bool:
    return type_ not in {"real", "double precision"} and not type_.startswith("numeric")


def list_values(features: set[str]) -> dict[str, list[str]]:
    needs = VALUES["needs"]
    return {
        type_: values for type_, values in VALUES["values"].items() if needs.get(type_, "") in {"", *features}
    }


def make_publication(table: Table, columns: tuple[Projected, ...]) -> Publication:
    names = tuple(column.name for column in columns)
    return Publication(
        name="probe__probe",
        topic=PATTERN,
        table=table.name,
        shape=Shape.ROW,
        on=(Operation.INSERT,),
        key=(),
        columns=columns,
        old_update=(),
        old_delete=(),
        changed=names,
        audience="",
        when="",
        lookups=(),
        references=names,
        primary_key=table.primary_key,
        event="probe",
        surfaces=("Probe",),
        refetch_above=50,
        chunk_bytes=200_000,
        watch=names,
    )


def make_catalogue(table: Table, lock: Any) -> Catalogue:
    """Return a contract that publishes every column of the table as it is, and again as text."""
    columns = tuple(
        Projected(column.name, f"row.{identifier(column.name)}", column.type, column.nullable)
        for column in table.columns
    )
    publication = make_publication(table, columns)
    topic = Topic(
        pattern=PATTERN,
        feature="probe",
        summary="",
        surfaces=("Probe",),
        read=("authenticated",),
        write=(),
        presence=False,
        budget=Budget(80, 1000, 6, 8, 14),
        publications=(publication,),
    )
    limits = Limits(3_000_000, 100, 100, 100, 200)
    contract = Contract("probe", "wire", "postgres", "2.129.8", ("public",), limits)
    return Catalogue(contract, (topic,), (), (), (), lock)


def make_world(server: PlatformServer, version: int) -> World:
    create_database(server.url(user=SUPERUSER), "wire")
    with psycopg.connect(server.url("wire", SUPERUSER), autocommit=True) as connection:
        features = {name for name in EXTENSIONS if _has(connection, name)}
        for name in sorted(features):
            connection.execute(f"create extension {name} schema public".encode())
        if connection.execute("select name from pg_config where setting ~ 'libxml'").fetchone():
            features.add("libxml")
    values = list_values(features)
    names = {type_: f"c{number}" for number, type_ in enumerate(values)}
    url = server.url("wire")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(TYPES.encode())
        # A domain that refuses NULL needs a value in every row.
        defaults = {"public.adult": " default 18"}
        columns = ", ".join(f"{name} {type_}{defaults.get(type_, '')}" for type_, name in names.items())
        connection.execute(f"create table public.probe (id integer primary key, {columns})".encode())
        engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"), poolclass=NullPool)
        with engine.connect() as reading:
            reading.exec_driver_sql("SET LOCAL search_path = ''")
            lock = read_lock(reading, ["public"])
        table = lock.table(QualifiedName("public", "probe"))
        assert table is not None
        catalogue = make_catalogue(table, lock)
        for owned in render_owned(catalogue, {}):
            for statement in owned.sql:
                connection.execute(statement.encode())
    listed = [(type_, value) for type_, each in values.items() for value in each]
    probes = tuple(
        Probe(key, names[type_], type_, value) for key, (type_, value) in enumerate(listed, start=1)
    )
    return World(version, url, catalogue, describe_wire(catalogue), probes)


def _has(connection: psycopg.Connection[Any], name: str) -> bool:
    found = connection.execute("select 1 from pg_available_extensions where name = %s", (name,)).fetchone()
    return found is not None


@pytest.fixture(scope="session", params=list_pg(), ids=lambda binaries: f"pg{binaries.version}")
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    binaries: PgBinaries = request.param
    with PlatformServer(binaries=binaries) as server:
        yield make_world(server, binaries.version)


@pytest.fixture(scope="session")
def publish() -> Callable[..., Catalogue]:
    """Return a contract that publishes columns of a table, named in this order."""

    def make(table: Table, lock: Any, names: tuple[str, ...]) -> Catalogue:
        columns = {column.name: column for column in table.columns}
        return make_catalogue(replace(table, columns=tuple(columns[name] for name in names)), lock)

    return make
