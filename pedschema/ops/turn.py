"""Taking turns: one run at a time, and patience with whoever holds a lock."""

from __future__ import annotations

__all__ = ["OvertakenError", "Turn", "check_heads", "run_alone", "run_patiently"]

import hashlib
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_delay, wait_random_exponential

from pedschema.errors import DatabaseError, Mistake
from pedschema.introspect import RAISED, RefusedError, read_rows
from pedschema.model.names import QualifiedName
from pedschema.ops.progress import Progress
from pedschema.sql.quoting import dollar, literal, qualified

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from alembic.runtime.migration import MigrationContext
    from sqlalchemy import Connection

_LOCK_REFUSED = {"55P03", "40P01"}
"""Waited too long, or chosen to end a circle of waiting; both pass when tried again."""

_POLL_SECONDS = 0.2
_LONGEST_PAUSE_SECONDS = 5.0
_TRY = text("SELECT pg_catalog.pg_try_advisory_xact_lock(:key)")
_WAIT = text("SELECT pg_catalog.pg_advisory_xact_lock(:key)")
_PING = text("SELECT 1")
_STAY = text("""
SELECT pg_catalog.set_config(s.name, '0', true)
FROM pg_catalog.pg_settings AS s
WHERE s.name IN ('idle_in_transaction_session_timeout', 'transaction_timeout')
""")
"""The second one came with PostgreSQL 17."""


class OvertakenError(DatabaseError):
    """Another run has moved the database to another revision; a further try starts from there."""


class Turn:
    """The right to change one schema, for as long as `run_alone` holds it."""

    def __init__(self, connection: Connection, guard: Connection, schema: str) -> None:
        """Say which connection runs the revisions, which one guards the right, and for which schema."""
        self._connection = connection
        self._guard = guard
        self._where = f'schema "{schema}"'
        self._revision_key = _hash(f"{schema} revision")

    def read_held(self) -> bool:
        """Return whether the right is held still; once lost it stays so."""
        if self._guard.invalidated:
            return False
        try:
            self._guard.execute(_PING)
        except DBAPIError:
            return False
        return True

    def enter_revision(self, migrations: MigrationContext, expected: Collection[str]) -> None:
        """Make sure, in the transaction of a revision, that no other run has done or is doing it.

        A statement of a client that died runs to its end on the server; the lock of this transaction waits
        for it. That the right is asked for after that lock leaves no moment in which it is lost unseen.

        Raises:
            DatabaseError: the connection that guards the right is lost.
            OvertakenError: the database is not at the revisions `expected`.
        """
        self._connection.execute(_WAIT, {"key": self._revision_key})
        if not self.read_held():
            what = "the connection that kept other runs away is lost"
            fix = "run this again; what is done stays done"
            raise DatabaseError(Mistake(self._where, what, fix, "turn-lost"))
        found = migrations.get_current_heads()
        if set(found) != set(expected):
            what = f'another run has moved it to revision "{", ".join(found)}"'
            fix = "wait for that run to end, then run this again"
            raise OvertakenError(Mistake(self._where, what, fix, "run-overtaken"))


def check_heads(schema: str, version_table: str, heads: Collection[str]) -> str:
    """Return what `Turn.enter_revision` does as a statement of a script: it waits, and raises if overtaken.

    Without it, a script that starts from another revision than the database is at would change what it
    finds and record nothing: an UPDATE of no row is no error.
    """
    table = qualified(QualifiedName(schema, version_table))
    expected = ", ".join(sorted(heads))
    return "DO " + dollar(f"""
DECLARE
  found text;
BEGIN
  PERFORM pg_catalog.pg_advisory_xact_lock({_hash(f"{schema} revision")});
  IF pg_catalog.to_regclass({literal(table)}) IS NOT NULL THEN
    SELECT pg_catalog.string_agg(version_num, ', ' ORDER BY version_num COLLATE "C") INTO found FROM {table};
  END IF;
  IF coalesce(found, '') <> {literal(expected)} THEN
    RAISE EXCEPTION USING
      ERRCODE = {literal(RAISED)},
      MESSAGE = pg_catalog.format(
        'the script goes on from revision "%s", the database is at "%s"',
        {literal(expected or "base")},
        coalesce(found, 'base')
      ),
      HINT = 'write the script for the range that is to run: `alembic upgrade FROM:TO --sql`',
      TABLE = {literal(f'schema "{schema}"')},
      CONSTRAINT = 'run-overtaken';
  END IF;
END
""")


