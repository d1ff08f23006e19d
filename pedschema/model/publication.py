"""Publications: what a table's changes tell a topic."""

from __future__ import annotations

__all__ = ["Lookup", "Operation", "Projected", "Publication", "Shape"]

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pedschema.model.names import QualifiedName
    from pedschema.model.topic import TopicPattern


class Operation(StrEnum):
    """What happened to a row."""

    INSERT = "INSERT"
    UPDATE = "UPDATE"
    DELETE = "DELETE"


class Shape(StrEnum):
    """How changes become messages.

    `row`: one `realtime.broadcast_changes` call per row. `each`: one statement trigger that inserts one
    message per row. `grouped`: one message per topic and statement, in chunks, a refetch event above a
    row count. `derived`: one message per topic and distinct record, computed after the statement.
    """

    ROW = "row"
    EACH = "each"
    GROUPED = "grouped"
    DERIVED = "derived"


@dataclass(frozen=True, slots=True)
class Lookup:
    """A row of another table that the changed row points at.

    Without that row nothing is published: when a parent goes, its own event tells its children's end.

    Attributes:
        on: pairs of a column of `table` and an SQL expression over `row` or an earlier alias.
    """

    alias: str
    table: QualifiedName
    on: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Projected:
    """One key of the record: its name, the SQL over `row` and the lookups, its PostgreSQL type.

    Attributes:
        dimensions: how many an array has, as the type is written; 1 for all else.
    """

    name: str
    sql: str
    type: str
    nullable: bool = True
    dimensions: int = 1


@dataclass(frozen=True, slots=True)
class Publication:
    """What the changes of one table tell the topics of one pattern.

    All SQL is over the relation `row` (the changed row) and the lookups' aliases; `when` alone is over
    `new` and `old`, of which the missing side is all NULL.

    Attributes:
        name: stem of its trigger function and triggers, unique in the contract.
        on: the operations that fire, in the order of `Operation`.
        key: per varying part of the pattern, the SQL that gives its text; NULL addresses nobody.
        columns: what `record` carries.
        old_update: names out of `columns` that `old_record` of an UPDATE carries.
        old_delete: names out of `columns` that `old_record` of a DELETE or REMOVED carries.
        changed: names out of `columns` whose change makes an UPDATE worth telling; for `derived`, columns
            of the table whose change makes the record worth computing.
        audience: rows that the topic is about; a row that stops to be one leaves it (REMOVED), a row that
            starts to be one enters it (INSERT). Empty means all rows.
        when: further condition over `new` and `old`. Empty means always.
        references: columns of the table that `key`, `columns`, `audience` and the lookups name.
        primary_key: columns by which statement triggers pair a row's old and new version.
        event: stem of the event names, `<event>.<OPERATION>`; the whole name for `derived`.
        named: operation, REMOVED among them, to its whole event name where that is another.
        surfaces: surfaces of the topic; with all of them switched off nothing is published.
        refetch_above: rows per topic and statement above which `grouped` sends `<event>.REFETCH` only.
        chunk_bytes: the most bytes of records in one grouped message.
        sunset: ISO date of the day on which the publication ends, or empty.
        where: `file:line` of the declaration.
    """

    name: str
    topic: TopicPattern
    table: QualifiedName
    shape: Shape
    on: tuple[Operation, ...]
    key: tuple[tuple[str, str], ...]
    columns: tuple[Projected, ...]
    old_update: tuple[str, ...]
    old_delete: tuple[str, ...]
    changed: tuple[str, ...]
    audience: str
    when: str
    lookups: tuple[Lookup, ...]
    references: tuple[str, ...]
    primary_key: tuple[str, ...]
    event: str
    surfaces: tuple[str, ...]
    refetch_above: int
    chunk_bytes: int
    key_references: tuple[str, ...] = ()
    watch: tuple[str, ...] = ()
    sunset: str = ""
    named: tuple[tuple[str, str], ...] = ()
    where: str = field(default="", compare=False)

    @property
    def moves(self) -> bool:
        """Whether an UPDATE can take a row from one topic to another, or in and out of all topics."""
        fixed = set(self.key_references) <= set(self.primary_key)
        return Operation.UPDATE in self.on and bool(self.audience or self.lookups or not fixed)

    @property
    def events(self) -> tuple[str, ...]:
        """Every event name this publication can send, in a fixed order."""
        if self.shape is Shape.DERIVED:
            return (self.event,)
        if self.shape is Shape.GROUPED:
            return (f"{self.event}.GROUP", f"{self.event}.REFETCH")
        return tuple(dict.fromkeys(map(self.event_of, self.told)))

    @property
    def told(self) -> tuple[str, ...]:
        """What `row` and `each` tell of a row, in a fixed order: operations, and REMOVED."""
        names = [str(operation) for operation in Operation if operation in self.on]
        if self.moves:
            names += [name for name in ("INSERT", "REMOVED") if name not in names]
        return tuple(names)

    def event_of(self, operation: str) -> str:
        """Return the event name with which `row` and `each` tell of an operation, or of REMOVED."""
        return dict(self.named).get(operation, f"{self.event}.{operation}")
