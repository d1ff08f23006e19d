"""Rows of the contract's tables, read and written as somebody."""

from __future__ import annotations

__all__ = ["Order", "read_rows", "run_order"]

from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import sql
from psycopg.rows import dict_row
from pydantic import BaseModel, ConfigDict

from pedschema.endpoint.console.desk import refuse
from pedschema.model.names import QualifiedName
from pedschema.model.publication import Operation
from pedschema.probe.act import acting_as
from pedschema.probe.authorization import Subject, read_checks
from pedschema.probe.delivery import Message, drop_reason, read_mark, read_messages

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from psycopg import Connection

    from pedschema.endpoint.console.desk import Desk
    from pedschema.model.table import Table

ROWS = 50
STATEMENT_MS = "5000"

Json = dict[str, object]


class Order(BaseModel):
    """A row to write.

    Attributes:
        persona: who writes, or `service`.
        values: texts of columns to set, None for NULL.
        key: texts of the columns that tell the row, for an update or a delete.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    persona: str
    table: str
    operation: Operation
    values: dict[str, str | None] = {}
    key: dict[str, str] = {}


def read_rows(connection: Connection[Any], desk: Desk, persona: str, table: str) -> list[Json]:
    """Return the first rows of a table that somebody sees, every value as text.

    Raises:
        UsageError: nobody has that name, the contract publishes no such table, or PostgreSQL refuses.
    """
    known = _table(desk, table)
    columns = sql.SQL(", ").join(
        sql.SQL("{0}::text AS {0}").format(sql.Identifier(column.name)) for column in known.columns
    )
    order = sql.SQL(", ").join(map(sql.Identifier, known.primary_key)) or sql.SQL("1")
    query = sql.SQL("SELECT {} FROM {} ORDER BY {} LIMIT {}").format(columns, _name(known), order, ROWS)
    try:
        with (
            acting_as(connection, desk.claims_of(persona)),
            connection.cursor(row_factory=dict_row) as cursor,
        ):
            return cursor.execute(query).fetchall()
    except psycopg.Error as error:
        raise _refused(table, persona, error) from error


def run_order(connection: Connection[Any], desk: Desk, order: Order) -> Json:
    """Write a row in one transaction; return how many were written and which messages came of it.

    Each message has the personas whom the server's check lets read its topic, and what is wrong with it.

    Raises:
        UsageError: as for `read_rows`, or a column is not the table's.
    """
    statement, values = _statement(_table(desk, order.table), order)
    mark = read_mark(connection)
    try:
        with acting_as(connection, desk.claims_of(order.persona)):
            connection.execute("SELECT pg_catalog.set_config('statement_timeout', %s, true)", [STATEMENT_MS])
            count = connection.execute(statement, values).rowcount
    except psycopg.Error as error:
        raise _refused(order.table, order.persona, error) from error
    messages = read_messages(connection, mark)
    audiences = {topic: _audience(connection, desk, topic) for topic in {each.topic for each in messages}}
    return {
        "count": count,
        "messages": [_describe(each, desk) | {"audience": audiences[each.topic]} for each in messages],
    }


def _audience(connection: Connection[Any], desk: Desk, topic: str) -> dict[str, bool]:
    return {
        persona.name: read_checks(connection, Subject(topic, persona.claims))[0].broadcast
        for persona in desk.cast.personas
    }


def _describe(message: Message, desk: Desk) -> Json:
    return {
        "id": message.id,
        "topic": message.topic,
        "event": message.event,
        "payload": message.payload,
        "private": message.private,
        "dropped": drop_reason(message, desk.project.tenant.limits.payload_bytes),
        "errors": desk.shapes.check(message.topic, message.event or "", message.payload),
    }


def _statement(table: Table, order: Order) -> tuple[sql.Composed, list[str | None]]:
    _check_columns(table, (*order.values, *order.key))
    columns = list(map(sql.Identifier, order.values))
    values, key = list(order.values.values()), list(order.key.values())
    if order.operation is Operation.INSERT:
        if not columns:
            return sql.SQL("INSERT INTO {} DEFAULT VALUES").format(_name(table)), []
        places = sql.SQL(", ").join([sql.Placeholder()] * len(columns))
        names = sql.SQL(", ").join(columns)
        return sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(_name(table), names, places), values
    if set(order.key) != set(table.primary_key) or not order.key:
        fix = f"give {', '.join(table.primary_key)}"
        raise refuse(order.table, "the row's key is not complete", fix, "row-key")
    where = sql.SQL(" AND ").join(_assign(order.key))
    if order.operation is Operation.DELETE:
        return sql.SQL("DELETE FROM {} WHERE {}").format(_name(table), where), [*key]
    if not columns:
        raise refuse(order.table, "no column changes", "change a value", "row-unchanged")
    changes = sql.SQL(", ").join(_assign(order.values))
    return sql.SQL("UPDATE {} SET {} WHERE {}").format(_name(table), changes, where), [*values, *key]


def _assign(values: Mapping[str, str | None]) -> list[sql.Composed]:
    return [sql.SQL("{} = {}").format(sql.Identifier(name), sql.Placeholder()) for name in values]


def _check_columns(table: Table, names: Iterable[str]) -> None:
    for name in names:
        if table.column(name) is None:
            fix = f"use {', '.join(column.name for column in table.columns)}"
            raise refuse(str(table.name), f'the table has no column "{name}"', fix, "column-unknown")


def _table(desk: Desk, text: str) -> Table:
    published = {str(each.table) for each in desk.catalogue.publications}
    found = desk.catalogue.lock.table(QualifiedName.parse(text)) if text in published else None
    if found is None:
        fix = f"use one of {', '.join(sorted(published))}"
        raise refuse("table", f'the contract publishes no table "{text}"', fix, "table-unknown")
    return found


def _name(table: Table) -> sql.Identifier:
    return sql.Identifier(table.name.schema, table.name.name)


def _refused(table: str, persona: str, error: psycopg.Error) -> Exception:
    if error.sqlstate is None and isinstance(error, psycopg.DataError):
        return refuse(table, f"a value cannot be sent: {error}", "correct the values", "row-refused")
    what = (
        f'PostgreSQL refuses "{persona}" with {error.sqlstate}: {error.diag.message_primary or "no answer"}'
    )
    detail = error.diag.message_hint or error.diag.message_detail
    fix = {
        "42501": "write as somebody whom the table's policies and grants let do it, or as service",
        "23502": "give the column a value",
        "23503": "name a row that exists",
        "23505": "choose another key",
    }.get(error.sqlstate or "", detail or "correct the values")
    return refuse(table, what, fix, "row-refused")