@contextmanager
def run_alone(
    connection: Connection, schema: str, patience: float, progress: Progress | None = None
) -> Iterator[Turn]:
    """Hold the one lock that a run on `schema` needs, so that two runs never meet.

    An open transaction on a connection of its own holds it: that keeps its server session behind a pooler in
    transaction mode too, which would lose a lock of the session's or leave it behind. The transaction is
    idle, so it has no snapshot that vacuum waits for, and a client that dies frees it.

    Args:
        connection: of the run; the other one is made like it.
        schema: the owned schema.
        patience: seconds in which another run may end.
        progress: who is told of the wait.

    Raises:
        DatabaseError: another run holds it for longer, or there is no second connection.
    """
    key = _hash(schema)
    try:
        guard = connection.engine.connect()
    except DBAPIError as error:
        reason = str(error.orig).strip().splitlines()[0]
        what = f"there is no second connection to keep other runs away with: {reason}"
        fix = "allow the login two connections at a time"
        raise DatabaseError(Mistake(f'schema "{schema}"', what, fix, "turn-no-connection")) from error
    with guard:
        _acquire(guard, schema, key, patience=patience, progress=progress or Progress("run"))
        try:
            yield Turn(connection, guard, schema)
        finally:
            # A connection that was lost has freed the lock already.
            with suppress(DBAPIError):
                guard.rollback()


def run_patiently(
    connection: Connection, work: Callable[[], None], patience: float, progress: Progress | None = None
) -> None:
    """Run `work`, and again from its start as long as it fails for a lock that somebody else holds.

    What `work` has committed stays. The pauses grow, and are random so that two runs do not keep step.

    Args:
        connection: that `work` uses.
        work: what to run.
        patience: seconds after which it is tried no more.
        progress: who is told of each wait.

    Raises:
        DatabaseError: the lock is still taken after `patience` seconds; the error names who holds it.
    """
    told = progress or Progress("run")

    def roll_back(state: RetryCallState) -> None:
        connection.rollback()
        error = state.outcome.exception() if state.outcome else None
        table = getattr(error, "table", "")
        told.tell_wait(table or "a lock", _read_holders(connection, table))

    attempts = Retrying(
        retry=retry_if_exception(_passes),
        wait=wait_random_exponential(multiplier=0.2, max=_LONGEST_PAUSE_SECONDS),
        stop=stop_after_delay(patience),
        before_sleep=roll_back,
        reraise=True,
    )
    try:
        attempts(work)
    except (DBAPIError, RefusedError) as error:
        if not _passes(error):
            raise
        connection.rollback()
        raise DatabaseError(_describe_blockers(connection, getattr(error, "table", ""), patience)) from error


def _passes(error: BaseException) -> bool:
    original = error.orig if isinstance(error, DBAPIError) else error
    return isinstance(error, OvertakenError) or getattr(original, "sqlstate", "") in _LOCK_REFUSED


def _acquire(guard: Connection, schema: str, key: int, *, patience: float, progress: Progress) -> None:
    where, deadline, is_told = f'schema "{schema}"', time.monotonic() + patience, False
    while not guard.execute(_TRY, {"key": key}).scalar_one():
        rows = read_rows(guard, "advisory_holders", key=key)
        guard.rollback()
        holders = _spell(f'process {row.pid} of "{row.application}"' for row in rows)
        if time.monotonic() > deadline:
            what, fix = f"another run holds the lock: {holders}", "wait for it to end, then run this again"
            raise DatabaseError(Mistake(where, what, fix, "upgrade-running"))
        if not is_told:
            progress.tell_wait(where, f"another run, {holders}")
            is_told = True
        time.sleep(_POLL_SECONDS)
    guard.execute(_STAY)


def _describe_blockers(connection: Connection, table: str, patience: float) -> Mistake:
    return Mistake(
        table or "the database",
        f"a lock is taken for more than {patience:g} seconds, by {_read_holders(connection, table)}",
        "end that transaction, then run this again; what is done stays done",
        "lock-taken",
    )


def _read_holders(connection: Connection, tables: str) -> str:
    """Return who holds locks on `tables`, names joined by a comma, or on any; each process once."""
    found = [
        f'process {row.pid} of "{row.application}", {row.state}'
        for table in tables.split(", ")
        for row in read_rows(connection, "lock_holders", table=table or None)
    ]
    connection.rollback()
    return _spell(dict.fromkeys(found))


def _spell(processes: Iterable[str]) -> str:
    return ", ".join(processes) or "a process that is gone"


def _hash(name: str) -> int:
    """Return the key of an advisory lock."""
    return int.from_bytes(hashlib.sha256(f"pedschema {name}".encode()).digest()[:8], signed=True)
