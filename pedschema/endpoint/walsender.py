"""A connection over which PostgreSQL sends what is committed."""

from __future__ import annotations

__all__ = ["SLOT_PREFIX", "LostError", "Walsender"]

import asyncio
import contextlib
import secrets
import socket
import struct
import time
from typing import TYPE_CHECKING, Any, Self

import psycopg
from psycopg import errors, sql
from psycopg.pq import DiagnosticField, ExecStatus

from pedschema.endpoint.pgoutput import Begin, Commit, Decoder, Insert, PgoutputError
from pedschema.endpoint.publication import PUBLICATION

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from psycopg import AsyncConnection
    from psycopg.pq.abc import PGresult

SLOT_PREFIX = "supabase_realtime_messages_replication_slot_"
APPLICATION = "realtime_replication_connection"
CONNECT_SECONDS = 5
CLOSE_SECONDS = 2.0
STATUS_SECONDS = 5.0
SILENCE_SECONDS = 30.0
_EPOCH = 946_684_800
"""The first second of 2000, where PostgreSQL starts counting."""
_HEADER = 25
"""Bytes before the message: the kind, two places in the log, the time."""
_CHUNK = 65_536
_KEEPALIVE = struct.Struct("!cqqB")
_STATUS = struct.Struct("!cqqqqB")
_SETTINGS = "SET bytea_output TO hex; SET DateStyle TO ISO"


class LostError(Exception):
    """The connection cannot be made, or is over; another attempt may succeed."""


class Walsender:
    """A temporary slot, and the rows that are committed from its creation on.

    What has been handed over is confirmed to the server every few seconds and whenever it asks, so that it
    keeps no log for us and can shut down.
    """

    def __init__(self, connection: AsyncConnection[Any]) -> None:
        self._connection = connection
        self._pgconn = connection.pgconn
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        self._confirmed = 0
        self._missing = ""

    @classmethod
    async def connect(cls, url: str) -> Self:
        """Return a walsender that runs; a row committed from now on will be read.

        The publication has to exist.

        Raises:
            LostError: the server is not there, or has no slot or process to spare.
        """
        try:
            connection = await psycopg.AsyncConnection.connect(
                url,
                autocommit=True,
                replication="database",
                application_name=APPLICATION,
                client_encoding="UTF8",
                connect_timeout=CONNECT_SECONDS,
            )
            walsender = cls(connection)
            async with contextlib.AsyncExitStack() as stack:
                stack.push_async_callback(connection.close)
                await walsender._start()
                stack.pop_all()
        except psycopg.Error as error:
            raise LostError(_sentence(error)) from error
        return walsender

    async def close(self) -> None:
        """End the connection; returns when the server has dropped the slot, at the latest after 2 s.

        A database with an active slot cannot be dropped, not even by force.
        """
        if self._timer is not None:
            self._timer.cancel()
        line = self._duplicate()
        await self._connection.close()
        if line is None:
            return
        with line, contextlib.suppress(OSError, TimeoutError):
            async with asyncio.timeout(CLOSE_SECONDS):
                # The server's process hangs up as the last thing it does, after its slot.
                while await self._loop.sock_recv(line, _CHUNK):
                    pass

    def _duplicate(self) -> socket.socket | None:
        try:
            borrowed = socket.socket(fileno=self._pgconn.socket)
        except psycopg.OperationalError:
            return None
        try:
            line = borrowed.dup()
        finally:
            borrowed.detach()
        line.settimeout(0)
        return line

    async def read(self) -> AsyncGenerator[tuple[int, Insert], None]:
        """Yield rows in order of commits, each with the place of its commit in the log; never ends by itself.

        The rows of a transaction come without a pause in between.

        Raises:
            LostError: the server has ended the connection, has been silent for 30 s, sends what cannot be
                read, or misses the publication.
        """
        decoder = Decoder()
        commit: int | None = None
        while True:
            message = await self._next()
            if message[:1] == b"k":
                _, end, _, is_urgent = _KEEPALIVE.unpack(message)
                if commit is None:
                    self._confirmed = max(self._confirmed, end)
                if is_urgent:
                    self._report()
                continue
            try:
                change = decoder.decode(message[_HEADER:])
            except PgoutputError as error:
                raise LostError(str(error)) from error
            if isinstance(change, Insert):
                yield commit or 0, change
            elif isinstance(change, Commit):
                commit, self._confirmed = None, change.end
            elif isinstance(change, Begin):
                commit = change.lsn

    async def _start(self) -> None:
        slot = sql.Identifier(SLOT_PREFIX + secrets.token_hex(4))
        self._connection.add_notice_handler(self._heed)
        await self._connection.execute(_SETTINGS)
        create = sql.SQL("CREATE_REPLICATION_SLOT {} TEMPORARY LOGICAL pgoutput NOEXPORT_SNAPSHOT")
        await self._connection.execute(create.format(slot))
        start = sql.SQL(
            "START_REPLICATION SLOT {} LOGICAL 0/0 (proto_version '2', binary 'false', publication_names {})"
        ).format(slot, PUBLICATION)
        self._pgconn.send_query(start.as_bytes(self._connection))
        result = await self._result()
        if result is None or result.status != ExecStatus.COPY_BOTH:
            raise LostError(_reason(result))
        self._ping()

    async def _next(self) -> bytes:
        try:
            while True:
                size, data = self._pgconn.get_copy_data(1)
                if size > 0:
                    return bytes(data)
                if size < 0 or self._missing:
                    raise LostError(self._missing or _reason(await self._result()))
                await self._wait()
                self._pgconn.consume_input()
        except psycopg.OperationalError as error:
            raise LostError(_sentence(error)) from error

    async def _result(self) -> PGresult | None:
        while self._pgconn.is_busy():
            await self._wait()
            self._pgconn.consume_input()
        return self._pgconn.get_result()

    async def _wait(self) -> None:
        # Nothing is read while the consumer is busy: then the server waits, not our memory.
        readable = self._loop.create_future()
        self._loop.add_reader(self._pgconn.socket, _set, readable)
        try:
            async with asyncio.timeout(SILENCE_SECONDS):
                await readable
        except TimeoutError:
            raise LostError("the server is silent") from None
        finally:
            self._loop.remove_reader(self._pgconn.socket)

    def _ping(self) -> None:
        self._report(asks=True)
        self._timer = self._loop.call_later(STATUS_SECONDS, self._ping)

    def _report(self, *, asks: bool = False) -> None:
        now = int((time.time() - _EPOCH) * 1_000_000)
        places = (self._confirmed, self._confirmed, self._confirmed)
        # Whoever reads meets the same error.
        with contextlib.suppress(psycopg.OperationalError):
            self._pgconn.put_copy_data(_STATUS.pack(b"r", *places, now, asks))
            self._pgconn.flush()

    def _heed(self, notice: errors.Diagnostic) -> None:
        # PostgreSQL 18 goes on without the publication, and warns; before, the connection ended.
        if PUBLICATION in (notice.message_primary or ""):
            self._missing = notice.message_primary or ""


def _set(readable: asyncio.Future[None]) -> None:
    if not readable.done():
        readable.set_result(None)


def _reason(result: PGresult | None) -> str:
    message = result.error_field(DiagnosticField.MESSAGE_PRIMARY) if result is not None else None
    return message.decode(errors="replace") if message else "the server has ended the connection"


def _sentence(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
