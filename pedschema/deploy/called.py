"""What the functions that a statement calls lock in their turn, read from their bodies."""

from __future__ import annotations

__all__ = ["find_made", "read_called"]

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pedschema.deploy.locks import Lock, StatementLocks, find_routine_locks
from pedschema.deploy.mode import LockMode
from pedschema.deploy.session import run_reading
from pedschema.syntax.source import SqlError, split_statements
from pedschema.syntax.tree import find_literals, read_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from psycopg import Connection

    from pedschema.deploy.locks import Call
    from pedschema.syntax.source import Statement

_DEFINITIONS = """
    SELECT
        n.nspname,
        CASE
            WHEN p.prokind IN ('f', 'p') AND l.lanname IN ('sql', 'plpgsql')
                THEN pg_catalog.pg_get_functiondef(p.oid)
        END
    FROM pg_catalog.pg_proc AS p
    JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
    JOIN pg_catalog.pg_language AS l ON l.oid = p.prolang
    WHERE p.proname = %(name)s::text AND %(schema)s::text IN ('', n.nspname::text)
"""
_TABLE = """
    SELECT CASE WHEN n.nspname::text = ANY (%(path)s::text []) THEN n.nspname END
    FROM pg_catalog.pg_class AS c
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relname = %(name)s::text AND c.relpersistence <> 't'
    ORDER BY pg_catalog.array_position(%(path)s::text [], n.nspname::text)
    LIMIT 1
"""
_REFERENCED = """
    SELECT n.nspname || '.' || c.relname, fn.nspname || '.' || f.relname, c.relispartition
    FROM pg_catalog.pg_class AS c
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    LEFT JOIN pg_catalog.pg_constraint AS k ON k.conrelid = c.oid AND k.contype = 'f'
    LEFT JOIN pg_catalog.pg_class AS f ON f.oid = k.confrelid
    LEFT JOIN pg_catalog.pg_namespace AS fn ON fn.oid = f.relnamespace
    WHERE n.nspname || '.' || c.relname = ANY (%(names)s::text [])
"""
_OWN = "pg_catalog"
_QUIET = {_OWN, "information_schema"}
_RUNS_TEXT = ("_to_xml", "ts_stat", "ts_rewrite", "brin_", "gin_clean")
"""Parts of the names of PostgreSQL's own functions that run a text or lock a table that they are given."""

_UNKNOWN = StatementLocks("FUNCTION", is_read=False)


def find_made(texts: Iterable[str]) -> dict[Call, list[Statement]]:
    """Return the functions that some texts create outside of DO blocks, by name."""
    made: dict[Call, list[Statement]] = {}
    for text in texts:
        with suppress(SqlError):
            for statement in split_statements(text):
                if type(statement.node).__name__ == "CreateFunctionStmt":
                    made.setdefault(read_name(statement.node.funcname), []).append(statement)
    return made


def read_called(
    url: str, found: Sequence[tuple[StatementLocks, ...]], made: Mapping[Call, list[Statement]]
) -> list[tuple[StatementLocks, ...]]:
    """Return the statements with the locks of what they call, as the bodies at `url` and in `made` tell.

    All functions of a name count. One that is in neither place, or in a language that is not read here, is
    not known. Locks on catalog tables are left out. A table without a schema is looked for where the function
    does so; without a path that is `pg_catalog` alone, as in a run of the migrations.

    Raises:
        DatabaseError: nobody answers, or the catalog is refused.
    """
    with run_reading(url, "functions") as connection:
        reader = _Reader(connection, made)
        return [_shortened([reader.complete(each) for each in statements]) for statements in found]


def _shortened(statements: list[StatementLocks]) -> tuple[StatementLocks, ...]:
    """Return the statements without expressions of a block that lock nothing."""
    acting = [each for each in statements if each.kind != "SELECT" or each.locks or not each.is_all]
    return tuple(acting or statements[:1])


