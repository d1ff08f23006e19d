"""Shape `grouped`: one message per topic, operation and chunk of a statement's changes."""

from __future__ import annotations

__all__ = ["render_grouped"]

from typing import TYPE_CHECKING

from pedschema.sql.lines import indented
from pedschema.sql.quoting import literal
from pedschema.sql.shapes.body import Body, leave_if
from pedschema.sql.shapes.change import CHANGES, gather_changes
from pedschema.sql.switch import render_quiet

if TYPE_CHECKING:
    from pedschema.model.publication import Publication
    from pedschema.sql.lines import Lines
    from pedschema.sql.shapes.body import Source


def render_grouped(source: Source) -> Body:
    """Return the body of a statement trigger that tells each topic all its changes at once."""
    publication = source.publication
    return Body(
        CHANGES,
        [
            *leave_if(render_quiet(source.schema, publication.surfaces)),
            *gather_changes(source),
            *leave_if(["topics is null"]),
            *_send(publication),
            "return null;",
        ],
    )


def _send(publication: Publication) -> Lines:
    """Return the statement that sends one message per group, or a refetch in its place."""
    table = publication.table
    group, refetch = (literal(f"{publication.event}.{name}") for name in ("GROUP", "REFETCH"))
    names = f"'schema', {literal(table.schema)}, 'table', {literal(table.name)}"
    return [
        "perform realtime.send(message.payload, message.event, message.topic, true)",
        "from (",
        "  select",
        "    change.topic,",
        f"    case when change.refetch then {refetch} else {group} end as event,",
        "    case when change.refetch then jsonb_build_object(",
        f"      {names},",
        "      'operation', change.operation, 'count', change.count",
        "    ) else jsonb_build_object(",
        f"      {names},",
        "      'operation', change.operation,",
        "      'records', jsonb_agg(change.record order by change.place)",
        "        filter (where change.record is not null and not change.refetch),",
        "      'old_records', jsonb_agg(change.old_record order by change.place)",
        "        filter (where change.old_record is not null and not change.refetch)",
        "    ) end as payload",
        "  from (",
        *indented(_steps(publication), 2),
        "  ) as change",
        "  group by change.topic, change.operation, change.count, change.refetch,",
        "    case when change.refetch then 0 else change.step end",
        "  order by change.topic, change.operation, min(change.place)",
        ") as message;",
    ]


def _steps(publication: Publication) -> Lines:
    """Return the query that gives each change the step, of as many bytes as a chunk holds, it falls in.

    A step is the limit less the largest change, since the first change of a chunk may have begun in the
    step before.
    """
    limit = publication.chunk_bytes
    return [
        "select",
        "  sized.*,",
        "  count(*) over by_group as count,",
        f"  count(*) over by_group > {publication.refetch_above}",
        f"    or max(sized.bytes) over by_group > {limit} as refetch,",
        "  (sum(sized.bytes) over in_order - 1)",
        f"    / greatest({limit} - max(sized.bytes) over by_group, 1) as step",
        "from (",
        "  select",
        "    gathered.*,",
        "    coalesce(octet_length(gathered.record::text) + 2, 0)",
        "      + coalesce(octet_length(gathered.old_record::text) + 2, 0) as bytes",
        "  from unnest(topics, operations, records, old_records) with ordinality",
        "    as gathered (topic, operation, record, old_record, place)",
        ") as sized",
        "window",
        "  by_group as (partition by sized.topic, sized.operation),",
        "  in_order as (partition by sized.topic, sized.operation order by sized.place)",
    ]
