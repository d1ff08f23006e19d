"""Shape `derived`: one message per topic and distinct record, computed after the statement."""

from __future__ import annotations

__all__ = ["render_derived"]

from typing import TYPE_CHECKING

from pedschema.model.publication import Operation
from pedschema.sql.comparison import column_types, comparable, differing
from pedschema.sql.lines import Lines, filled, indented
from pedschema.sql.quoting import enclosed, identifier, literal
from pedschema.sql.shapes.body import Body, by_operation, leave_if
from pedschema.sql.shapes.change import changed_rows
from pedschema.sql.shapes.projection import render_json, render_projection, topic_column
from pedschema.sql.switch import render_quiet

if TYPE_CHECKING:
    from pedschema.model.publication import Publication
    from pedschema.sql.shapes.body import Source


def render_derived(source: Source) -> Body:
    """Return the body of a statement trigger that tells what follows from the changed rows."""
    publication = source.publication
    return Body(
        ["topics text[];", "records jsonb[];"],
        [
            *leave_if(render_quiet(source.schema, publication.surfaces)),
            *by_operation(publication, lambda operation: _gather(source, operation)),
            *leave_if(["topics is null"]),
            *_send(publication),
            "return null;",
        ],
    )


def _gather(source: Source, operation: Operation) -> Lines:
    """Return the statement that computes each distinct record once."""
    publication = source.publication
    topic = f"after.{identifier(topic_column(publication))}"
    (record,) = render_json(publication, "after", [column.name for column in publication.columns])
    rows = ["(", *indented(_distinct(source, operation)), ") as row"]
    return [
        "select array_agg(told.topic), array_agg(told.record)",
        "into topics, records",
        "from (",
        f"  select distinct {topic} as topic, {record} as record",
        "  from (",
        *indented(render_projection(source, rows), 2),
        "  ) as after",
        f"  where {topic} is not null",
        ") as told;",
    ]


def _distinct(source: Source, operation: Operation) -> Lines:
    """Return the query for the distinct values, old and new, of the columns that the record is made of."""
    publication = source.publication
    rows = changed_rows(publication, operation)
    conditions: Lines = []
    alias = "old" if operation is Operation.DELETE else "new"
    if operation is Operation.UPDATE:
        alias = "version"
        rows += ["cross join lateral (", *indented(_versions(publication)), ") as version"]
        conditions = ["where (", *indented(_changed(source)), ")"]
    if publication.when:
        conditions.append(f"{'  and' if conditions else 'where'} {enclosed(publication.when)}")
    columns = column_types(publication.table, publication.references, source.lock)
    keys = [comparable(f"{alias}.{identifier(name)}", type_, source.lock) for name, type_ in columns]
    values = _values(publication, alias)
    distinct = "select distinct" if keys in ([], values) else f"select distinct on ({', '.join(keys)})"
    return [distinct, *indented(filled(values)), *rows, *conditions]


def _values(publication: Publication, alias: str) -> list[str]:
    """Return the columns that the record is made of, or a stand-in for a record made of none."""
    return [f"{alias}.{identifier(name)}" for name in publication.references] or ["true"]


def _versions(publication: Publication) -> Lines:
    """Return both versions of an updated row, or the one that there is."""
    key = identifier(publication.primary_key[0])
    new, old = (
        ["select", *indented(filled(_values(publication, row))), f"where {row}.{key} is not null"]
        for row in ("new", "old")
    )
    return [*new, "union all", *old]


def _changed(source: Source) -> Lines:
    publication = source.publication
    columns = column_types(publication.table, publication.changed, source.lock)
    return differing("new", "old", columns, source.lock)


def _send(publication: Publication) -> Lines:
    table = publication.table
    return [
        "perform realtime.send(",
        "  jsonb_build_object(",
        f"    'schema', {literal(table.schema)}, 'table', {literal(table.name)}, 'operation', 'UPDATE',",
        "    'record', told.record, 'old_record', null",
        "  ),",
        f"  {literal(publication.event)}, told.topic, true",
        ")",
        "from unnest(topics, records) as told (topic, record);",
    ]