class _Reader:
    def __init__(self, connection: Connection[Any], made: Mapping[Call, list[Statement]]) -> None:
        self._connection = connection
        self._made = made
        self._known: dict[Call, tuple[StatementLocks, ...]] = {}

    def complete(self, statement: StatementLocks) -> StatementLocks:
        statement = self._find_referenced(self._place(statement, []))
        waiting, seen = [*statement.calls], {*statement.calls}
        strongest = {lock.relation: lock for lock in statement.locks}
        is_read = statement.is_read
        while waiting:
            for each in self._read(waiting.pop()):
                is_read &= each.is_read
                for lock in each.locks:
                    known = strongest.get(lock.relation, lock)
                    strongest[lock.relation] = max(known, lock, key=lambda one: one.mode.rank)
                waiting += {*each.calls} - seen
                seen |= {*each.calls}
        locks = tuple(strongest[name] for name in sorted(strongest))
        return replace(statement, locks=locks, is_read=is_read, calls=())

    def _read(self, call: Call) -> tuple[StatementLocks, ...]:
        if call not in self._known:
            self._known[call] = tuple(self._find(*call))
        return self._known[call]

    def _find(self, schema: str, name: str) -> list[StatementLocks]:
        rows = self._connection.execute(_DEFINITIONS, {"schema": schema, "name": name}).fetchall()
        if any(row[0] == _OWN for row in rows):
            return [_UNKNOWN] if any(part in name for part in _RUNS_TEXT) else []
        made = [each for key, each in self._made.items() if key[1] == name and schema in {"", key[0]}]
        found: list[StatementLocks] = []
        for statement in [each for group in made for each in group]:
            found += self._read_routine(statement)
        for _, definition in rows:
            try:
                found += self._read_routine(split_statements(definition)[0]) if definition else [_UNKNOWN]
            except SqlError:
                found.append(_UNKNOWN)
        return found if made or rows else [_UNKNOWN]

    def _read_routine(self, statement: Statement) -> list[StatementLocks]:
        options = [each.arg for each in statement.node.options or () if each.defname == "set"]
        path = [name for each in options if each.name == "search_path" for name in find_literals(each)]
        return [self._place(each, [*filter(None, path)]) for each in find_routine_locks(statement)]

    def _find_referenced(self, statement: StatementLocks) -> StatementLocks:
        """Return DROP TABLE with the locks on what foreign keys of the tables refer to."""
        if statement.kind != "DROP TABLE":
            return statement
        names = [lock.relation for lock in statement.locks]
        rows = self._connection.execute(_REFERENCED, {"names": names}).fetchall()
        # The parent of a partition is locked as well; of a table that the run makes, nothing can be read.
        if any(is_partition for *_, is_partition in rows) or {*names} - {name for name, *_ in rows}:
            return statement
        referenced = {name for _, name, _ in rows if name} - {*names}
        locks = [Lock(name, LockMode.ACCESS_EXCLUSIVE) for name in referenced]
        return replace(statement, locks=(*statement.locks, *locks), is_read=True)

    def _place(self, statement: StatementLocks, path: list[str]) -> StatementLocks:
        """Return the statement with every table in its schema.

        A table that exists, but not on the path, is not known; one that exists nowhere is made by the run.
        """
        locks: list[Lock] = []
        is_read = statement.is_read
        for lock in statement.locks:
            schema, _, name = lock.relation.rpartition(".")
            if not schema:
                asked = path if _OWN in path else [_OWN, *path]
                row = self._connection.execute(_TABLE, {"name": name, "path": asked}).fetchone()
                schema = row[0] if row else ""
            if schema is None:
                is_read = False
            elif schema not in _QUIET or lock.mode is not LockMode.ACCESS_SHARE:
                locks.append(replace(lock, relation=f"{schema}.{name}" if schema else name))
        return replace(statement, locks=tuple(locks), is_read=is_read)
