"""Values that cannot stand in a topic: the contract addresses nobody where the hand-made trigger sends."""

from __future__ import annotations

__all__ = ["run_values"]

from typing import TYPE_CHECKING, Any

import psycopg

from pedschema.adopt.sketch import Gap
from pedschema.model.topic import PART_TYPES
from pedschema.sql.quoting import identifier, qualified

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from psycopg import Connection

    from pedschema.adopt.sketch import PublicationSketch, TriggerName
    from pedschema.model.names import QualifiedName

_LONGEST = "10s"


def run_values(
    connection: Connection[Any], publications: Iterable[PublicationSketch]
) -> dict[TriggerName, Gap]:
    """Return the triggers whose topics hold a text that the contract would not send to, and which text.

    Args:
        connection: outside of a transaction; it reads each column in question once, for 10 seconds at most.
        publications: what triggers tell.
    """
    gaps: dict[TriggerName, Gap] = {}
    for each in publications:
        for table, column in _find_columns(each):
            why = _read_odd(connection, table, column)
            if why:
                what = f'the topic of the trigger "{each.trigger.name}" on {each.table}'
                gaps.setdefault(each.trigger, Gap(f"column {table}.{column}", what, why, each.table))
    return gaps


def _find_columns(publication: PublicationSketch) -> Iterator[tuple[QualifiedName, str]]:
    for part in publication.pattern.parts:
        if part.type == "text":
            alias, _, column = publication.key[part.text].rpartition(".")
            yield publication.lookup[alias][0] if alias else publication.table, column


def _read_odd(connection: Connection[Any], table: QualifiedName, column: str) -> str:
    spelling = PART_TYPES["text"][0]
    query = (
        f"SELECT EXISTS (SELECT FROM {qualified(table)}"
        f" WHERE {identifier(column)}::text !~ ('^(?:' || %s || ')$'))"
    )
    try:
        with connection.transaction(force_rollback=True):
            connection.execute("SET TRANSACTION READ ONLY")
            connection.execute("SELECT set_config('statement_timeout', %s, true)", [_LONGEST])
            row = connection.execute(query.encode(), [spelling]).fetchone()
    except psycopg.Error as error:
        return f"its values cannot be read: {error.sqlstate or 'no code'}"
    return f"some of its values are no {spelling}" if row and row[0] else ""
