from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pedschema.model.catalogue import Catalogue, Contract, Limits
from pedschema.model.names import QualifiedName
from pedschema.model.persona import Cast, Persona
from pedschema.model.publication import Publication, Shape
from pedschema.model.table import SchemaLock
from pedschema.model.topic import Budget, Topic, TopicPattern
from pedschema.testing import run_template

if TYPE_CHECKING:
    from pedschema.probe.database import RealtimeDatabase

OPEN = "aaaaaaaa-0000-4000-8000-000000000001"
CLOSED = "aaaaaaaa-0000-4000-8000-000000000002"
MEMBER = "bbbbbbbb-0000-4000-8000-000000000001"
KEEPER = "bbbbbbbb-0000-4000-8000-000000000002"
ROOMS = (Path(__file__).parent / "rooms.sql").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def realtime_template(realtime_server: Any) -> str:
    """The platform alone, whatever migrations the project has."""
    return run_template(realtime_server, "rooms_template")


@pytest.fixture
def rooms(realtime_db: RealtimeDatabase) -> RealtimeDatabase:
    """Two rooms, a member of the open one, a keeper of both, and policies as they should be."""
    realtime_db.connection.execute(ROOMS)
    return realtime_db


@pytest.fixture
def member() -> dict[str, object]:
    return {"role": "authenticated", "sub": MEMBER}


@pytest.fixture
def cast() -> Cast:
    return Cast(
        personas=(
            Persona("anon", "nobody signed in", {"role": "anon"}),
            Persona("member", "member of the open room", {"role": "authenticated", "sub": MEMBER}),
            Persona("keeper", "keeper of both rooms", {"role": "authenticated", "sub": KEEPER}),
            Persona("backend", "the app itself", {"role": "service_role"}),
        ),
        rows=(),
        samples={"room_id": {"open": OPEN, "closed": CLOSED}, "person_id": {"member": MEMBER}},
    )


@pytest.fixture
def catalogue() -> Catalogue:
    return Catalogue(
        contract=Contract(
            "chat", "chat", "postgres", "2.129.8", ("public",), Limits(256_000, 100, 100, 100, 200)
        ),
        topics=(
            _topic("person:{person_id:uuid}"),
            _topic("room:{room_id:uuid}", publish="messages"),
            _topic("room:{room_id:uuid}:lounge", write=("authenticated",), presence=True),
        ),
        policies=(),
        rules=(),
        unpublished=(),
        lock=SchemaLock(),
    )


def _topic(text: str, *, publish: str = "", write: tuple[str, ...] = (), presence: bool = False) -> Topic:
    pattern = TopicPattern.parse(text)
    return Topic(
        pattern=pattern,
        feature="chat",
        summary="what happens in a room",
        surfaces=("Room",),
        read=("authenticated",),
        write=write,
        presence=presence,
        budget=Budget(80, 1000, 6, 8, 14),
        publications=(_publication(publish, pattern),) if publish else (),
    )


def _publication(table: str, pattern: TopicPattern) -> Publication:
    return Publication(
        name=f"room__{table}",
        topic=pattern,
        table=QualifiedName("public", table),
        shape=Shape.ROW,
        on=(),
        key=(),
        columns=(),
        old_update=(),
        old_delete=(),
        changed=(),
        audience="",
        when="",
        lookups=(),
        references=(),
        primary_key=(),
        event=table,
        surfaces=("Room",),
        refetch_above=50,
        chunk_bytes=200_000,
    )
