"""What only a database can tell: read once, in one read-only transaction."""

from __future__ import annotations

__all__ = ["Live", "read_live", "read_live_sources", "with_access"]

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import psycopg

from pedschema.errors import DatabaseError, Mistake
from pedschema.lint.live_access import AccessFact, Gained, state_access
from pedschema.lint.live_facts import LiveFunction, LivePolicy, LiveRole, LiveTable, LiveTrigger, TimeZone
from pedschema.lint.live_flaw import read_flaws
from pedschema.lint.live_plan import Plan, read_plans
from pedschema.lint.live_query import CLIENT_ROLES, read_records
from pedschema.lint.source import Origin, Source
from pedschema.sql.quoting import identifier, role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psycopg import Connection

    from pedschema.lint.live_access import Matrix
    from pedschema.lint.live_timing import Timing
    from pedschema.model.names import QualifiedName

_SETTINGS = """
    SELECT set_config('search_path', '', true),
           set_config('lock_timeout', '5s', true),
           set_config('statement_timeout', '60s', true)
"""


@dataclass(frozen=True, slots=True, eq=False)
class Live:
    """A database, as far as rules ask; two readings are never the same.

    Attributes:
        version: of the server, as `server_version_num`.
        messages: oid of `realtime.messages`.
        missing_days: days out of today and tomorrow (UTC) for which the messages have no partition.
        roles: by name.
        tables: by oid.
        policies: by oid of their table, sorted by name.
        functions: by oid.
        plans: of both checks, for the roles of policies that the connection could take on.
        access: what the probe answered; empty when it was not asked.
        timings: how long its checks take; empty when they were not measured.
    """

    version: int
    messages: int
    missing_days: tuple[str, ...]
    time_zones: tuple[TimeZone, ...]
    roles: dict[str, LiveRole]
    tables: dict[int, LiveTable]
    policies: dict[int, tuple[LivePolicy, ...]]
    functions: dict[int, LiveFunction]
    triggers: tuple[LiveTrigger, ...]
    plans: tuple[Plan, ...] = ()
    access: tuple[AccessFact, ...] = ()
    timings: tuple[Timing, ...] = ()
    gained: tuple[Gained, ...] = ()
    _tables: dict[QualifiedName, LiveTable] = field(init=False, repr=False)
    _functions: dict[QualifiedName, list[LiveFunction]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Sort tables and functions by name."""
        functions: dict[QualifiedName, list[LiveFunction]] = {}
        for function in self.functions.values():
            functions.setdefault(function.name, []).append(function)
        object.__setattr__(self, "_tables", {table.name: table for table in self.tables.values()})
        object.__setattr__(self, "_functions", functions)

    @property
    def message_policies(self) -> tuple[LivePolicy, ...]:
        """The policies on `realtime.messages`, sorted by name."""
        return self.policies.get(self.messages, ())

    def table(self, name: QualifiedName) -> LiveTable | None:
        """Return the table or view of that name, or None."""
        return self._tables.get(name)

    def functions_of(self, name: QualifiedName) -> tuple[LiveFunction, ...]:
        """Return the functions of that name, whatever their arguments."""
        return tuple(self._functions.get(name, ()))


def with_access(
    live: Live, matrix: Matrix, timings: tuple[Timing, ...] = (), gained: tuple[Gained, ...] = ()
) -> Live:
    """Return `live` with what the probe answered.

    Args:
        live: of the database that was probed.
        matrix: of `pedschema.probe.matrix.read_matrix`, or one like it.
        timings: how long its checks take.
        gained: rights that the reviewed matrix does not have.
    """
    return replace(live, access=state_access(matrix), timings=timings, gained=gained)


def read_live(connection: Connection[Any]) -> Live:
    """Return what the catalog says, and how PostgreSQL plans the checks of the server.

    Reads the catalog alone; any login may. Plans are there for the roles that the login may take on.

    Args:
        connection: in or outside of a transaction; it is left as it was.

    Raises:
        DatabaseError: Realtime has never set up the database, or the database refuses to be read.
    """
    with _reading(connection):
        live = _read_catalog(connection)
        flaws = read_flaws(connection, tuple(live.functions.values()), live.triggers)
        functions = {
            oid: replace(each, flaws=flaws[oid]) if oid in flaws else each
            for oid, each in live.functions.items()
        }
        asked = [name for name in _asked_roles(live) if name in live.roles and live.roles[name].playable]
        return replace(live, functions=functions, plans=read_plans(connection, asked))


def read_live_sources(connection: Connection[Any]) -> tuple[Source, ...]:
    """Return the SQL that would make what the project has in the database.

    That is each policy on `realtime.messages`, each function in SQL or PL/pgSQL and each trigger; nothing
    that the platform or an extension brings, and no clone on a partition.

    Raises:
        DatabaseError: as for `read_live`.
    """
    with _reading(connection):
        live = _read_catalog(connection)
    policies = [
        Source(_write_policy(policy), Origin.DATABASE, object=f'policy "{policy.name}" on realtime.messages')
        for policy in live.message_policies
    ]
    functions = [
        Source(function.definition, Origin.DATABASE, object=f"function {function.name}")
        for function in live.functions.values()
        if function.definition
    ]
    triggers = [
        Source(
            trigger.definition,
            Origin.DATABASE,
            object=f'trigger "{trigger.name}" on {live.tables[trigger.table].name}',
        )
        for trigger in live.triggers
        if trigger.table in live.tables
    ]
    return (*policies, *functions, *triggers)


@contextmanager
def _reading(connection: Connection[Any]) -> Iterator[None]:
    try:
        with connection.transaction(force_rollback=True):
            connection.execute("SET TRANSACTION READ ONLY")
            connection.execute(_SETTINGS)
            yield
    except psycopg.Error as error:
        told = (error.diag.message_primary or str(error)).strip().splitlines()[0]
        what = f"the catalog cannot be read: {error.sqlstate or 'no code'}: {told}"
        fix = "connect as postgres, or as any role that may read the catalog"
        raise DatabaseError(Mistake("database", what, fix, "live-unreadable")) from error


def _read_catalog(connection: Connection[Any]) -> Live:
    server = read_records(connection, "server")
    if not server:
        what = 'there is no table "realtime.messages"'
        fix = "let a client join a channel, so that Realtime sets up the database"
        raise DatabaseError(Mistake("database", what, fix, "live-without-realtime"))
    roles = {row["name"]: _state_role(row) for row in read_records(connection, "roles")}
    named = {"roles": list(roles)}
    tables = [_state_table(row) for row in read_records(connection, "tables", named)]
    functions = [_state_function(row) for row in read_records(connection, "functions", named)]
    return Live(
        version=server[0]["version"],
        messages=server[0]["messages"],
        missing_days=tuple(server[0]["missing"]),
        time_zones=tuple(TimeZone(**row) for row in read_records(connection, "time_zones")),
        roles=roles,
        tables={table.oid: table for table in tables},
        policies=_by_table([_state_policy(row) for row in read_records(connection, "policies")]),
        functions={function.oid: function for function in functions},
        triggers=tuple(LiveTrigger(**row) for row in read_records(connection, "triggers")),
    )


def _asked_roles(live: Live) -> list[str]:
    """Return the roles of the policies on messages; `public` stands for the clients' two."""
    named = {name for policy in live.message_policies for name in policy.roles}
    return sorted((named - {"public"}) | (set(CLIENT_ROLES[:2]) if "public" in named else set()))


def _by_table(policies: list[LivePolicy]) -> dict[int, tuple[LivePolicy, ...]]:
    found: dict[int, list[LivePolicy]] = {}
    for policy in policies:
        found.setdefault(policy.table, []).append(policy)
    return {table: tuple(each) for table, each in found.items()}


def _state_role(row: dict[str, Any]) -> LiveRole:
    return LiveRole(**row | {"holds": frozenset(row["holds"]), "schemas": frozenset(row["schemas"])})


def _state_table(row: dict[str, Any]) -> LiveTable:
    selectable = {
        name: None if columns is None else frozenset(columns)
        for name, columns in (row["selectable"] or {}).items()
    }
    lists = {
        "columns": tuple(row["columns"]),
        "leading": frozenset(row["leading"]),
        "publications": tuple(row["publications"]),
    }
    named = {key: value for key, value in row.items() if key != "name"}
    return LiveTable(**named | lists | {"table": row["name"], "selectable": selectable})


def _state_policy(row: dict[str, Any]) -> LivePolicy:
    tables = {int(oid): frozenset(columns) for oid, columns in row["tables"].items()}
    lists = {"roles": tuple(row["roles"]), "functions": tuple(row["functions"]), "tables": tables}
    return LivePolicy(**row | lists)


def _state_function(row: dict[str, Any]) -> LiveFunction:
    settings = dict(entry.split("=", 1) for entry in row["settings"])
    named = {key: value for key, value in row.items() if key != "name"}
    return LiveFunction(
        **named
        | {
            "function": row["name"],
            "settings": {name.lower(): value for name, value in settings.items()},
            "executable": frozenset(row["executable"]),
        }
    )


def _write_policy(policy: LivePolicy) -> str:
    lines = [
        f"CREATE POLICY {identifier(policy.name)} ON realtime.messages",
        f"AS {'PERMISSIVE' if policy.permissive else 'RESTRICTIVE'}",
        f"FOR {policy.command}",
        f"TO {', '.join(map(role, policy.roles))}",
    ]
    lines += [f"USING ({policy.using})"] * bool(policy.using)
    lines += [f"WITH CHECK ({policy.check})"] * bool(policy.check)
    return "\n".join(lines)
