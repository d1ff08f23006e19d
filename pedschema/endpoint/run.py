"""Serve the endpoint on loopback."""

from __future__ import annotations

__all__ = ["serving"]

import asyncio
import contextlib
import logging
from typing import TYPE_CHECKING

import uvicorn

from pedschema.endpoint.app import create_app
from pedschema.endpoint.replication import read_stored
from pedschema.errors import PedschemaError

if TYPE_CHECKING:
    import socket
    from collections.abc import AsyncIterator, Iterator

    from starlette.applications import Starlette

    from pedschema.endpoint.console.desk import Desk
    from pedschema.endpoint.project import Project

LOG = logging.getLogger(__name__)
FRAME_BYTES = 5_000_000
STOP_SECONDS = 2


@contextlib.asynccontextmanager
async def serving(
    project: Project,
    listener: socket.socket,
    *,
    admin_token: str,
    replicates: bool = True,
    desk: Desk | None = None,
) -> AsyncIterator[str]:
    """Serve a project while the block runs; yields the URL that clients are given.

    Args:
        project: its settings and its database.
        listener: of `open_listener`; it is closed at the end.
        admin_token: opens the admin API.
        replicates: the database's messages are delivered; without it only those of clients are.
        desk: what the console shows; without one there is no console.
    """
    server = _Server(_configure(create_app(project, admin_token, desk)))
    task = asyncio.create_task(server.serve([listener]))
    delivery = asyncio.create_task(_deliver(project)) if replicates else None
    try:
        started = asyncio.create_task(server.up.wait())
        await asyncio.wait((task, started), return_when=asyncio.FIRST_COMPLETED)
        yield "http://{}:{}".format(*listener.getsockname())
    finally:
        await _end_sockets(project)
        if desk is not None:
            desk.live.close()
        server.stop()
        if delivery is not None:
            delivery.cancel()
            await asyncio.gather(delivery, return_exceptions=True)
        await task
        await asyncio.to_thread(project.database.close)


async def _end_sockets(project: Project) -> None:
    for each in list(project.sockets):
        each.end()
    # The server would send 1012 to sockets that are still there.
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(STOP_SECONDS):
            while project.sockets:  # noqa: ASYNC110 - sockets tell nobody that they are gone
                await asyncio.sleep(0.001)


def _configure(app: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        ws="websockets-sansio",
        ws_max_size=FRAME_BYTES,
        ws_per_message_deflate=False,
        lifespan="off",
        log_config=None,
        # On lower levels there is the URL of every socket, and in it the token.
        log_level="warning",
        access_log=False,
        # It would be written anew once a second, in a loop that also delays the end.
        date_header=False,
        timeout_graceful_shutdown=STOP_SECONDS,
    )


async def _deliver(project: Project) -> None:
    limit = project.tenant.limits.payload_bytes
    messages = read_stored(project.database.url, project.hub.ready, payload_bytes=limit)
    try:
        async with contextlib.aclosing(messages) as source:
            await project.hub.run(source)
    except PedschemaError as error:
        LOG.error("StartReplicationFailed: %s", error)  # noqa: TRY400 - the message is the whole story


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()
        self._stopped = asyncio.Event()

    def stop(self) -> None:
        self.should_exit = True
        self._stopped.set()

    async def main_loop(self) -> None:
        await self.on_tick(0)
        await self._stopped.wait()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        # Whoever runs the block decides about signals.
        yield
