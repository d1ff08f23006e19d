from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING, Any

import pytest
from psycopg import sql

from pedschema.endpoint.replication import read_stored
from pedschema.platform import SUPERUSER

if TYPE_CHECKING:
    from psycopg import Connection

    from pedschema.endpoint.stored import Stored
    from pedschema.probe.database import RealtimeDatabase

Insert = Callable[..., None]
Read = Callable[..., None]


class Reader:
    """What arrives."""

    def __init__(self) -> None:
        self.ready = asyncio.Event()
        self.arrived: asyncio.Queue[Stored] = asyncio.Queue()

    async def take(self, count: int = 1) -> list[Stored]:
        async with asyncio.timeout(10):
            return [await self.arrived.get() for _ in range(count)]

    async def until(self, condition: Callable[[], bool], seconds: float = 10) -> None:
        async with asyncio.timeout(seconds):
            while not condition():  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    async def until_ready(self) -> None:
        async with asyncio.timeout(10):
            await self.ready.wait()

    async def until_lost(self, seconds: float = 10) -> None:
        await self.until(lambda: not self.ready.is_set(), seconds)


@contextlib.asynccontextmanager
async def _reading(url: str, **options: Any) -> AsyncIterator[Reader]:
    reader = Reader()

    async def read() -> None:
        async with contextlib.aclosing(read_stored(url, reader.ready, **options)) as stored:
            async for each in stored:
                reader.arrived.put_nowait(each)

    task = asyncio.create_task(read())
    try:
        await reader.until_ready()
        yield reader
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


@pytest.fixture
def read() -> Read:
    """Run a scenario while a database is read; another may follow when it is not any more."""

    def run(
        url: str,
        scenario: Callable[[Reader], Awaitable[None]],
        then: Callable[[Reader], Awaitable[None]] | None = None,
        **options: Any,
    ) -> None:
        async def act() -> None:
            async with _reading(url, **options) as reader:
                await scenario(reader)
            if then is not None:
                await then(reader)

        asyncio.run(act())

    return run


@pytest.fixture
def admin(realtime_db: RealtimeDatabase) -> Connection[Any]:
    return realtime_db.connect(SUPERUSER)


@pytest.fixture
def insert(admin: Connection[Any]) -> Insert:
    """Insert a row into `realtime.messages`."""

    def run(**values: object) -> None:
        row = {"topic": "room:1", "event": "said", "payload": "{}", "private": True} | values
        row.setdefault("extension", "broadcast")
        statement = sql.SQL("INSERT INTO realtime.messages ({}) VALUES ({})").format(
            sql.SQL(", ").join(map(sql.Identifier, row)),
            sql.SQL(", ").join(sql.Placeholder() * len(row)),
        )
        admin.execute(statement, list(row.values()))

    return run
