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
from pedschema.introspect.policy import read_policies_in
from pedschema.introspect.query import run_verbatim
from pedschema.introspect.refusal import describe, refusal
from pedschema.introspect.schema import read_schema
from pedschema.introspect.statement import retarget
from pedschema.introspect.switch import SWITCH, read_switch
from pedschema.introspect.trigger import read_triggers_in
from pedschema.model.names import QualifiedName
from pedschema.model.owned import Kind
from pedschema.sql.quoting import identifier, qualified

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection

    from pedschema.model.owned import Owned

_TEMPORARY = "pg_temp"
_AT_ONCE = 50
"""Objects that one copy of a table takes: PostgreSQL reads all its policies again after each one."""


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
        # A table of the app may have the same name, and gets its copy in the same schema.
        with _rolled_back(connection):
            _run(connection, each, [retarget(sql, name, target, everywhere=True) for sql in each.sql])
            yield from filter(None, [read_switch(connection, name.schema, inside=_temporary(connection))])


def _normalise_functions(connection: Connection, declared: Sequence[Owned]) -> Iterator[Owned]:
    schemas = {each.identity.name.schema for each in declared}
    live = {
        (each.identity, each.version): each
        for schema in schemas
        for each in read_functions(connection, schema)
    }
    _run_all(
        connection,
        [(each, _from_fresh(each, live.get((each.identity, each.version)))) for each in declared],
    )
    for schema in schemas:
        yield from read_functions(connection, schema)


def _normalise_on_tables(connection: Connection, declared: Iterable[Owned]) -> Iterator[Owned]:
    """Yield triggers and policies; temporary tables share one schema, so same-named tables take turns."""
    by_table: dict[QualifiedName, list[Owned]] = {}
    for each in declared:
        by_table.setdefault(QualifiedName.parse(each.identity.of), []).append(each)
    by_name: dict[str, list[tuple[QualifiedName, Sequence[Owned]]]] = {}
    for table, owned in by_table.items():
        turns = by_name.setdefault(table.name, [])
        turns += [(table, owned[start : start + _AT_ONCE]) for start in range(0, len(owned), _AT_ONCE)]
    for round_ in zip_longest(*by_name.values()):
        copies = [copy for copy in round_ if copy]
        originals = {table.name: table for table, _ in copies}
        with _rolled_back(connection):
            _run_all(connection, [part for copy in copies for part in _copy(*copy)])
            temporary = _temporary(connection)
            yield from read_triggers_in(connection, temporary, originals)
            yield from read_policies_in(connection, temporary, originals)


def _copy(table: QualifiedName, declared: Sequence[Owned]) -> Iterator[tuple[Owned, Sequence[str]]]:
    """Yield the statements that put triggers and policies on a temporary table like theirs."""
    name = identifier(table.name)
    yield declared[0], [f"CREATE TEMPORARY TABLE {name} (LIKE {qualified(table)})"]
    for each in declared:
        yield each, [retarget(sql, table, f"{_TEMPORARY}.{name}") for sql in each.sql]


def _from_fresh(declared: Owned, live: Owned | None) -> tuple[str, ...]:
    return (*(fresh_grants(live) if live else ()), *declared.sql)


def _run_all(connection: Connection, parts: Sequence[tuple[Owned, Sequence[str]]]) -> None:
    """Run statements in one message, which a server far away answers in one round trip.

    The answer to such a message does not say whose statement was refused, so then each is run alone.
    """
    # The semicolon stands in a line of its own: a comment may end a statement.
    message = "\n;\n".join(sql for _, statements in parts for sql in statements)
    if not message:
        return
    try:
        with connection.begin_nested():
            run_verbatim(connection, message)
    except DBAPIError:
        for declared, statements in parts:
            _run(connection, declared, statements)


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
