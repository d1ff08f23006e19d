"""Writers keep their rows on a day for which the server has made no partition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from pedschema.model.publication import Shape
from pedschema.platform.emulation import create_database
from pedschema.platform.server import SUPERUSER

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.db


@pytest.fixture(scope="module")
def bare_database(server: Any, database: str) -> str:
    assert database
    create_database(server.url(user=SUPERUSER), "rooms_bare", template="rooms")
    with psycopg.connect(server.url("rooms_bare", SUPERUSER)) as connection:
        names = connection.execute(
            "select inhrelid::regclass::text from pg_inherits"
            " where inhparent = 'realtime.messages'::regclass",
        ).fetchall()
        for (name,) in names:
            connection.execute(f"drop table {name}".encode())
    assert names
    return str(server.url("rooms_bare"))


@pytest.fixture
def bare_app(app_on: Any, bare_database: str) -> Iterator[Any]:
    with psycopg.connect(bare_database) as connection:
        yield app_on(connection)
        connection.rollback()


@pytest.mark.parametrize("shape", list(Shape))
def test_missing_partition_loses_the_message_and_keeps_the_row(
    bare_app: Any, publication: Any, shape: Shape
) -> None:
    bare_app.publish(publication(shape=shape))
    bare_app.write(1)
    bare_app.run("update public.messages set content = 'bye'")
    assert bare_app.ask("select content from public.messages") == "bye"
    assert len(bare_app.warnings) >= 2
    for warning in bare_app.warnings:
        assert warning.startswith("WarnSendingBroadcastMessage: ")
        assert 'no partition of relation "messages" found for row' in warning
