"""The record of a publication: columns of the row, then computed keys."""

from __future__ import annotations

__all__ = ["load_fields", "load_record"]

from typing import TYPE_CHECKING

from pedschema.catalogue.fragments import Fragments
from pedschema.model.publication import Projected
from pedschema.model.table import Column
from pedschema.syntax.source import SqlError
from pedschema.syntax.types import count_dimensions, parse_type

_NOT_NULL = " not null"

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pedschema.catalogue.context import Context
    from pedschema.catalogue.shapes.channels import PublishShape
    from pedschema.catalogue.sources import Place, Sources


def load_record(
    sources: Sources, shape: PublishShape, place: Place
) -> tuple[tuple[Projected, ...], dict[str, frozenset[str]]]:
    """Return the keys of the record, and for each the columns of the row that it needs."""
    add = sources.context.mistakes.add
    projected: dict[str, Projected] = {}
    needs: dict[str, frozenset[str]] = {}
    for number, entry in enumerate(shape.columns):
        where = place.where("columns", number)
        name = entry if isinstance(entry, str) else entry.name
        if name in projected:
            add(where, f'the column "{name}" stands twice', fix="remove one", id="column-duplicate")
        reference = sources.take_column("row", name, where)
        column = reference.column
        type_, nullable = (column.type, column.nullable) if column else ("text", True)
        sql = reference.sql
        if not isinstance(entry, str):
            sql, type_ = f"{sql}::text", "text"
        projected[name], needs[name] = Projected(name, sql, type_, nullable), reference.row
    plain = tuple(projected)
    for name, computed in shape.computed.items():
        where = place.where("computed", name)
        if name in plain:
            what = f'the computed "{name}" is also a column of the record'
            add(where, what, fix="rename it, or take it out of columns", id="computed-collides")
        reference = sources.read_sql(computed.sql, place.where("computed", name, "sql"))
        type_, dimensions = _read_type(sources.context, computed.type, place.where("computed", name, "type"))
        projected[name] = Projected(name, reference.sql, type_, computed.nullable, dimensions)
        needs[name] = reference.row
    if not shape.columns and not shape.computed:
        add(place.where(), "the record is empty", fix="list columns or computed", id="record-empty")
    return tuple(projected.values()), needs


def load_fields(context: Context, fields: Mapping[str, str], place: Place) -> tuple[Column, ...]:
    """Return the keys of a client's payload, written as schema.lock writes columns: `text not null`."""
    columns = []
    for name, written in fields.items():
        type_, dimensions = _read_type(context, written.removesuffix(_NOT_NULL), place.where(name))
        nullable = not written.endswith(_NOT_NULL)
        columns.append(Column(name, type_, nullable, dimensions=dimensions))
    return tuple(columns)


def _read_type(context: Context, written: str, where: str) -> tuple[str, int]:
    try:
        type_, dimensions = parse_type(written), count_dimensions(written)
    except SqlError as error:
        what = f'"{written}" is no type: {error.message}'
        context.mistakes.add(where, what, fix="write a PostgreSQL type", id="type-invalid")
        return written, 1
    schema, _, name = type_.removesuffix("[]").rpartition(".")
    Fragments(context, {}).check_type(schema, name, where)
    return type_, dimensions
