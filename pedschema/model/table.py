"""Tables of the app as they were last seen: `schema.lock`."""

from __future__ import annotations

__all__ = ["Column", "Enum", "SchemaLock", "Table"]

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pedschema.model.names import QualifiedName


@dataclass(frozen=True, slots=True)
class Column:
    """A column, its type as `format_type` prints it under an empty search_path, and what it may hold."""

    name: str
    type: str
    nullable: bool
    generated: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; columns in the order of the database, keys as tuples of column names."""

    name: QualifiedName
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    unique: tuple[tuple[str, ...], ...] = ()
    foreign_keys: tuple[str, ...] = ()

    def column(self, name: str) -> Column | None:
        """Return the column of that name, or None."""
        return next((column for column in self.columns if column.name == name), None)


@dataclass(frozen=True, slots=True)
class Enum:
    """An enum type and its labels in their sort order."""

    name: QualifiedName
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SchemaLock:
    """Every table of the app's schemas and the enums they use."""

    tables: tuple[Table, ...] = ()
    enums: tuple[Enum, ...] = ()

    def table(self, name: QualifiedName) -> Table | None:
        """Return the table of that name, or None."""
        return next((table for table in self.tables if table.name == name), None)
