"""Shape `row`: one `realtime.broadcast_changes` call per row."""

from __future__ import annotations

__all__ = ["render_row"]

from typing import TYPE_CHECKING

from pedschema.model.publication import Operation
from pedschema.sql.lines import Lines, aliased, filled, indented, listed
from pedschema.sql.quoting import enclosed, identifier, literal
from pedschema.sql.shapes.body import Body, leave_if
from pedschema.sql.shapes.projection import changed_condition, render_projection, selected, topic_column
from pedschema.sql.switch import render_quiet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pedschema.model.publication import Publication
    from pedschema.sql.shapes.body import Source


def render_row(source: Source) -> Body:
    """Return the body of a row trigger.

    `after` is what the topic sees of the new row, `before` of the old one; each is all NULL without such
    a row, or if the topic is not about it.
    """
    publication = source.publication
    sides = _sides(publication)
    topics = [_topic(publication, side) for side in sides]
    statements: Lines = []
    if publication.when:
        statements += leave_if([f"not coalesce({enclosed(publication.when)}, false)"])
    for side in sides:
        statements += _project(source, side)
    statements += leave_if([" and ".join(f"{topic} is null" for topic in topics)])
    if Operation.UPDATE in publication.on:
        same = " = ".join(topics)
        statements += leave_if([f"{same} and not (", *indented(changed_condition(source)), ")"])
    statements += leave_if(render_quiet(source.schema, publication.surfaces))
    if Operation.UPDATE in publication.on:
        statements += [f"if {same} then", *indented([*_send_update(publication), "return null;"]), "end if;"]
    for side, topic in zip(sides, topics, strict=True):
        statements += [f"if {topic} is not null then", *indented(_SENDS[side](publication)), "end if;"]
    return Body([f"{side} record;" for side in sides], [*statements, "return null;"])


def _sides(publication: Publication) -> list[str]:
    """Return the sides that the publication's operations have, the old one first."""
    operations = set(publication.on)
    before = ["before"] if operations - {Operation.INSERT} else []
    return before + (["after"] if operations - {Operation.DELETE} else [])


def _topic(publication: Publication, side: str) -> str:
    return f"{side}.{identifier(topic_column(publication))}"


def _project(source: Source, side: str) -> Lines:
    """Return the query that fills `side` from the trigger's variable for it."""
    row, absent = ("old", Operation.INSERT) if side == "before" else ("new", Operation.DELETE)
    guard = f"tg_op <> {literal(absent)}" if absent in source.publication.on else ""
    *lines, last = render_projection(source, [f"(select {row}.*) as row"], into=side, guard=guard)
    return [*lines, f"{last};"]


def _send_update(publication: Publication) -> Lines:
    event = literal(publication.event_of("UPDATE"))
    old_record = selected("before", publication.old_update)
    return _send(publication, event, "UPDATE", {"record": _record(publication), "old_record": old_record})


def _send_come(publication: Publication) -> Lines:
    event = literal(publication.event_of("INSERT"))
    return _send(publication, event, "INSERT", {"record": _record(publication)})


def _send_gone(publication: Publication) -> Lines:
    deleted, removed = (literal(publication.event_of(name)) for name in ("DELETE", "REMOVED"))
    if Operation.UPDATE not in publication.on:
        event = deleted
    elif Operation.DELETE not in publication.on:
        event = removed
    else:
        event = f"case tg_op when 'DELETE' then {deleted} else {removed} end"
    return _send(publication, event, "DELETE", {"old_record": selected("before", publication.old_delete)})


def _record(publication: Publication) -> Lines:
    return selected("after", [column.name for column in publication.columns])


def _send(publication: Publication, event: str, operation: str, records: Mapping[str, Lines]) -> Lines:
    """Return the call with a record made by each query in `records`, NULL for one that is not there."""
    table = publication.table
    arguments = [
        _topic(publication, "after" if "record" in records else "before"),
        event,
        *map(literal, (operation, table.name, table.schema)),
        *(f"{name}.*" if name in records else "null" for name in ("record", "old_record")),
    ]
    tables = listed(aliased(query, name) for name, query in records.items())
    return [
        "perform realtime.broadcast_changes(",
        *indented(filled(arguments)),
        ")",
        "from",
        *indented([*tables[:-1], f"{tables[-1]};"]),
    ]


_SENDS = {"before": _send_gone, "after": _send_come}
