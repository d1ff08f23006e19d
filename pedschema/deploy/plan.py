"""What an upgrade or downgrade of one database would do: its statements, their locks, who is in the way."""

from __future__ import annotations

__all__ = ["Plan", "PlannedLock", "PlannedStep", "read_plan"]

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pedschema.deploy.blockers import read_surroundings
from pedschema.deploy.called import find_made, read_called
from pedschema.deploy.locks import find_locks
from pedschema.ops.rehearse import read_rehearsal

if TYPE_CHECKING:
    from pathlib import Path

    from pedschema.deploy.blockers import Blocker, Surroundings
    from pedschema.deploy.locks import Lock, StatementLocks
    from pedschema.ops.rehearsal import RevisionRun, Sending


_BLOCK = re.compile(r"\s*DO\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PlannedLock:
    """One lock of a step.

    Attributes:
        exists: off for a table that the run itself creates, which nobody can be using.
        blockers: who would make it wait at this moment.
    """

    lock: Lock
    exists: bool
    blockers: tuple[Blocker, ...]


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One statement that the run would send.

    Attributes:
        revision: the revision that it is of, empty for what comes before the first.
        object: what it is about: `policy "rooms_read" on realtime.messages`.
        kinds: what it is, such as `CREATE POLICY`; for a DO block, what it may run.
        locks: strongest first.
        is_all: whether it takes no more than `locks`; off for statements that are not known.
    """

    revision: str
    object: str
    sql: str
    kinds: tuple[str, ...]
    locks: tuple[PlannedLock, ...]
    is_all: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that an upgrade or a downgrade of one database would do.

    Attributes:
        heads: the revisions that the database is at; empty for one that no upgrade has seen.
        is_downgrade: whether the revisions would be taken back.
        revisions: those that would be run, or taken back, in order; nothing is to do without any.
        notes: name and script of every retired object that the database remembers, oldest first.
    """

    heads: tuple[str, ...]
    is_downgrade: bool
    revisions: tuple[RevisionRun, ...]
    steps: tuple[PlannedStep, ...]
    notes: tuple[tuple[str, str], ...]


def read_plan(ini: Path, url: str, revision: str = "head") -> Plan:
    """Return what the way of the database at `url` to `revision` would do; the database is only read.

    It is a downgrade if the database has left the revision behind.

    Raises:
        PedschemaError: the settings, the contract or the database do not allow it.
    """
    rehearsal = read_rehearsal(ini, url, revision)
    sendings = rehearsal.sendings
    texts = [sql for sending in sendings for sql in (sending.sql, *(sending.does or ()))]
    found = [*zip(sendings, read_called(url, [*map(_find, sendings)], find_made(texts)), strict=True)]
    names = {lock.relation for _, statements in found for each in statements for lock in each.locks}
    names.update(table for sending, _ in found for table in sending.unless)
    surroundings = read_surroundings(url, names)
    made: set[tuple[str, str, str]] = set()
    steps = tuple(_plan(sending, statements, surroundings, made) for sending, statements in found)
    revisions = tuple(rehearsal.revisions)
    return Plan(
        rehearsal.heads, rehearsal.is_downgrade, revisions, steps if revisions else (), rehearsal.notes
    )


def _find(sending: Sending) -> tuple[StatementLocks, ...]:
    is_told = sending.does is not None and _BLOCK.match(sending.sql)
    texts = (sending.does or ()) if is_told else (sending.sql,)
    return tuple(each for sql in texts for each in find_locks(sql))


def _plan(
    sending: Sending,
    statements: tuple[StatementLocks, ...],
    surroundings: Surroundings,
    made: set[tuple[str, str, str]],
) -> PlannedStep:
    """Return the step; `made` holds the triggers and policies that steps before it create."""
    if any(table in surroundings.tables for table in sending.unless):
        statements = ()
    kinds: dict[str, None] = {}
    strongest: dict[str, Lock] = {}
    for each in statements:
        taken = [lock for lock in each.locks if _is_taken(lock, surroundings, made)]
        if taken or not each.locks:
            kinds[each.kind] = None
        for lock in taken:
            known = strongest.get(lock.relation, lock)
            strongest[lock.relation] = max(known, lock, key=lambda one: one.mode.rank)
        made.update(each.makes)
    locks = tuple(
        PlannedLock(lock, lock.relation in surroundings.tables, surroundings.find_blockers(lock))
        for lock in sorted(strongest.values(), key=lambda one: (-one.mode.rank, one.relation))
    )
    is_all = all(each.is_all for each in statements)
    return PlannedStep(sending.revision, sending.object, sending.sql, tuple(kinds) or ("DO",), locks, is_all)


def _is_taken(lock: Lock, surroundings: Surroundings, made: set[tuple[str, str, str]]) -> bool:
    """Return whether the table has what the lock needs, or will have got it."""
    if lock.needs is None:
        return True
    needed = (lock.relation, *lock.needs)
    return needed in surroundings.needed or needed in made
