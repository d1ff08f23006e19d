"""Taking turns: one run at a time, and patience with whoever holds a lock."""

from __future__ import annotations

__all__ = ["run_alone", "run_patiently"]

import hashlib
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_delay, wait_random_exponential

from pedschema.errors import DatabaseError, Mistake
from pedschema.introspect import RefusedError, read_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

_LOCK_REFUSED = {"55P03", "40P01"}
"""Waited too long, or chosen to end a circle of waiting; both pass when tried again."""

_POLL_SECONDS = 0.2
_LONGEST_PAUSE_SECONDS = 5.0
_LOCK = text("SELECT pg_catalog.pg_try_advisory_lock(:key)")
_UNLOCK = text("SELECT pg_catalog.pg_advisory_unlock(:key)")


@contextmanager
def run_alone(connection: Connection, schema: str, patience: float) -> Iterator[None]:
    """Hold the one lock that a run on `schema` needs, so that two runs never meet.

    It is the session's: it outlasts the transactions of a run, and a lost connection frees it. A pooler
    that hands out another session for each transaction cannot keep it.

    Raises:
        DatabaseError: another run holds it for longer than `patience` seconds.
    """
    key = int.from_bytes(hashlib.sha256(f"pedschema {schema}".encode()).digest()[:8], signed=True)
    deadline = time.monotonic() + patience
    while not connection.execute(_LOCK, {"key": key}).scalar_one():
        connection.rollback()
        if time.monotonic() > deadline:
            raise DatabaseError(_describe_holder(connection, schema, key))
        time.sleep(_POLL_SECONDS)
    connection.rollback()
    try:
        yield
    finally:
        if not connection.invalidated:
            connection.rollback()
            connection.execute(_UNLOCK, {"key": key})
            connection.rollback()


def run_patiently(connection: Connection, work: Callable[[], None], patience: float) -> None:
    """Run `work`, and again from its start as long as it fails for a lock that somebody else holds.

    What `work` has committed stays. The pauses grow, and are random so that two runs do not keep step.

    Raises:
        DatabaseError: the lock is still taken after `patience` seconds; the error names who holds it.
    """

    def roll_back(_: RetryCallState) -> None:
        connection.rollback()

    attempts = Retrying(
        retry=retry_if_exception(_is_lock_timeout),
        wait=wait_random_exponential(multiplier=0.2, max=_LONGEST_PAUSE_SECONDS),
        stop=stop_after_delay(patience),
        before_sleep=roll_back,
        reraise=True,
    )
    try:
        attempts(work)
    except (DBAPIError, RefusedError) as error:
        if not _is_lock_timeout(error):
            raise
        connection.rollback()
        raise DatabaseError(_describe_blockers(connection, getattr(error, "table", ""), patience)) from error


def _is_lock_timeout(error: BaseException) -> bool:
    original = error.orig if isinstance(error, DBAPIError) else error
    return getattr(original, "sqlstate", "") in _LOCK_REFUSED


def _describe_holder(connection: Connection, schema: str, key: int) -> Mistake:
    rows = read_rows(connection, "advisory_holders", key=key)
    connection.rollback()
    holders = (
        ", ".join(f'process {row.pid} of "{row.application}"' for row in rows) or "a process that is gone"
    )
    return Mistake(
        f'schema "{schema}"',
        f"another run holds the lock: {holders}",
        "wait for it to end, then run this again",
        "upgrade-running",
    )


def _describe_blockers(connection: Connection, table: str, patience: float) -> Mistake:
    rows = read_rows(connection, "lock_holders", table=table or None)
    connection.rollback()
    holders = ", ".join(f'process {row.pid} of "{row.application}", {row.state}' for row in rows)
    return Mistake(
        table or "the database",
        f"a lock is taken for more than {patience:g} seconds, by {holders or 'a process that is gone'}",
        "end that transaction, then run this again; what is done stays done",
        "lock-taken",
    )
