"""Declared objects as PostgreSQL would write them: created where nobody waits, read back, taken back."""

from __future__ import annotations

__all__ = ["normalise_owned"]

from contextlib import contextmanager
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from pedschema.introspect.function import read_functions
from pedschema.introspect.grants import fresh_grants
from pedschema.introspect.policy import read_policies_on
from pedschema.introspect.query import run_verbatim
from pedschema.introspect.refusal import describe, refusal
from pedschema.introspect.schema import read_schema
from pedschema.introspect.statement import retarget
from pedschema.introspect.switch import SWITCH, read_switch
from pedschema.introspect.trigger import read_triggers_on
from pedschema.model.names import QualifiedName
from pedschema.model.owned import Kind
from pedschema.sql.quoting import identifier, qualified

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection

    from pedschema.model.owned import Owned

_TEMPORARY = "pg_temp"


def normalise_owned(connection: Connection, declared: Sequence[Owned]) -> tuple[Owned, ...]:
    """Return `declared` with the canonical form of each, and leave the database as it was.

    Everything happens in a savepoint that is rolled back. Functions are created for real, which locks no
    table; triggers and policies are created on temporary tables like the real ones, so that tables of the
    app and `realtime.messages` see no lock above ACCESS SHARE.

    Args:
        connection: in a transaction whose search_path is empty, as the role that shall own everything.
        declared: in the order of creation.

    Raises:
        DatabaseError: PostgreSQL refuses an object; the error names it and says why.
    """
    by_kind = {kind: [each for each in declared if each.identity.kind is kind] for kind in Kind}
    functions = [*by_kind[Kind.RULE], *by_kind[Kind.TRIGGER_FUNCTION]]
    with _rolled_back(connection):
        found = [
            *_normalise_schema(connection, by_kind[Kind.SCHEMA]),
            *_normalise_switch(connection, by_kind[Kind.SWITCH]),
            *_normalise_functions(connection, functions),
            *_normalise_on_tables(connection, [*by_kind[Kind.TRIGGER], *by_kind[Kind.POLICY]]),
        ]
    canonical = {(each.identity, each.version): each.canonical for each in found}
    return tuple(replace(each, canonical=canonical[each.identity, each.version]) for each in declared)


def _normalise_schema(connection: Connection, declared: Iterable[Owned]) -> Iterator[Owned]:
    for each in declared:
        name = each.identity.name.name
        _run(connection, each, _from_fresh(each, read_schema(connection, name)))
        yield from filter(None, [read_schema(connection, name)])


def _normalise_switch(connection: Connection, declared: Iterable[Owned]) -> Iterator[Owned]:
    for each in declared:
        name = each.identity.name
        if read_switch(connection, name.schema) is None:
            _run(connection, each, each.sql)
        target = f"{_TEMPORARY}.{identifier(SWITCH)}"
        _run(connection, each, [retarget(sql, name, target, everywhere=True) for sql in each.sql])
        yield from filter(None, [read_switch(connection, name.schema, inside=_temporary(connection))])


def _normalise_functions(connection: Connection, declared: Sequence[Owned]) -> Iterator[Owned]:
    schemas = {each.identity.name.schema for each in declared}
    live = {
        (each.identity, each.version): each
        for schema in schemas
        for each in read_functions(connection, schema)
    }
    for each in declared:
        _run(connection, each, _from_fresh(each, live.get((each.identity, each.version))))
    for schema in schemas:
        yield from read_functions(connection, schema)


def _normalise_on_tables(connection: Connection, declared: Iterable[Owned]) -> Iterator[Owned]:
    """Yield triggers and policies; temporary tables share one schema, so same-named tables take turns."""
    by_table: dict[QualifiedName, list[Owned]] = {}
    for each in declared:
        by_table.setdefault(QualifiedName.parse(each.identity.of), []).append(each)
    by_name: dict[str, list[QualifiedName]] = {}
    for table in by_table:
        by_name.setdefault(table.name, []).append(table)
    for round_ in zip_longest(*by_name.values()):
        with _rolled_back(connection):
            for table in filter(None, round_):
                yield from _normalise_on_table(connection, table, by_table[table])


def _normalise_on_table(
    connection: Connection, table: QualifiedName, declared: Sequence[Owned]
) -> Iterator[Owned]:
    target = f"{_TEMPORARY}.{identifier(table.name)}"
    _run(
        connection,
        declared[0],
        [f"CREATE TEMPORARY TABLE {identifier(table.name)} (LIKE {qualified(table)})"],
    )
    for each in declared:
        _run(connection, each, [retarget(sql, table, target) for sql in each.sql])
    copy = QualifiedName(_temporary(connection), table.name)
    yield from read_triggers_on(connection, copy, table)
    yield from read_policies_on(connection, copy, table)


def _from_fresh(declared: Owned, live: Owned | None) -> tuple[str, ...]:
    return (*(fresh_grants(live) if live else ()), *declared.sql)


def _run(connection: Connection, declared: Owned, statements: Iterable[str]) -> None:
    for sql in statements:
        try:
            run_verbatim(connection, sql)
        except DBAPIError as error:
            raise refusal(error, describe(declared.identity), table=declared.identity.of) from error


def _temporary(connection: Connection) -> str:
    return str(
        connection.exec_driver_sql(
            "SELECT nspname FROM pg_catalog.pg_namespace WHERE oid = pg_catalog.pg_my_temp_schema()"
        ).scalar_one()
    )


@contextmanager
def _rolled_back(connection: Connection) -> Iterator[None]:
    savepoint = connection.begin_nested()
    try:
        yield
    finally:
        savepoint.rollback()
