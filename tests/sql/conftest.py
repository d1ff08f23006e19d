"""A small app of rooms and messages, and what its topics hear."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import psycopg
import pytest

from pedschema.model.catalogue import Catalogue, Contract, Limits
from pedschema.model.names import QualifiedName
from pedschema.model.publication import Operation, Projected, Publication, Shape
from pedschema.model.table import Column, SchemaLock, Table
from pedschema.model.topic import Budget, Topic, TopicPattern
from pedschema.platform.emulation import create_database
from pedschema.platform.server import SUPERUSER, PlatformServer
from pedschema.sql.declare import render_owned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.model.function import Function
    from pedschema.model.owned import Owned
    from pedschema.model.policy import Policy

ROOM = "11111111-1111-4111-8111-111111111111"
OTHER = "22222222-2222-4222-8222-222222222222"
ANNA = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa"

TABLES = """
create table public.rooms (id uuid primary key);
create table public.people (id uuid primary key, name text);
create table public.messages (
  id integer primary key,
  room_id uuid references public.rooms on delete cascade,
  author_id uuid references public.people on delete set null,
  content text,
  hidden boolean not null default false,
  status text,
  likes bigint,
  price numeric,
  meta json,
  spot point,
  sent timestamp with time zone,
  span interval,
  data bytea,
  ratio double precision,
  during tstzrange,
  secret text default 'secret',
  touched integer default 0
);
grant all on public.rooms, public.people, public.messages to authenticated, service_role;
"""

COLUMNS = {
    "id": "integer",
    "room_id": "uuid",
    "author_id": "uuid",
    "content": "text",
    "hidden": "boolean",
    "status": "text",
    "likes": "bigint",
    "price": "numeric",
    "meta": "json",
    "spot": "point",
    "sent": "timestamp with time zone",
    "span": "interval",
    "data": "bytea",
    "ratio": "double precision",
    "during": "tstzrange",
    "secret": "text",
    "touched": "integer",
}

MESSAGES = QualifiedName("public", "messages")
LOCK = SchemaLock(
    (Table(MESSAGES, tuple(Column(name, type_, nullable=True) for name, type_ in COLUMNS.items()), ("id",)),),
)


class Heard(NamedTuple):
    """One change as a topic is told it, whatever the shape of the message."""

    topic: str
    kind: str
    record: dict[str, Any] | None = None
    old_record: dict[str, Any] | None = None


def make_columns(*names: str) -> tuple[Projected, ...]:
    return tuple(Projected(name, f'row."{name}"', COLUMNS[name]) for name in names)


def make_publication(**changes: Any) -> Publication:
    """Return a publication of messages by room; `changes` replaces any of its attributes."""
    columns = changes.pop("columns", make_columns("id", "room_id", "content"))
    names = tuple(column.name for column in columns)
    publication = Publication(
        name="room__messages",
        topic=TopicPattern.parse("room:{room_id:uuid}:chat"),
        table=MESSAGES,
        shape=Shape.ROW,
        on=tuple(Operation),
        key=(("room_id", 'row."room_id"'),),
        columns=columns,
        old_update=("id",),
        old_delete=("id",),
        changed=names,
        audience="",
        when="",
        lookups=(),
        references=("id", "room_id", "content"),
        primary_key=("id",),
        event="messages",
        surfaces=("Chat",),
        refetch_above=50,
        chunk_bytes=200_000,
        key_references=("room_id",),
        watch=tuple(name for name in COLUMNS if name not in {"secret", "touched"}),
    )
    return replace(publication, **changes)


def make_catalogue(
    *publications: Publication,
    schema: str = "chat",
    rules: tuple[Function, ...] = (),
    policies: tuple[Policy, ...] = (),
    lock: SchemaLock = LOCK,
) -> Catalogue:
    """Return a contract of the publications, each a topic of its own."""
    limits = Limits(256_000, 100, 100, 100, 200)
    contract = Contract("chat", schema, "postgres", "2.129.8", ("public",), limits)
    topics = tuple(
        Topic(
            pattern=publication.topic,
            feature="chat",
            summary="",
            surfaces=publication.surfaces,
            read=("authenticated",),
            write=(),
            presence=False,
            budget=Budget(80, 1000, 6, 8, 14),
            publications=(publication,),
        )
        for publication in publications
    )
    return Catalogue(contract, topics, policies, rules, (), lock)


class App:
    """A connection to the app's database, in a transaction that the test ends by rolling back."""

    types = COLUMNS

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.connection = connection
        self.warnings: list[str] = []
        connection.add_notice_handler(lambda notice: self.warnings.append(notice.message_primary or ""))
        connection.execute("set local search_path = ''")
        connection.execute("delete from realtime.messages")

    def declare(self, catalogue: Catalogue) -> tuple[Owned, ...]:
        """Create everything the contract owns, verbatim."""
        owned = render_owned(catalogue, {})
        for state in owned:
            for statement in state.sql:
                self.connection.execute(statement)
        return owned

    def publish(self, *publications: Publication) -> None:
        self.declare(make_catalogue(*publications))

    def run(self, statement: str, *values: Any, role: str = "authenticated") -> int:
        """Run a statement as a writer of the app; return how many rows it touched."""
        with self.acting_as(role):
            return self.connection.execute(statement.encode(), values or None).rowcount

    def ask(self, query: str, *values: Any, role: str = "postgres") -> Any:
        """Return the single value that a query answers."""
        with self.acting_as(role):
            row = self.connection.execute(query.encode(), values or None).fetchone()
        assert row is not None
        return row[0]

    @contextmanager
    def acting_as(self, role: str) -> Iterator[None]:
        self.connection.execute(f"set local role {role}".encode())
        yield
        self.connection.execute("reset role")

    def write(self, key: int, *, role: str = "authenticated", **values: Any) -> None:
        """Insert one message of room `ROOM`."""
        row = {"id": key, "room_id": ROOM, "content": "hello"} | values
        names = ", ".join(f'"{name}"' for name in row)
        holes = ", ".join(["%s"] * len(row))
        self.run(f"insert into public.messages ({names}) values ({holes})", *row.values(), role=role)

    def sent(self) -> list[tuple[str, str, dict[str, Any]]]:
        """Return topic, event and payload of every stored message, and forget them."""
        rows = self.connection.execute(
            "select topic, event, payload from realtime.messages order by xmin::text::bigint, ctid",
        ).fetchall()
        self.connection.execute("delete from realtime.messages")
        return rows

    def heard(self) -> list[Heard]:
        """Return what every topic was told since the last call, sorted, groups taken apart."""
        told = []
        for topic, event, payload in self.sent():
            kind = event.rpartition(".")[2]
            if kind == "GROUP":
                records = payload["records"] or [None] * len(payload["old_records"])
                old_records = payload["old_records"] or [None] * len(records)
                pairs = zip(records, old_records, strict=True)
                told += [Heard(topic, payload["operation"], *pair) for pair in pairs]
            else:
                told.append(Heard(topic, kind, payload.get("record"), payload.get("old_record")))
        return sorted(told, key=repr)


