"""What the catalog of a database tells, as values; objects point at each other by oid."""

from __future__ import annotations

__all__ = ["LiveFunction", "LivePolicy", "LiveRole", "LiveTable", "LiveTrigger", "TimeZone"]

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pedschema.model.names import QualifiedName

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, eq=False)
class LiveRole:
    """A role of clients, of policies on `realtime.messages`, of owners, or one that no policy binds.

    Attributes:
        bypasses: superuser or BYPASSRLS.
        holds: roles whose privileges it has, itself among them.
        schemas: schemas in which it may look up names.
        playable: whether the connection may take it on.
    """

    name: str
    bypasses: bool
    holds: frozenset[str]
    schemas: frozenset[str]
    playable: bool


@dataclass(frozen=True, slots=True, eq=False)
class LiveTable:
    """A table or a view; partitions are part of their parent.

    Attributes:
        is_table: no view and no foreign table.
        platform: whether the platform or an extension brings it.
        secured: row-level security is enabled.
        forced: it binds the owner as well.
        rows: the planner's estimate, 0 when the table was never analysed.
        identity: what identifies a changed row to subscribers: `default` (the primary key), `full`, `index`,
            `nothing`.
        leading: columns with which a valid index begins.
        publications: logical replication that the table is part of.
        selectable: role to the columns that it may SELECT, None for all of them.
    """

    oid: int
    schema: str
    table: str
    owner: str
    is_table: bool
    platform: bool
    secured: bool
    forced: bool
    rows: int
    identity: str
    columns: tuple[str, ...]
    leading: frozenset[str]
    publications: tuple[str, ...]
    selectable: Mapping[str, frozenset[str] | None]

    @property
    def name(self) -> QualifiedName:
        """The table's name."""
        return QualifiedName(self.schema, self.table)

    def readable(self, role: str) -> frozenset[str]:
        """Return the columns that `role` may SELECT; none for a role that was not asked about."""
        allowed = self.selectable.get(role, frozenset())
        return frozenset(self.columns) if allowed is None else allowed


@dataclass(frozen=True, slots=True, eq=False)
class LivePolicy:
    """A policy of any table.

    Attributes:
        table: oid of its table.
        command: `SELECT`, `INSERT`, `UPDATE`, `DELETE` or `ALL`.
        roles: names; `public` for everybody.
        using: the expression as PostgreSQL writes it, or empty.
        check: likewise.
        tables: oid of each table that it names to the columns, none when it names none; its own table
            stands here for its columns.
        functions: oids of the functions that it calls.
    """

    table: int
    name: str
    command: str
    permissive: bool
    roles: tuple[str, ...]
    using: str
    check: str
    tables: Mapping[int, frozenset[str]]
    functions: tuple[int, ...]

    def applies(self, role: LiveRole, command: str) -> bool:
        """Return whether `command` by `role` brings it up."""
        return self.command in {command, "ALL"} and (
            "public" in self.roles or not role.holds.isdisjoint(self.roles)
        )


@dataclass(frozen=True, slots=True, eq=False)
class LiveFunction:
    """A function of the app in SQL or PL/pgSQL, or one of the platform's that a policy calls.

    Attributes:
        arguments: identity arguments.
        definer: SECURITY DEFINER.
        settings: SET clauses, names in lower case.
        definition: CREATE FUNCTION; empty for the platform's.
        executable: the roles that may call it, out of those that were asked about.
        flaws: what `plpgsql_check` or the language's validator says is wrong with it.
    """

    oid: int
    schema: str
    function: str
    arguments: str
    owner: str
    definer: bool
    settings: Mapping[str, str]
    definition: str
    executable: frozenset[str]
    flaws: tuple[str, ...] = ()

    @property
    def name(self) -> QualifiedName:
        """The function's name."""
        return QualifiedName(self.schema, self.function)


@dataclass(frozen=True, slots=True, eq=False)
class LiveTrigger:
    """A trigger of the app; `table` and `function` are oids."""

    name: str
    table: int
    function: int
    enabled: bool
    definition: str


@dataclass(frozen=True, slots=True)
class TimeZone:
    """A time zone other than UTC in which sessions begin: of one role, or of all when `role` is empty."""

    role: str
    zone: str
