"""What an upgrade or a downgrade would send to a database, as a run without sending finds it."""

from __future__ import annotations

__all__ = ["Rehearsal", "RevisionRun", "Sending"]

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from pedschema.introspect import describe, read_state
from pedschema.model.names import QualifiedName
from pedschema.model.owned import Identity, Kind, Owned
from pedschema.ops.adopt import AdoptTablesOp, ReleaseTablesOp
from pedschema.ops.retire import RestoreOp, RetireOp
from pedschema.ops.step import AppOp, OwnedOp

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from alembic.operations.ops import MigrateOperation
    from sqlalchemy import Connection

    from pedschema.model.owned import Change

_READS = re.compile(r"(\s|--[^\n]*\n)*(select|with|show)\b", re.IGNORECASE)
_OWNER = text("SELECT pg_catalog.quote_ident(current_user)")
_BOOKKEEPING = "bookkeeping"


@dataclass(frozen=True, slots=True)
class Sending:
    """One statement that the run would send.

    Attributes:
        revision: the revision it is of, empty before the first; what is after the last counts to it.
        object: what it is about: `policy "rooms_read" on realtime.messages`.
        sql: the statement to the letter.
        does: if `sql` is a DO block, the statements in it that act where it finds what they name; None when
            that is not known.
        unless: tables, as `schema.table`; where one of them exists, nothing of `does` is run.
    """

    revision: str
    object: str
    sql: str
    does: tuple[str, ...] | None = None
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RevisionRun:
    """One revision that would be run, or taken back."""

    id: str
    file: Path
    title: str


@dataclass(slots=True)
class Rehearsal:
    """What a run would send to one database.

    Attributes:
        heads: the revisions that the database is at; empty for one that no upgrade has seen.
        is_downgrade: whether the revisions are taken back.
        is_end: whether no revision is left behind it.
        revisions: those that would be run, or taken back, in order.
        notes: what the database remembers of retired objects: what it calls them, and the script that brings
            back, oldest first.
        sendings: its statements in order; settings of the session and reads are left out.
    """

    heads: tuple[str, ...] = ()
    is_downgrade: bool = False
    is_end: bool = False
    revisions: list[RevisionRun] = field(default_factory=list)
    notes: tuple[tuple[str, str], ...] = ()
    sendings: list[Sending] = field(default_factory=list)
    _states: dict[tuple[str, int], Owned | None] = field(default_factory=dict)
    _retired: set[str] = field(default_factory=set)
    _recalled: list[str] = field(default_factory=list)
    _step: MigrateOperation | None = None

    def read_state(self, connection: Connection, identity: Identity, version: int) -> Owned | None:
        """Return the object as it would be at this point: as a step before leaves it, or as it is."""
        key = describe(identity), version
        return self._states[key] if key in self._states else read_state(connection, identity, version)

    def run(self, step: MigrateOperation, invoke: Callable[[MigrateOperation], Any]) -> Any:
        """Run one step of a revision through `invoke`, and remember what it would leave."""
        self._step = step
        try:
            done = invoke(step)
        finally:
            self._step = None
        if isinstance(step, OwnedOp):
            self._leave(step.change)
        elif isinstance(step, RetireOp):
            self._states[step.where, 0] = None
            self._retired.add(step.where)
        return done

    def expect_schema(self, connection: Connection, name: str) -> None:
        """Remember the owned schema as the bookkeeping would make it, where it is missing."""
        identity = Identity(Kind.SCHEMA, QualifiedName(name, name))
        if read_state(connection, identity, 0) is None:
            owner = connection.execute(_OWNER).scalar_one()
            self._states[describe(identity), 0] = Owned(identity, (), f"schema\nowner {owner}")

    def take(self, sql: str, does: tuple[str, ...] | None = ()) -> None:
        """Note a statement instead of sending it; outside of a step, a DO block does what `does` says."""
        revision = self.revisions[-1].id if self.revisions else ""
        unless: tuple[str, ...] = ()
        match self._step:
            case None:
                about = _BOOKKEEPING
            case RestoreOp() | ReleaseTablesOp() as step:
                about, does = step.where, self._recall(step.key)
            case step:
                about, does, unless = _describe(step)
        self.sendings.append(Sending(revision, about, sql, does, unless))

    def take_raw(self, sql: str) -> bool:
        """Take a statement that goes out as it stands; those outside of a step are settings, and go."""
        if self._step is not None:
            self.take(sql)
        return self._step is not None

    def take_compiled(self, sql: str) -> bool:
        """Take a statement of SQLAlchemy, unless it is a read of Alembic's or of one of our own steps."""
        if _READS.match(sql) and (self._step is None or isinstance(self._step, OwnedOp | AppOp)):
            return False
        # The driver's own spelling of a per cent sign.
        self.take(sql.replace("%%", "%"))
        return True

    def _recall(self, key: str) -> tuple[str, ...] | None:
        """Return what is remembered under `key`; None if this run itself would have made a note of it."""
        if key in self._retired:
            return None
        left = [restore for name, restore in self.notes if name == key]
        for _ in range(self._recalled.count(key)):
            left[-1:] = []
        self._recalled.append(key)
        return tuple(left[-1:])

    def _leave(self, change: Change) -> None:
        if change.before is not None:
            self._states[describe(change.identity), change.before.version] = None
        if change.after is not None:
            self._states[describe(change.identity), change.after.version] = change.after


def _describe(step: MigrateOperation) -> tuple[str, tuple[str, ...] | None, tuple[str, ...]]:
    """Return what a statement of the step is about, and what its block does."""
    match step:
        case OwnedOp():
            return describe(step.change.identity), (), ()
        case RetireOp():
            return step.where, (step.drop,), ()
        case AdoptTablesOp():
            return step.where, step.create, tuple(step.expects)
        case AppOp():
            return step.where, None, ()
        case _:
            return "a statement of its own", None, ()
