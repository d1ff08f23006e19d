from __future__ import annotations

import asyncio
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pedschema.endpoint.tokens import sign_token

if TYPE_CHECKING:
    from pedschema.probe.database import RealtimeDatabase
    from tests.conftest import Lane
    from tests.endpoint.conftest import Play, Stage

pytestmark = [pytest.mark.db, pytest.mark.node]

SCENARIO = Path(__file__).parent / "scenario.mjs"
SECRET = "a development secret of more than thirty-two bytes"  # noqa: S105


class Node:
    """The scenario while it runs."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def until(self, step: str) -> Any:
        """Return what the client tells of a step that it comes to."""
        assert self._process.stdout is not None
        told = []
        async with asyncio.timeout(15):
            while line := await self._process.stdout.readline():
                told.append(json.loads(line))
                if told[-1]["step"] == step:
                    return told[-1]["data"]
        pytest.fail(f"the client ends before it comes to {step!r}: {told}")


async def _start(folder: Path, stage: Stage) -> Node:
    told = {
        "url": stage.http,
        "anon": stage.anon,
        "member": stage.token(),
        "stranger": sign_token({"role": "anon"}, SECRET),
    }
    shutil.copy(SCENARIO, folder)
    # Node 20 has its WebSocket behind this flag, and later ones take it without effect.
    command = ("node", "--experimental-websocket", str(folder / SCENARIO.name), json.dumps(told))
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, cwd=folder)
    stage.open.push_async_callback(_end, process)
    return Node(process)


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.kill()
    await process.wait()


def test_supabase_js_finds_the_server_that_it_knows(
    play: Play, lane: Lane, database_url: str, realtime_db: RealtimeDatabase
) -> None:
    send = "SELECT realtime.send(%s::jsonb, %s, %s)"
    realtime_db.connection.execute(send, ('{"old": true}', "e", "room:quiet"))

    async def scenario(stage: Stage) -> None:
        node = await _start(lane.folder, stage)
        assert (await node.until("ready"))["message"] == "Replication connection established"
        realtime_db.connection.execute(send, ('{"n": 1, "id": "own"}', "written", "room:open"))
        await _check_messages(node)
        await _check_presence(node)
        sentence = "Unauthorized: You do not have permissions to read from this Channel topic: room:closed"
        assert await node.until("room:closed CHANNEL_ERROR") == sentence
        replayed = await node.until("replayed")
        assert (replayed["payload"]["old"], replayed["meta"]["replayed"]) == (True, True)
        revoked = await node.until("revoked")
        assert revoked["message"] == "You do not have permissions to read from this Channel topic: room:open"
        assert await node.until("channels") == 0

    play(scenario, database_url, replicates=True)


async def _check_messages(node: Node) -> None:
    stored = await node.until("stored")
    assert (stored["event"], stored["payload"]) == ("written", {"n": 1, "id": "own"})
    assert stored["meta"]["id"] != "own"
    assert await node.until("sent") == "ok"
    assert (await node.until("own"))["payload"] == {"v": 12.5, "t": "ñ"}
    assert await node.until("raw") == [0, 255, 7]
    assert await node.until("http") == {"success": True}
    assert (await node.until("over http"))["event"] == "via"


async def _check_presence(node: Node) -> None:
    assert await node.until("empty") == {}
    assert await node.until("tracked") == "ok"
    assert await node.until("shown") == ["me"]
    assert await node.until("untracked") == "ok"
    assert await node.until("gone") == {}
