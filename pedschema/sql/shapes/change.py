"""The changes of one statement, for the shapes whose triggers fire once per statement."""

from __future__ import annotations

__all__ = ["CHANGES", "changed_rows", "gather_changes"]

from typing import TYPE_CHECKING

from pedschema.errors import ContractError, Mistake
from pedschema.model.publication import Operation
from pedschema.sql.lines import Lines, indented, joined, listed
from pedschema.sql.quoting import enclosed, identifier, literal
from pedschema.sql.shapes.body import by_operation
from pedschema.sql.shapes.projection import changed_condition, render_json, render_projection, topic_column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pedschema.model.publication import Publication
    from pedschema.sql.shapes.body import Source

CHANGES = ["topics text[];", "operations text[];", "records jsonb[];", "old_records jsonb[];"]
"""Declarations of the arrays that `gather_changes` fills, in step: one element of each per change."""


def gather_changes(source: Source) -> Lines:
    """Return the statements that fill `CHANGES`, in the order of the primary key."""
    return by_operation(source.publication, lambda operation: _gather(source, operation))


def changed_rows(publication: Publication, operation: Operation) -> Lines:
    """Return the FROM clause over the statement's rows, as `new` and `old`.

    A side that the operation lacks is there, all NULL, if the publication's `when` may ask for it. The
    versions of an updated row meet by primary key; a row whose key changed is an old and a new one.

    Raises:
        ContractError: rows of an update must meet, and the table has no primary key.
    """
    if operation is Operation.UPDATE:
        keys = _paired(publication)
        return ["from new_rows as new", *joined("full join old_rows as old on ", "  and ", keys)]
    there, missing = ("new", "old") if operation is Operation.INSERT else ("old", "new")
    lines = [f"from {there}_rows as {there}"]
    if publication.when:
        lines.append(f"left join {there}_rows as {missing} on false")
    return lines


def _gather(source: Source, operation: Operation) -> Lines:
    query = _updated(source) if operation is Operation.UPDATE else _one_sided(source, operation)
    return [
        "select array_agg(change.topic), array_agg(change.operation),",
        "  array_agg(change.record), array_agg(change.old_record)",
        "into topics, operations, records, old_records",
        "from (",
        *indented(query),
        ") as change;",
    ]


def _one_sided(source: Source, operation: Operation) -> Lines:
    """Return the changes of an insert or a delete."""
    publication = source.publication
    row, side, told = "new", "after", _come(publication)
    if operation is Operation.DELETE:
        row, side, told = "old", "before", _gone(publication, literal("DELETE"))
    order = [f"{row}.{identifier(key)}" for key in publication.primary_key]
    return [
        *told,
        *changed_rows(publication, operation),
        *_side(source, side, row, "cross join"),
        *joined("where ", "  and ", [f"{_topic(publication, side)} is not null", *_when(publication)]),
        *_ordered(order),
    ]


def _updated(source: Source) -> Lines:
    """Return the changes of an update: a row that stays in its topic, leaves one, comes to one."""
    publication = source.publication
    rows = changed_rows(publication, Operation.UPDATE)
    after, before = _topic(publication, "after"), _topic(publication, "before")
    keys = [identifier(key) for key in publication.primary_key]
    gone = literal("REMOVED")
    if Operation.DELETE in publication.on:
        gone = f"case when new.{keys[0]} is null then 'DELETE' else 'REMOVED' end"
    branches = [
        *_stayed(publication),
        f"where {after} = {before} and (",
        *indented(changed_condition(source)),
        ")",
        "union all",
        *_gone(publication, gone),
        f"where {before} is not null and {before} is distinct from {after}",
        "union all",
        *_come(publication),
        f"where {after} is not null and {after} is distinct from {before}",
    ]
    return [
        "select change.*",
        *rows,
        *_side(source, "after", "new", "left join"),
        *_side(source, "before", "old", "left join"),
        "cross join lateral (",
        *indented(branches),
        ") as change",
        *joined("where ", "  and ", _when(publication)),
        *_ordered([f"coalesce(new.{key}, old.{key})" for key in keys]),
    ]


def _side(source: Source, side: str, row: str, join: str) -> Lines:
    """Return the join that adds `side`: what the topic sees of `row`, nothing if there is no such row."""
    optional = join == "left join"
    guard = f"{row}.{identifier(source.publication.primary_key[0])} is not null" if optional else ""
    query = render_projection(source, [f"(select {row}.*) as row"], guard=guard)
    return [f"{join} lateral (", *indented(query), f") as {side}{' on true' if optional else ''}"]


def _stayed(publication: Publication) -> Lines:
    record = render_json(publication, "after", [column.name for column in publication.columns])
    old_record = render_json(publication, "before", publication.old_update)
    return _told(_topic(publication, "after"), literal(Operation.UPDATE), record, old_record)


def _come(publication: Publication) -> Lines:
    record = render_json(publication, "after", [column.name for column in publication.columns])
    return _told(_topic(publication, "after"), literal(Operation.INSERT), record, ["null::jsonb"])


def _gone(publication: Publication, operation: str) -> Lines:
    old_record = render_json(publication, "before", publication.old_delete)
    return _told(_topic(publication, "before"), operation, ["null::jsonb"], old_record)


def _told(topic: str, operation: str, record: Lines, old_record: Lines) -> Lines:
    """Return the SELECT clause of one kind of change."""
    columns: list[str | Lines] = [
        f"{topic} as topic",
        f"{operation} as operation",
        [*record[:-1], f"{record[-1]} as record"],
        [*old_record[:-1], f"{old_record[-1]} as old_record"],
    ]
    return ["select", *indented(listed(columns))]


def _topic(publication: Publication, side: str) -> str:
    return f"{side}.{identifier(topic_column(publication))}"


def _when(publication: Publication) -> list[str]:
    return [enclosed(publication.when)] if publication.when else []


def _ordered(order: Sequence[str]) -> Lines:
    return [f"order by {', '.join(order)}"] if order else []


def _paired(publication: Publication) -> list[str]:
    if not publication.primary_key:
        raise ContractError(
            Mistake(
                where=publication.where or publication.name,
                what=f'table "{publication.table}" has no primary key by which "{publication.name}" could'
                " pair the versions of an updated row",
                fix='use shape "row", or give the table a primary key',
                id="publication-without-key",
            ),
        )
    names = map(identifier, publication.primary_key)
    return [f"new.{name} = old.{name}" for name in names]
