"""The record of a publication: columns of the row, then computed keys."""

from __future__ import annotations

__all__ = ["load_record"]

from typing import TYPE_CHECKING

from pedschema.catalogue.fragments import Fragments
from pedschema.model.publication import Projected
from pedschema.syntax.source import SqlError
from pedschema.syntax.types import parse_type

if TYPE_CHECKING:
    from pedschema.catalogue.shapes.channels import PublishShape
    from pedschema.catalogue.sources import Place, Sources


def load_record(
    sources: Sources, shape: PublishShape, place: Place
) -> tuple[tuple[Projected, ...], dict[str, frozenset[str]]]:
    """Return the keys of the record, and for each the columns of the row that it needs."""
    add = sources.context.mistakes.add
    projected: dict[str, Projected] = {}
    needs: dict[str, frozenset[str]] = {}
    for number, name in enumerate(shape.columns):
        where = place.where("columns", number)
        if name in projected:
            add(where, f'the column "{name}" stands twice', fix="remove one", id="column-duplicate")
        reference = sources.take_column("row", name, where)
        column = reference.column
        known = (column.type, column.nullable) if column else ("text", True)
        projected[name], needs[name] = Projected(name, reference.sql, *known), reference.row
    for name, computed in shape.computed.items():
        where = place.where("computed", name)
        if name in shape.columns:
            what = f'the computed "{name}" is also a column of the record'
            add(where, what, fix="rename it, or take it out of columns", id="computed-collides")
        reference = sources.read_sql(computed.sql, place.where("computed", name, "sql"))
        type_ = _read_type(sources, computed.type, place.where("computed", name, "type"))
        projected[name] = Projected(name, reference.sql, type_, computed.nullable)
        needs[name] = reference.row
    if not shape.columns and not shape.computed:
        add(place.where(), "the record is empty", fix="list columns or computed", id="record-empty")
    return tuple(projected.values()), needs


def _read_type(sources: Sources, written: str, where: str) -> str:
    try:
        type_ = parse_type(written)
    except SqlError as error:
        what = f'"{written}" is no type: {error.message}'
        sources.context.mistakes.add(where, what, fix="write a PostgreSQL type", id="type-invalid")
        return written
    schema, _, name = type_.removesuffix("[]").rpartition(".")
    Fragments(sources.context, {}).check_type(schema, name, where)
    return type_
