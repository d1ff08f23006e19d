"""Tables and types of the app as they were last seen: `schema.lock`."""

from __future__ import annotations

__all__ = ["BaseType", "Column", "Composite", "Domain", "Enum", "Range", "SchemaLock", "Table"]

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pedschema.model.names import QualifiedName


@dataclass(frozen=True, slots=True)
class Column:
    """A column, its type as `format_type` prints it under an empty search_path, and what it may hold.

    Attributes:
        generated: `stored`, `virtual` or empty.
        identity: `always`, `by default` or empty.
        dimensions: how many an array is declared with, which PostgreSQL does not enforce; 1 for all else.
        dimensions_checked: whether a CHECK asks for `array_ndims` of the column.
    """

    name: str
    type: str
    nullable: bool
    generated: str = ""
    identity: str = ""
    dimensions: int = 1
    dimensions_checked: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; columns in the order of the database, keys as tuples of column names.

    Attributes:
        rls: whether row level security is enabled.
        replica_identity: `default`, `full`, `index` or `nothing`.
        publications: names of the logical publications that it is in, sorted.
        limits: what a publication holds of it that is not all, or how; pairs of the publication's name and
            `columns (id, title)`, `rows (…)`, `without DELETE`, `some partitions`, `as one table`.
    """

    name: QualifiedName
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    unique: tuple[tuple[str, ...], ...] = ()
    foreign_keys: tuple[str, ...] = ()
    rls: bool = False
    replica_identity: str = "default"
    publications: tuple[str, ...] = ()
    partitioned: bool = False
    limits: tuple[tuple[str, str], ...] = ()

    def column(self, name: str) -> Column | None:
        """Return the column of that name, or None."""
        return next((column for column in self.columns if column.name == name), None)


@dataclass(frozen=True, slots=True)
class Enum:
    """An enum type and its labels in their sort order."""

    name: QualifiedName
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Domain:
    """A domain and the type right below it, which may be a domain again; dimensions as a column's."""

    name: QualifiedName
    type: str
    nullable: bool = True
    dimensions: int = 1
    dimensions_checked: bool = False


@dataclass(frozen=True, slots=True)
class Composite:
    """A composite type, or the row type of a table; every field of a value may be NULL."""

    name: QualifiedName
    fields: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """A range type of the project's own, with the type of its bounds; or its multirange type."""

    name: QualifiedName
    subtype: str
    multirange: bool = False


@dataclass(frozen=True, slots=True)
class BaseType:
    """A type that an extension brings, with the letter of its category in `pg_type`."""

    name: QualifiedName
    category: str


@dataclass(frozen=True, slots=True)
class SchemaLock:
    """Every table of the app's schemas, and the types that their columns are made of.

    Built-in types are left out: every type here is one that `CREATE` made.

    Attributes:
        json_casts: types with a cast function to `json`, which decides what they are in a payload.
        server: PostgreSQL's major version, 0 when unknown.
        realtime: the latest version in `realtime.schema_migrations`, empty when unknown.
    """

    tables: tuple[Table, ...] = ()
    enums: tuple[Enum, ...] = ()
    domains: tuple[Domain, ...] = ()
    composites: tuple[Composite, ...] = ()
    ranges: tuple[Range, ...] = ()
    base_types: tuple[BaseType, ...] = ()
    json_casts: tuple[QualifiedName, ...] = ()
    server: int = 0
    realtime: str = ""

    def table(self, name: QualifiedName) -> Table | None:
        """Return the table of that name, or None."""
        return next((table for table in self.tables if table.name == name), None)
