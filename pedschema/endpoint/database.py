"""The database, asked from an event loop: a few threads, each with a connection of its own."""

from __future__ import annotations

__all__ = ["Database", "DatabaseDownError"]

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

import psycopg

if TYPE_CHECKING:
    from collections.abc import Callable

    from psycopg import Connection

Answer = TypeVar("Answer")
CONNECTIONS = 4
CONNECT_SECONDS = 5


class DatabaseDownError(Exception):
    """The database cannot be reached."""


class Database:
    """Runs functions of a connection; connects when first needed, and again after the server was away.

    Threads and not asynchronous connections, because the probe is made of ordinary ones: policies are asked
    by the same code that the matrix and the tests use.
    """

    def __init__(self, url: str, *, connections: int = CONNECTIONS) -> None:
        self.url = url
        self._threads = ThreadPoolExecutor(connections, thread_name_prefix="realtime-database")
        self._own = threading.local()
        self._open: set[Connection[Any]] = set()

    async def run(self, ask: Callable[[Connection[Any]], Answer]) -> Answer:
        """Return what `ask` returns.

        Raises:
            DatabaseDownError: nobody answers, twice.
        """
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._run, ask)

    def close(self) -> None:
        """Close every connection; waits for what still runs."""
        self._threads.shutdown(wait=True, cancel_futures=True)
        for connection in self._open:
            connection.close()
        self._open.clear()

    def _run(self, ask: Callable[[Connection[Any]], Answer]) -> Answer:
        # The first attempt may meet a connection that a restart of the server has broken.
        try:
            return self._ask(ask)
        except DatabaseDownError:
            return self._ask(ask)

    def _ask(self, ask: Callable[[Connection[Any]], Answer]) -> Answer:
        connection = None
        try:
            connection = self._connection()
            return ask(connection)
        except psycopg.OperationalError as error:
            if connection is not None and not connection.broken:
                raise
            self._forget(connection)
            raise DatabaseDownError from error

    def _connection(self) -> Connection[Any]:
        connection: Connection[Any] | None = getattr(self._own, "connection", None)
        if connection is None or connection.closed:
            connection = psycopg.connect(
                self.url,
                autocommit=True,
                application_name="realtime_connect",
                connect_timeout=CONNECT_SECONDS,
            )
            self._own.connection = connection
            self._open.add(connection)
        return connection

    def _forget(self, connection: Connection[Any] | None) -> None:
        if connection is not None:
            self._open.discard(connection)
            connection.close()
        self._own.connection = None
