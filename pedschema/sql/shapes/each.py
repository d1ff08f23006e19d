"""Shape `each`: one statement trigger that inserts one message per changed row."""

from __future__ import annotations

__all__ = ["render_each"]

from typing import TYPE_CHECKING

from pedschema.sql.quoting import literal
from pedschema.sql.shapes.body import Body, leave_if
from pedschema.sql.shapes.change import CHANGES, gather_changes
from pedschema.sql.switch import render_quiet

if TYPE_CHECKING:
    from pedschema.model.publication import Publication
    from pedschema.sql.lines import Lines
    from pedschema.sql.shapes.body import Source


def render_each(source: Source) -> Body:
    """Return the body of a statement trigger that stores what `broadcast_changes` would have stored."""
    publication = source.publication
    return Body(
        CHANGES,
        [
            *leave_if(render_quiet(source.schema, publication.surfaces)),
            *gather_changes(source),
            *leave_if(["topics is null"]),
            *_insert(publication),
            "return null;",
        ],
    )


def _event(publication: Publication) -> Lines:
    """Return the expression of the event's name, with its comma."""
    if not publication.named:
        return [f"  {literal(f'{publication.event}.')} || message.operation,"]
    names = [(literal(name), literal(publication.event_of(name))) for name in publication.told]
    branches = [f"    when {operation} then {event}" for operation, event in names]
    return ["  case message.operation", *branches, "  end,"]


def _insert(publication: Publication) -> Lines:
    """Return the statement that stores the messages, each with its own id within its payload."""
    table = publication.table
    return [
        "insert into realtime.messages (id, topic, event, extension, private, payload)",
        "select",
        "  message.id,",
        "  message.topic,",
        *_event(publication),
        "  'broadcast',",
        "  true,",
        "  jsonb_build_object(",
        f"    'id', message.id, 'schema', {literal(table.schema)}, 'table', {literal(table.name)},",
        "    'operation', replace(message.operation, 'REMOVED', 'DELETE'),",
        "    'record', message.record, 'old_record', message.old_record",
        "  )",
        "from (",
        "  select gen_random_uuid() as id, change.*",
        "  from unnest(topics, operations, records, old_records)",
        "    as change (topic, operation, record, old_record)",
        ") as message;",
    ]
