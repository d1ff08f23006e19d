"""Messages of the database as they are committed, as Realtime gets them."""

from __future__ import annotations

__all__ = ["read_stored"]

import asyncio
import contextlib
import logging
from typing import TYPE_CHECKING

import psycopg
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, wait_random_exponential

from pedschema.endpoint.publication import run_publication
from pedschema.endpoint.rows import DroppedError, parse_row
from pedschema.endpoint.walsender import APPLICATION, CONNECT_SECONDS, LostError, Walsender

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from pedschema.endpoint.pgoutput import Insert
    from pedschema.endpoint.stored import Stored

PAUSE_SECONDS = 0.2
PAUSE_LIMIT_SECONDS = 5.0
_log = logging.getLogger(__name__)


async def read_stored(
    url: str, ready: asyncio.Event, *, payload_bytes: int | None = None, pause: float = PAUSE_SECONDS
) -> AsyncGenerator[Stored, None]:
    """Yield what is committed to `realtime.messages`, in order of commits; never ends by itself.

    A lost connection is made again, however long it takes, with random pauses that grow to 5 s. What is
    committed before `ready` or in between reaches nobody, as on the server: there is no history. A row of
    no use is dropped; the log has the reason and its id. Close with `contextlib.aclosing`: the slot goes.

    Args:
        url: the database, with a login that may replicate, such as `supabase_admin`.
        ready: set while rows are read, clear while the connection is lost.
        payload_bytes: the largest payload that passes, as the server measures it; None for any.
        pause: seconds from a loss to the next attempt; Realtime 2.129.8 takes 5 or more.

    Raises:
        DatabaseError: the database refuses replication; see `run_publication`.
    """
    while True:
        walsender = await _connect_patiently(url)
        ready.set()
        _log.info("replication runs")
        try:
            async with contextlib.aclosing(walsender.read()) as rows:
                async for lsn, row in rows:
                    stored = _parse(row, lsn, payload_bytes)
                    if stored is not None:
                        yield stored
        except LostError as error:
            _log.warning("ReplicationConnectionDown: %s", error)
        finally:
            ready.clear()
            await walsender.close()
        await asyncio.sleep(pause)


async def _connect_patiently(url: str) -> Walsender:
    retrying = AsyncRetrying(
        retry=retry_if_exception_type(LostError),
        wait=wait_random_exponential(multiplier=PAUSE_SECONDS, max=PAUSE_LIMIT_SECONDS),
        before_sleep=_log_attempt,
    )
    walsender: Walsender = await retrying(_connect, url)
    return walsender


def _parse(row: Insert, lsn: int, payload_bytes: int | None) -> Stored | None:
    try:
        return parse_row(row, lsn, payload_bytes)
    except DroppedError as reason:
        message = (row.values.get("id") or b"").decode(errors="replace")
        _log.warning("UnableToBroadcastChanges: %s (message %s)", reason, message)
        return None


async def _connect(url: str) -> Walsender:
    try:
        async with await psycopg.AsyncConnection.connect(
            url, autocommit=True, application_name=APPLICATION, connect_timeout=CONNECT_SECONDS
        ) as connection:
            await run_publication(connection)
    except psycopg.Error as error:
        raise LostError(" ".join(str(error).split())) from error
    return await Walsender.connect(url)


def _log_attempt(state: RetryCallState) -> None:
    error = state.outcome.exception() if state.outcome else None
    _log.warning("ReplicationConnectionDown: attempt %d: %s", state.attempt_number, error)
