"""What the contract's messages carry: columns, and the types that their values are made of."""

from __future__ import annotations

__all__ = ["Carried", "read_carried"]

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pedschema.lint.live_hit import declared_hit
from pedschema.sql.quoting import identifier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit
    from pedschema.model.publication import Publication
    from pedschema.model.table import Column, SchemaLock, Table

_KEY = re.compile(r"FOREIGN KEY \((?P<columns>[^)]*)\)")


@dataclass(frozen=True, slots=True)
class Carried:
    """One column of a table that a publication sends as it is.

    Attributes:
        types: of the value and of all that it is made of, domains looked through, without `[]`.
        is_key: whether it is a key of its table, or points at another's.
    """

    publication: Publication
    column: Column
    types: frozenset[str]
    is_key: bool

    def hit(self, what: str, fix: str) -> Hit:
        """Return a hit at the publication."""
        name = f'column "{self.column.name}" of {self.publication.table}'
        return declared_hit(self.publication.where, f"topic {self.publication.topic}", f"{name} {what}", fix)


def read_carried(project: Project) -> Iterator[Carried]:
    """Yield the columns that the contract publishes in their own type; one sent as text is none of them."""
    if project.catalogue is None:
        return
    lock = project.catalogue.lock
    for publication in project.catalogue.publications:
        table = lock.table(publication.table)
        for projected in publication.columns:
            column = table.column(projected.name) if table else None
            if table and column and projected.sql == f"row.{identifier(column.name)}":
                types = frozenset(_spread(column.type, lock))
                yield Carried(publication, column, types, _is_key(table, column))


def _spread(type_: str, lock: SchemaLock) -> Iterator[str]:
    """Yield the types that a value is made of; a composite cannot hold itself."""
    plain = type_.removesuffix("[]")
    yield plain
    for domain in lock.domains:
        if str(domain.name) == plain:
            yield from _spread(domain.type, lock)
    for composite in lock.composites:
        if str(composite.name) == plain:
            for field in composite.fields:
                yield from _spread(field.type, lock)


def _is_key(table: Table, column: Column) -> bool:
    referring = {
        name.strip().strip('"')
        for written in table.foreign_keys
        if (found := _KEY.match(written))
        for name in found["columns"].split(",")
    }
    return column.name in referring or column.name in table.primary_key or bool(column.identity)
