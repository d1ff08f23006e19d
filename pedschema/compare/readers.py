"""Who reads which table and column of the app: publications, policies and rules of the contract."""

from __future__ import annotations

__all__ = ["Reader", "Use", "find_readers"]

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from pedschema.model.names import QualifiedName
from pedschema.model.publication import Shape
from pedschema.sql.quoting import identifier
from pedschema.syntax.body import parse_body
from pedschema.syntax.expression import parse_expression

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pedschema.model.catalogue import Catalogue
    from pedschema.model.function import Function
    from pedschema.model.policy import Policy
    from pedschema.model.publication import Projected, Publication
    from pedschema.model.table import SchemaLock
    from pedschema.model.topic import Topic
    from pedschema.syntax.scope import ColumnUse


_NOWHERE = QualifiedName("", "")


class Use(StrEnum):
    """What a reader does with what it reads."""

    RECORD = "record"
    COMPUTED = "computed"
    KEY = "key"
    CONDITION = "condition"
    LOOKUP = "lookup"
    PAIRING = "pairing"
    POLICY = "policy"
    RULE = "rule"

    @property
    def is_access(self) -> bool:
        """Whether it decides about access, not about payloads."""
        return self in {Use.POLICY, Use.RULE}


@dataclass(frozen=True, slots=True)
class Reader:
    """One place of the contract that reads a column, or with an empty `column` a table.

    Attributes:
        what: the place in words, such as `policy "rooms_read"`.
        topics: patterns of the topics that hang on it, sorted.
        literals: string literals beside it, which may be labels of an enum.
        where: `file:line` of the declaration.
    """

    use: Use
    what: str
    table: QualifiedName
    column: str
    topics: tuple[str, ...]
    surfaces: tuple[str, ...]
    literals: frozenset[str]
    where: str


def find_readers(catalogue: Catalogue, lock: SchemaLock) -> tuple[Reader, ...]:
    """Return every reader that the contract has; `lock` says which columns unqualified names can mean."""
    finder = _Finder(catalogue, lock)
    found = [
        *(reader for topic in catalogue.topics for reader in finder.read_topic(topic)),
        *(reader for policy in catalogue.policies for reader in finder.read_policy(policy)),
        *(reader for rule in catalogue.rules for reader in finder.read_rule(rule)),
    ]
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class _Finder:
    catalogue: Catalogue
    lock: SchemaLock

    def read_topic(self, topic: Topic) -> Iterator[Reader]:
        """Yield the readers that are the topic's publications."""
        for publication in topic.publications:
            aliases = dict.fromkeys(("row", "new", "old"), publication.table)
            aliases |= {lookup.alias: lookup.table for lookup in publication.lookups}
            for use, what, sql in _fragments(publication):
                yield from self._read_sql(_make_place(use, what, [topic], publication.where), sql, aliases)
            for use, what, table, column in _columns(publication):
                yield replace(_make_place(use, what, [topic], publication.where), table=table, column=column)

    def read_policy(self, policy: Policy) -> Iterator[Reader]:
        """Yield the readers that are the policy's expressions."""
        topics = _topics_of(self.catalogue, policy)
        place = _make_place(Use.POLICY, f'the policy "{policy.name}"', topics, policy.where)
        for sql in filter(None, (policy.using, policy.check)):
            yield from self._read_sql(place, sql, {})

    def read_rule(self, rule: Function) -> Iterator[Reader]:
        """Yield the readers that are the rule's body."""
        body = parse_body(rule.sql)
        topics = _topics_through(self.catalogue, rule)
        place = _make_place(Use.RULE, f'the rule "{rule.name}"', topics, rule.where, body.literals)
        for table in body.relations:
            yield replace(place, table=table)
            known = self.lock.table(table)
            if body.columns is None and known:
                for column in known.columns:
                    if column.name in body.words:
                        yield replace(place, table=table, column=column.name)
        for use in body.columns or ():
            for table in self._tables(use, {}):
                yield replace(place, table=table, column=use.column)

    def _read_sql(self, place: Reader, sql: str, aliases: Mapping[str, QualifiedName]) -> Iterator[Reader]:
        expression = parse_expression(sql)
        place = replace(place, literals=frozenset(expression.literals))
        for column in expression.columns:
            for table in self._tables(column, aliases):
                yield replace(place, table=table, column=column.column)
        for schema, name, _ in expression.relations:
            if schema:
                yield replace(place, table=QualifiedName(schema, name))

    def _tables(self, use: ColumnUse, aliases: Mapping[str, QualifiedName]) -> Iterable[QualifiedName]:
        if use.outer:
            return (aliases[use.relation],) if use.relation in aliases else ()
        having = [
            name for name in use.tables if (table := self.lock.table(name)) and table.column(use.column)
        ]
        return having or use.tables


