from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from pedschema.introspect import run_verbatim
from pedschema.model.names import QualifiedName
from pedschema.model.owned import Identity, Kind, Owned
from pedschema.platform import SUPERUSER, PgBinaries, PlatformServer, create_database, list_pg
from pedschema.sql.schema import render_schema
from pedschema.sql.switch import render_switch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

TABLES = """
    CREATE TYPE public.status AS ENUM ('open', 'closed');
    CREATE TYPE public.unused AS ENUM ('a');
    CREATE DOMAIN public.code AS text;
    CREATE TABLE public.rooms (
        id uuid PRIMARY KEY, title text NOT NULL, status public.status, history public.status[],
        price numeric(8,2), size int GENERATED ALWAYS AS (length(title)) STORED, code public.code,
        "odd Name" int, UNIQUE (title, status), UNIQUE (code)
    );
    CREATE TABLE public.messages (id bigint PRIMARY KEY, room uuid REFERENCES public.rooms ON DELETE CASCADE);
    CREATE TABLE public.days (day date) PARTITION BY RANGE (day);
    CREATE TABLE public.day1 PARTITION OF public.days FOR VALUES FROM ('2026-01-01') TO ('2026-01-02');
    CREATE VIEW public.titles AS SELECT title FROM public.rooms;
"""


EXPRESSIONS = (
    "topic like 'room:%%' and topic <> 'a:b' and payload->>'x' = e'\\t\\\\'",
    "topic in ('a', 'b') and private is not true",
    "exists (select 1 from public.rooms r where r.title = messages.topic and r.status = 'open')",
    "(select extension) = 'broadcast' and inserted_at between now() - interval '1 day' and now()",
    "case when topic similar to 'a%' then true else rooms.may(null::uuid) end",
)


def make(kind: Kind, name: str, *sql: str, of: str = "", version: int = 0) -> Owned:
    schema = of.partition(".")[0] if kind in {Kind.TRIGGER, Kind.POLICY} else "rooms"
    return Owned(Identity(kind, QualifiedName(schema, name), of), sql, version=version)


RULE = make(
    Kind.RULE,
    "may",
    "create or replace function rooms.may(room uuid default null) returns boolean language sql stable"
    " security definer set search_path = '' as $$ select room is null $$",
    "revoke all on function rooms.may(uuid) from public",
    "grant execute on function rooms.may(uuid) to authenticated, anon",
    of="uuid",
)
FUNCTION = make(
    Kind.TRIGGER_FUNCTION,
    "chat",
    "create or replace function rooms.chat_v3() returns trigger language plpgsql"
    " as $function$ begin return null; end $function$",
    version=3,
)
TRIGGERS = tuple(
    make(Kind.TRIGGER, "rooms_chat", f"create or replace trigger rooms_chat {rest}", of=table)
    for table, rest in (
        (
            "public.rooms",
            (
                'after update of "odd Name", size on public.rooms for each row'
                " when (old.title is distinct from new.title) execute function rooms.chat_v3()"
            ),
        ),
        (
            "public.messages",
            (
                "after insert on public.messages referencing new table as new_rows for each statement"
                " execute function rooms.chat_v3()"
            ),
        ),
    )
)
POLICIES = tuple(
    make(
        Kind.POLICY,
        f"rooms_{number}",
        f"create policy rooms_{number} on realtime.messages for select to authenticated, anon"
        f" using ({expression})",
        of="realtime.messages",
    )
    for number, expression in enumerate(EXPRESSIONS)
)
WRITE = make(
    Kind.POLICY,
    "rooms_write",
    'create policy rooms_write on "realtime"."messages" as restrictive for insert with check (topic <> \'\')',
    of="realtime.messages",
)


@pytest.fixture(scope="session", params=list_pg(), ids=lambda binaries: f"pg{binaries.version}")
def server(request: pytest.FixtureRequest) -> Iterator[PlatformServer]:
    binaries: PgBinaries = request.param
    with PlatformServer(binaries=binaries) as running:
        create_database(running.url(user=SUPERUSER), "rooms")
        with psycopg.connect(running.url("rooms")) as connection:
            connection.execute(TABLES)
        yield running


@pytest.fixture
def connection(server: PlatformServer) -> Iterator[Connection]:
    """Yield a transaction with an empty search_path that is rolled back."""
    url = server.url("rooms").replace("postgresql://", "postgresql+psycopg://")
    with create_engine(url, poolclass=NullPool).connect() as opened:
        opened.exec_driver_sql("SET LOCAL search_path = ''")
        yield opened


@pytest.fixture(scope="session")
def declared() -> dict[str, Owned]:
    """Return an object of each kind and more, by a short name, in the order of creation."""
    return {
        "schema": render_schema("rooms"),
        "switch": render_switch("rooms"),
        "rule": RULE,
        "function": FUNCTION,
        "trigger": TRIGGERS[0],
        "other trigger": TRIGGERS[1],
        **{policy.identity.name.name: policy for policy in POLICIES},
        "policy": WRITE,
    }


@pytest.fixture
def created(connection: Connection, declared: dict[str, Owned]) -> Connection:
    """Return the transaction with everything declared created in it."""
    for each in declared.values():
        for sql in each.sql:
            run_verbatim(connection, sql)
    return connection


@pytest.fixture
def existing(created: Connection, declared: dict[str, Owned]) -> Iterator[Connection]:
    """Yield a transaction after that which created everything; it is gone afterwards."""
    created.commit()
    created.exec_driver_sql("SET LOCAL search_path = ''")
    yield created
    created.rollback()
    for each in declared.values():
        if each.identity.kind is Kind.POLICY:
            run_verbatim(created, f"DROP POLICY {each.identity.name.name} ON realtime.messages")
    run_verbatim(created, "DROP SCHEMA rooms CASCADE")
    created.commit()
