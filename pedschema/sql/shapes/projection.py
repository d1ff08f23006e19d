"""One side of a change as its topic sees it: the topic and the declared columns."""

from __future__ import annotations

__all__ = [
    "changed_condition",
    "render_json",
    "render_projection",
    "render_topic",
    "selected",
    "topic_column",
]

import re
from itertools import groupby
from typing import TYPE_CHECKING

from pedschema.model.topic import PART_TYPES
from pedschema.sql.comparison import column_types, differing
from pedschema.sql.lines import Lines, aliased, filled, indented, joined, listed
from pedschema.sql.quoting import enclosed, identifier, literal, qualified

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pedschema.model.publication import Lookup, Publication
    from pedschema.model.topic import TopicPart
    from pedschema.sql.shapes.body import Source

_COLUMN = re.compile(r'(?P<alias>\w+)\."(?P<name>(?:[^"]|"")+)"')

_CANONICAL = {"uuid": {"uuid"}, "bigint": {"smallint", "integer", "bigint"}, "text": set[str]()}
"""Column types whose text is the one spelling of a part's type (but for numbers beyond its digits)."""


def topic_column(publication: Publication) -> str:
    """Return the name of the projection's topic, which no declared column has."""
    name = "topic"
    while name in {column.name for column in publication.columns}:
        name += "_"
    return name


def render_projection(source: Source, rows: Lines, *, into: str = "", guard: str = "") -> Lines:
    """Return the query for the topic and the columns of the one row or the rows in `rows`.

    A row outside the audience, or without a looked-up parent, is not in the result. The topic of a row is
    NULL if a key is NULL or not of its part's spelling.

    Args:
        source: what the publication says.
        rows: a table expression that gives the rows.
        into: the PL/pgSQL variable that takes the result.
        guard: a further condition.
    """
    publication = source.publication
    topic = f"{render_topic(source)} as {identifier(topic_column(publication))}"
    conditions = [condition for condition in (guard, _audience(publication)) if condition]
    return [
        f"select into {into}" if into else "select",
        *indented(listed([[topic], *_projected(publication)])),
        *_from(rows),
        *map(_join, publication.lookups),
        *joined("where ", "  and ", conditions),
    ]


def render_topic(source: Source) -> str:
    """Return the expression for the topic: literals and keys as one text, NULL if a key has no value."""
    keys = dict(source.publication.key)
    pieces: list[str] = []
    pending = ""
    for place, part in enumerate(source.publication.topic.parts):
        pending += ":" if place else ""
        if part.is_literal:
            pending += part.text
        else:
            pieces += [literal(pending), _key(source, part, keys[part.text])]
            pending = ""
    if pending:
        pieces.append(literal(pending))
    return " || ".join(pieces)


def selected(side: str, names: Sequence[str]) -> Lines:
    """Return the query for those columns of `side`, a projection or a record of one."""
    if not names:
        return ["select"]
    first, *others = filled([f"{side}.{identifier(name)}" for name in names])
    return [f"select {first}", *indented(others)]


def render_json(publication: Publication, side: str, names: Sequence[str]) -> Lines:
    """Return the expression for those columns of the projection `side` as a JSON object."""
    if list(names) == [column.name for column in publication.columns]:
        return [f"to_jsonb({side}.*) - {literal(topic_column(publication))}"]
    *most, last = aliased(selected(side, names), "kept")
    if most:
        return ["(", "  select to_jsonb(kept.*)", f"  from {most[0]}", *indented([*most[1:], last]), ")"]
    return [f"(select to_jsonb(kept.*) from {last})"]


def changed_condition(source: Source) -> Lines:
    """Return the condition that an update of a row that stays in its topic is worth telling."""
    publication = source.publication
    types = {column.name: column.type for column in publication.columns}
    columns = [(name, types[name]) for name in publication.changed]
    return differing("after", "before", columns, source.lock)


def _key(source: Source, part: TopicPart, sql: str) -> str:
    """Return the key as text; one that could be no part of a topic, or be several parts, becomes NULL."""
    text = f"{enclosed(sql)}::text"
    if _column_type(source, sql) in _CANONICAL[part.type]:
        return text
    return f"substring({text} from {literal(f'^(?:{PART_TYPES[part.type][0]})$')})"


def _column_type(source: Source, sql: str) -> str:
    match = _COLUMN.fullmatch(sql)
    if match is None:
        return ""
    tables = {lookup.alias: lookup.table for lookup in source.publication.lookups}
    table = tables.get(match["alias"], source.publication.table)
    ((_, type_),) = column_types(table, [match["name"].replace('""', '"')], source.lock)
    return type_


def _projected(publication: Publication) -> list[Lines]:
    """Return the columns of the record, plain ones side by side."""
    items: list[Lines] = []
    is_plain = [column.sql == f"row.{identifier(column.name)}" for column in publication.columns]
    pairs = zip(is_plain, publication.columns, strict=True)
    for plain, group in groupby(pairs, lambda pair: pair[0]):
        columns = [column for _, column in group]
        if plain:
            items.append(filled(column.sql for column in columns))
        else:
            items += [
                [f"{enclosed(column.sql)}::{column.type} as {identifier(column.name)}"] for column in columns
            ]
    return items


def _from(rows: Lines) -> Lines:
    first, *others = rows
    return [f"from {first}", *others]


def _join(lookup: Lookup) -> str:
    alias = identifier(lookup.alias)
    conditions = [f"{alias}.{identifier(column)} = {enclosed(sql)}" for column, sql in lookup.on]
    return f"join {qualified(lookup.table)} as {alias} on {' and '.join(conditions)}"


def _audience(publication: Publication) -> str:
    return publication.audience and enclosed(publication.audience)