def _fragments(publication: Publication) -> Iterator[tuple[Use, str, str]]:
    for projected in publication.columns:
        use = Use.RECORD if _is_plain(projected) else Use.COMPUTED
        yield use, f'"{projected.name}" of the record', projected.sql
    for part, sql in publication.key:
        yield Use.KEY, f'the part "{part}" of the topic', sql
    for name, sql in (("audience", publication.audience), ("when", publication.when)):
        if sql:
            yield Use.CONDITION, f'"{name}"', sql
    for lookup in publication.lookups:
        for _, sql in lookup.on:
            yield Use.LOOKUP, f'the lookup "{lookup.alias}"', sql


def _columns(publication: Publication) -> Iterator[tuple[Use, str, QualifiedName, str]]:
    """Yield what a publication reads by name alone."""
    for lookup in publication.lookups:
        for column, _ in lookup.on:
            yield Use.LOOKUP, f'the lookup "{lookup.alias}"', lookup.table, column
    yield Use.CONDITION, "the trigger", publication.table, ""
    if publication.shape is Shape.DERIVED:
        for column in publication.changed:
            yield Use.CONDITION, '"changed"', publication.table, column
    elif publication.shape is not Shape.ROW:
        for column in publication.primary_key:
            yield Use.PAIRING, "the pairing of old and new rows", publication.table, column


def _is_plain(projected: Projected) -> bool:
    return projected.sql.endswith(f".{identifier(projected.name)}") and projected.sql.count(".") == 1


def _topics_of(catalogue: Catalogue, policy: Policy) -> list[Topic]:
    patterns = {reference.pattern for reference in policy.topics}
    return [
        topic
        for topic in catalogue.topics
        if topic.pattern.untyped in (patterns if topic.pattern.names else policy.literals)
    ]


def _topics_through(catalogue: Catalogue, rule: Function) -> list[Topic]:
    """Return the topics whose policies or publications call the rule, by itself or by way of others."""
    calling = {rule.name.name}
    while more := {each.name.name for each in catalogue.rules if calling & set(each.calls)} - calling:
        calling |= more
    found = {
        topic.pattern
        for policy in catalogue.policies
        if _calls(policy.using, policy.check) & calling
        for topic in _topics_of(catalogue, policy)
    }
    for publication in catalogue.publications:
        if _calls(*(sql for _, _, sql in _fragments(publication))) & calling:
            found.add(publication.topic)
    return [topic for topic in catalogue.topics if topic.pattern in found]


def _calls(*fragments: str) -> set[str]:
    return {call.name for sql in fragments if sql for call in parse_expression(sql).calls}


def _make_place(
    use: Use, what: str, topics: Iterable[Topic], where: str, literals: frozenset[str] = frozenset()
) -> Reader:
    """Return a reader whose table and column are still to be said."""
    topics = list(topics)
    surfaces = tuple(sorted({surface for topic in topics for surface in topic.surfaces}))
    patterns = tuple(sorted(str(topic.pattern) for topic in topics))
    return Reader(use, what, _NOWHERE, "", patterns, surfaces, literals, where)
