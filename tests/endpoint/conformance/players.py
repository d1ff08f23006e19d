from __future__ import annotations

import asyncio
import json
import shutil
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from realtime import AsyncRealtimeClient

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.endpoint.conftest import Stage

__all__ = ["NodePlayer", "Player", "PythonPlayer"]

PROGRAM = Path(__file__).parent / "player.mjs"
Seen = defaultdict[str, "asyncio.Queue[dict[str, Any]]"]


class Player(Protocol):
    """One real client, with what it has seen by kind."""

    seen: Seen

    async def move(self, do: str, **step: Any) -> None:
        """Do a step: connect, join, token, push or close."""

    async def end(self) -> None:
        """End the client."""


class PythonPlayer:
    """PyPI `realtime`, unmodified."""

    def __init__(self, stage: Stage) -> None:
        self.seen: Seen = defaultdict(asyncio.Queue)
        self._stage = stage
        self._client: AsyncRealtimeClient | None = None
        self._channel: Any = None
        self._joins: list[asyncio.Task[Any]] = []

    async def move(self, do: str, **step: Any) -> None:
        await getattr(self, f"_{do}")(**step)

    async def end(self) -> None:
        await self._close()

    async def _connect(self, token: str) -> None:
        url = f"{self._stage.http}/realtime/v1"
        self._client = AsyncRealtimeClient(url, token=token, auto_reconnect=False)

    async def _join(self, topic: str, **options: Any) -> None:
        assert self._client is not None
        broadcast: dict[str, Any] = {"ack": False, "self": options.get("own", False)}
        if options.get("ready"):
            broadcast["replication_ready"] = True
        if "replay" in options:
            broadcast["replay"] = options["replay"]
        config: Any = {"config": {"broadcast": broadcast, "presence": {"key": ""}, "private": True}}
        self._channel = self._client.channel(topic, config)
        self._channel.on_broadcast("*", self._hear)
        self._channel.on_system(lambda message: self.seen["system"].put_nowait(dict(message)))
        self._joins.append(asyncio.create_task(self._channel.subscribe(self._note)))

    def _note(self, state: Any, error: Exception | None) -> None:
        self.seen["status"].put_nowait({"is": state.value, "told": str(error or "")})

    def _hear(self, message: Mapping[str, Any]) -> None:
        self.seen["broadcast"].put_nowait(dict(message))

    async def _token(self, token: str) -> None:
        assert self._client is not None
        await self._client.set_auth(token)

    async def _push(self) -> None:
        await self._channel.send_broadcast("flood", {})

    async def _close(self) -> None:
        for task in self._joins:
            task.cancel()
        await asyncio.gather(*self._joins, return_exceptions=True)
        self._joins.clear()
        if self._client is not None:
            await self._client.close()
            self._client = None


class NodePlayer:
    """supabase-js, unmodified, in Node."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.seen: Seen = defaultdict(asyncio.Queue)
        self._process = process
        self._listening = asyncio.create_task(self._listen())

    @classmethod
    async def start(cls, stage: Stage, folder: Path) -> NodePlayer:
        """Start it in a folder that has the packages."""
        shutil.copy(PROGRAM, folder)
        told = json.dumps({"url": stage.http, "anon": stage.anon})
        pipe = asyncio.subprocess.PIPE
        # Node 20 has its WebSocket behind this flag, and later ones take it without effect.
        command = ("node", "--experimental-websocket", str(folder / PROGRAM.name), told)
        return cls(await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, cwd=folder))

    async def move(self, do: str, **step: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": do, **step}).encode() + b"\n")
        async with asyncio.timeout(10):
            await self.seen["done"].get()

    async def end(self) -> None:
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()
        await self._listening

    async def _listen(self) -> None:
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            seen = json.loads(line)
            self.seen[seen.pop("kind")].put_nowait(seen)
