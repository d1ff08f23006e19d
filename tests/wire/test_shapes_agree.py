"""Every shape of a publication puts the same values on the wire as `realtime.broadcast_changes` does."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from psycopg import sql

from pedschema.model.publication import Shape
from pedschema.sql.declare import render_owned

if TYPE_CHECKING:
    from conftest import World

pytestmark = pytest.mark.db

SESSION = (
    "set timezone = 'America/New_York'; set datestyle = 'German, DMY'; set intervalstyle = 'sql_standard';"
    " set bytea_output = 'escape'; set extra_float_digits = 0"
)


def read_exactly(text: str) -> Any:
    return json.loads(text, parse_int=str, parse_float=str)


@pytest.mark.parametrize("shape", [Shape.EACH, Shape.GROUPED])
def test_a_statement_trigger_tells_what_a_row_trigger_tells(world: World, shape: Shape) -> None:
    expected = {key: read_exactly(text)["record"] for key, text in world.tell().items()}
    (topic,) = world.catalogue.topics
    (row,) = topic.publications
    other = replace(row, name=f"probe_{shape}", event=str(shape), shape=shape)
    catalogue = replace(world.catalogue, topics=(replace(topic, publications=(other,)),))
    with psycopg.connect(world.url) as connection:
        for owned in render_owned(catalogue, {}):
            if other.name in str(owned.sql):
                for statement in owned.sql:
                    connection.execute(statement.encode())
        connection.execute(SESSION.encode())
        for probe in world.probes:
            told = sql.SQL("insert into public.probe (id, {}) values ({}, {})").format(
                sql.Identifier(probe.column),
                probe.key,
                sql.SQL(probe.value),  # type: ignore[arg-type]
            )
            connection.execute(told)
        connection.execute("reset all")
        rows = connection.execute(
            "select payload::text from realtime.messages where starts_with(event, %s)", (f"{shape}.",)
        ).fetchall()
        connection.rollback()
    records = []
    for (text,) in rows:
        payload = read_exactly(text)
        records += payload["records"] if shape is Shape.GROUPED else [payload["record"]]
    assert {int(record["id"]): record for record in records} == expected
