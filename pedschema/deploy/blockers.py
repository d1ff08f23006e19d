"""Who stands in the way of a lock at this moment."""

from __future__ import annotations

__all__ = ["Blocker", "Surroundings", "read_surroundings"]

from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

from psycopg.rows import dict_row

from pedschema.deploy.mode import LockMode
from pedschema.deploy.session import run_reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from psycopg import Connection

    from pedschema.deploy.locks import Lock

_NAMES = """
    SELECT DISTINCT ON (n.nspname, c.relname) n.nspname || '.' || c.relname, coalesce(i.indrelid, c.oid)
    FROM pg_catalog.pg_class AS c
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    LEFT JOIN pg_catalog.pg_index AS i ON i.indexrelid = c.oid
    WHERE n.nspname || '.' || c.relname = ANY (%s)
"""
_NEEDED = """
    SELECT n.nspname || '.' || c.relname, o.kind, o.name::text
    FROM (
        SELECT tgrelid, 'TRIGGER', tgname FROM pg_catalog.pg_trigger
        UNION ALL
        SELECT polrelid, 'POLICY', polname FROM pg_catalog.pg_policy
    ) AS o (table_oid, kind, name)
    JOIN pg_catalog.pg_class AS c ON c.oid = o.table_oid
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.oid = ANY (%s)
"""


@dataclass(frozen=True, slots=True, order=True)
class Blocker:
    """A session that holds, or waits for, a lock which another lock would have to wait for.

    Attributes:
        pid: None for a prepared transaction.
        application: as it calls itself, empty when it does not, or hides it from this login.
        state: `active`, `idle in transaction`, `autovacuum`, `prepared transaction`, or `hidden`.
        seconds: age of its transaction; None when that is hidden.
        mode: the lock it holds.
        granted: off for one that waits for its lock; who comes later waits behind it.
        relation: `schema.table`: the table itself or a partition.
    """

    relation: str
    mode: LockMode
    pid: int | None
    application: str
    state: str
    seconds: int | None
    granted: bool = True


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a database has around some locks, at one moment.

    Attributes:
        tables: the tables that exist, by name: index names stand for their table.
        needed: table, `TRIGGER` or `POLICY`, and name of what is on them.
        holders: who holds locks on them or on their partitions: table, whether it is a partition, who.
    """

    tables: Mapping[str, int]
    needed: frozenset[tuple[str, str, str]]
    holders: tuple[tuple[int, bool, Blocker], ...]

    def find_blockers(self, lock: Lock) -> tuple[Blocker, ...]:
        """Return who would make this lock wait, longest transaction first; nobody where the table is new."""
        table = self.tables.get(lock.relation)
        found = {
            blocker
            for relation, is_child, blocker in self.holders
            if relation == table and (lock.children or not is_child) and blocker.mode.conflicts(lock.mode)
        }
        return tuple(sorted(found, key=lambda each: (-(each.seconds or 0), each.relation, each.pid or 0)))


def read_surroundings(url: str, names: Iterable[str]) -> Surroundings:
    """Return what the database at `url` has around tables `schema.table`, read in one read-only transaction.

    It waits for no lock and takes none but ACCESS SHARE on the catalog. No text of a query is read.

    Raises:
        DatabaseError: nobody answers, or the catalog is refused.
    """
    with run_reading(url, "locks") as connection:
        return _read(connection, sorted(names))


def _read(connection: Connection[Any], names: list[str]) -> Surroundings:
    tables: dict[str, int] = dict(connection.execute(_NAMES, (names,)).fetchall())
    oids = sorted(set(tables.values()))
    needed = frozenset(connection.execute(_NEEDED, (oids,)).fetchall())
    query = (resources.files("pedschema.deploy") / "blockers.sql").read_bytes()
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(query, {"tables": oids}).fetchall()
    holders = tuple(
        (
            row["root"],
            row["is_child"],
            Blocker(
                row["relation"],
                LockMode.parse(row["mode"]),
                row["pid"],
                row["application"],
                row["state"],
                row["seconds"],
                row["granted"],
            ),
        )
        for row in rows
        if row["mode"] != "SIReadLock"
    )
    return Surroundings(tables, needed, holders)