@pytest.fixture(scope="session")
def server() -> Iterator[PlatformServer]:
    with PlatformServer() as running:
        yield running


@pytest.fixture(scope="session")
def database(server: PlatformServer) -> str:
    """Return the URL of a database with the platform and the app's tables, as role postgres."""
    create_database(server.url(user=SUPERUSER), "rooms")
    url = server.url("rooms")
    with psycopg.connect(url) as connection:
        connection.execute(TABLES)
        connection.execute(
            f"insert into public.rooms values ('{ROOM}'), ('{OTHER}');"
            f"insert into public.people values ('{ANNA}', 'Anna')",
        )
    return url


@pytest.fixture
def app(database: str) -> Iterator[App]:
    with psycopg.connect(database) as connection:
        yield App(connection)
        connection.rollback()


@pytest.fixture
def publication() -> Any:
    return make_publication


@pytest.fixture
def catalogue() -> Any:
    return make_catalogue


@pytest.fixture
def columns() -> Any:
    return make_columns


@pytest.fixture(params=[Shape.ROW, Shape.EACH, Shape.GROUPED])
def shape(request: pytest.FixtureRequest) -> Any:
    """Return each shape that tells changes row by row, alone or in groups."""
    return request.param


@pytest.fixture(scope="session")
def app_on() -> type[App]:
    return App
