"""Where a publication takes its values from: the row, the rows it points at, and the topic's key."""

from __future__ import annotations

__all__ = ["Place", "Reference", "Sources", "load_key", "load_lookups"]

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pedschema.catalogue.fragments import Fragments
from pedschema.catalogue.mistakes import suggest
from pedschema.catalogue.shapes.channels import KeySqlShape
from pedschema.model.publication import Lookup
from pedschema.sql.quoting import identifier
from pedschema.syntax.words import is_reserved

if TYPE_CHECKING:
    from pedschema.catalogue.context import Context
    from pedschema.catalogue.shapes.channels import LookupShape, PublishShape
    from pedschema.catalogue.toml import Document
    from pedschema.model.table import Column, Table
    from pedschema.model.topic import TopicPattern
    from pedschema.syntax.expression import Expression

_TAKEN = {"row", "new", "old"}
_FITTING = {
    "uuid": {"uuid"},
    "bigint": {"smallint", "integer", "bigint"},
    "text": {"text", "character varying", "character", "name", '"char"', "citext"},
}
"""Type of a topic's part to the types of columns whose text may stand there; enums are texts too."""


@dataclass(frozen=True, slots=True)
class Place:
    """A table of a contract file, by which its values find their line."""

    document: Document
    keys: tuple[str | int, ...]

    def where(self, *keys: str | int) -> str:
        """Return `file:line` of a value below."""
        return self.document.where(*self.keys, *keys)


@dataclass(frozen=True, slots=True)
class Reference:
    """SQL of one value, and the columns of the row that it needs; no column when it is computed."""

    sql: str
    row: frozenset[str]
    column: Column | None = None


@dataclass(slots=True)
class Sources:
    """The relations that the SQL of one publication sees: `row`, then each lookup's alias."""

    context: Context
    relations: dict[str, Table | None]

    def read_column(self, written: str, where: str) -> Reference | None:
        """Return the column written as `column` of the row or as `alias.column`, or note what is wrong."""
        alias, _, name = written.rpartition(".")
        relation = alias or "row"
        if relation not in self.relations:
            fix = suggest(relation, self.relations, "declare the alias in lookup, before its use")
            what = f'the alias "{relation}" in "{written}" is unknown'
            self.context.mistakes.add(where, what, fix=fix, id="alias-unknown")
            return None
        return self.take_column(relation, name, where)

    def take_column(self, relation: str, name: str, where: str) -> Reference:
        """Return a column of a known relation, after noting that it is not there."""
        table = self.relations[relation]
        Fragments(self.context, self.relations).check_column(table, name, where)
        sql = f"{relation}.{identifier(name)}"
        return Reference(
            sql, frozenset({name} if relation == "row" else ()), table.column(name) if table else None
        )

    def read_sql(self, sql: str, where: str) -> Reference:
        """Return the SQL without space around it, after noting what is wrong with it."""
        trimmed = sql.strip()
        expression = Fragments(self.context, self.relations).parse(trimmed, where)
        return Reference(trimmed, row_columns(expression))


def row_columns(expression: Expression | None) -> frozenset[str]:
    """Return the columns of `row` that an expression names."""
    uses = expression.columns if expression else ()
    return frozenset(use.column for use in uses if use.outer and use.relation == "row" and use.column)


def load_lookups(
    sources: Sources, shapes: dict[str, LookupShape], place: Place
) -> tuple[tuple[Lookup, ...], frozenset[str]]:
    """Return the lookups and the columns of the row that they need; adds each alias to `sources`."""
    lookups: list[Lookup] = []
    needed: frozenset[str] = frozenset()
    for alias, shape in shapes.items():
        where = place.where("lookup", alias)
        table = sources.context.find_table(shape.table, place.where("lookup", alias, "table"))
        pairs = []
        for column, written in shape.on.items():
            at = place.where("lookup", alias, "on", column)
            Fragments(sources.context, sources.relations).check_column(table, column, at)
            if reference := sources.read_column(written, at):
                pairs.append((column, reference.sql))
                needed |= reference.row
        _check_alias(sources.context, alias, where)
        _check_unique(sources.context, alias, table, set(shape.on), where)
        sources.relations[alias] = table
        if table:
            lookups.append(Lookup(alias, table.name, tuple(pairs)))
    return tuple(lookups), needed


def load_key(
    sources: Sources, shape: PublishShape, pattern: TopicPattern, place: Place
) -> tuple[tuple[tuple[str, str], ...], frozenset[str]]:
    """Return the SQL of each part of the topic and the columns of the row that the key needs."""
    mistakes = sources.context.mistakes
    for name in shape.key.keys() - set(pattern.names):
        what = f'the topic "{pattern}" has no part "{name}"'
        fix = suggest(name, pattern.names, "remove it")
        mistakes.add(place.where("key", name), what, fix=fix, id="key-part-unknown")
    found: dict[str, Reference] = {}
    for name in pattern.names:
        where = place.where("key", name)
        if name not in shape.key:
            what = f'the part "{name}" of the topic has no value'
            mistakes.add(where, what, fix=f'add "{name}" to key', id="key-part-missing")
            continue
        written = shape.key[name]
        if isinstance(written, KeySqlShape):
            found[name] = sources.read_sql(written.sql, where)
        elif reference := sources.read_column(written, where):
            found[name] = reference
            _check_type(sources.context, written, reference, pattern.type_of(name), where)
    needed = frozenset(column for reference in found.values() for column in reference.row)
    return tuple((name, reference.sql) for name, reference in found.items()), needed


def _check_alias(context: Context, alias: str, where: str) -> None:
    if alias in _TAKEN:
        what = f'the alias "{alias}" is taken: it means the changed row'
        context.mistakes.add(where, what, fix="rename it", id="alias-taken")
    elif is_reserved(alias):
        what = f'the alias "{alias}" is a word of SQL'
        context.mistakes.add(where, what, fix="rename it", id="alias-reserved")


def _check_unique(context: Context, alias: str, table: Table | None, columns: set[str], where: str) -> None:
    if table is None or any(table.column(column) is None for column in columns):
        return
    keys = [key for key in (table.primary_key, *table.unique) if key]
    if not any(set(key) <= columns for key in keys):
        listed = ", ".join(sorted(columns))
        what = f'the lookup "{alias}" can find several rows of "{table.name}": ({listed}) is no key of it'
        context.mistakes.add(where, what, fix="look up by a primary or unique key", id="lookup-ambiguous")


def _check_type(context: Context, written: str, reference: Reference, part: str, where: str) -> None:
    if reference.column is None or context.lock is None:
        return
    type_ = reference.column.type
    enums = {str(enum.name) for enum in context.lock.enums}
    plain = type_.partition("(")[0].rpartition(".")[2] if type_ not in enums else "text"
    if plain not in _FITTING[part]:
        what = f'the column "{written}" is of type {type_}, the part of the topic is {part}'
        fix = "choose another column, change the part's type, or convert with { sql = … }"
        context.mistakes.add(where, what, fix=fix, id="key-type")
