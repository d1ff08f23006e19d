"""How fast the local endpoint delivers, what it loses, and what a channel at rest costs.

    python benchmarks/endpoint.py [--seconds N]

The endpoint runs in this process, PostgreSQL and the subscribers (raw websockets, protocol 2) in processes of
their own. A latency is from before the statement that writes a message until a subscriber has it. The
limits of the plan are out of the way. Exit code 1 when a target is missed.
"""  # noqa: INP001 - a script

from __future__ import annotations

__all__ = ["main"]

import argparse
import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
from websockets.asyncio.client import ClientConnection, connect

from pedschema.endpoint.listener import open_listener
from pedschema.endpoint.project import Project
from pedschema.endpoint.run import serving
from pedschema.endpoint.tenant import Limits, Tenant
from pedschema.endpoint.tokens import sign_token
from pedschema.platform import SUPERUSER, PlatformServer, create_database

if TYPE_CHECKING:
    from collections.abc import Sequence

SECRET = "only this benchmark signs its tokens with it"  # noqa: S105
UNLIMITED = Limits(100_000, 10_000_000, 1_000_000, 3000, 1_000_000)
SUBSCRIBERS = 100
TOPICS = 40
IDLE = 1000
IDLE_MB = 150.0
PATIENCE = 10.0
POLICY = (
    "CREATE POLICY everybody ON realtime.messages FOR SELECT TO authenticated USING (topic LIKE 'room:%')"
)
SEND = "SELECT realtime.send(jsonb_build_object('n', %s::int), 'bench', %s)"


@dataclass(frozen=True, slots=True)
class Load:
    """One measurement.

    Attributes:
        target_ms: the 95th percentile stays under it; None when only losses count.
    """

    name: str
    topics: int
    writes_per_second: int
    target_ms: float | None


LOADS = (
    Load("100 subscribers on 40 topics, 20 writes/s", TOPICS, 20, 6),
    Load("100 subscribers on 40 topics, 100 writes/s", TOPICS, 100, 6),
    Load("100 subscribers on 40 topics, 300 writes/s", TOPICS, 300, 6),
    Load("100 subscribers on one topic, 5 000 frames/s", 1, 50, 45),
    Load("100 subscribers on one topic, 10 000 frames/s", 1, 100, None),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; return 0 when every target is met."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=10.0, help="that each load lasts (default: 10)")
    # What a process of subscribers is told, through its environment: a token is no argument of a command.
    parser.add_argument("--subscribe", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.subscribe:
        asyncio.run(_subscribe(json.loads(os.environ["ENDPOINT_LOAD"])))
        return 0
    with tempfile.TemporaryDirectory() as folder, PlatformServer(data=Path(folder) / "data") as server:
        create_database(server.url(user=SUPERUSER), "bench")
        url = server.url("bench", SUPERUSER)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(POLICY)
        return 0 if asyncio.run(_measure(url, options.seconds)) else 1


async def _measure(database: str, seconds: float) -> bool:
    project = Project(Tenant(SECRET, limits=UNLIMITED), database)
    async with serving(project, open_listener(), admin_token="unused") as url:  # noqa: S106
        await asyncio.wait_for(project.hub.ready.wait(), PATIENCE)
        told = {"url": url, "database": database, "seconds": seconds}
        # Memory first: what the loads leave behind in the allocator is no channel at rest.
        met = [_show_memory(await _run(told | {"idle": IDLE}))]
        met += [_show(load, await _run(told | {"load": asdict(load)})) for load in LOADS]
    return all(met)


async def _run(told: dict[str, Any]) -> dict[str, Any]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, __file__, "--subscribe"),
        env=os.environ | {"ENDPOINT_LOAD": json.dumps(told)},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=2**26,
    )
    stdin, stdout = process.stdin, process.stdout
    if stdin is None or stdout is None:
        raise RuntimeError
    ready = json.loads(await stdout.readline())
    memory = _read_memory()
    stdin.close()
    last = await stdout.readline()
    if await process.wait():
        sys.exit("the subscribers ended with an error")
    return {"memory": memory, **ready, **json.loads(last)}


def _read_memory() -> float:
    """Return the resident megabytes of this process, that is of the endpoint."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def _show_memory(seen: dict[str, Any]) -> bool:
    met = seen["memory"] < IDLE_MB
    _say(
        f"{seen['joined']} idle channels, each on a socket of its own: {seen['memory']:.0f} MB"
        f" (target {IDLE_MB:.0f}: {_word(met)})"
    )
    return bool(met and seen["joined"] == IDLE)


def _show(load: Load, seen: dict[str, Any]) -> bool:
    cuts = statistics.quantiles(seen["latencies"], n=100) if len(seen["latencies"]) > 1 else [PATIENCE] * 99
    lost = seen["expected"] - len(seen["latencies"])
    met = lost == 0 and (load.target_ms is None or cuts[94] * 1000 < load.target_ms)
    figures = "/".join(f"{cuts[place] * 1000:.1f}" for place in (49, 94, 98))
    target = "nothing lost" if load.target_ms is None else f"p95 under {load.target_ms:g} ms, nothing lost"
    _say(
        f"{load.name}: p50/p95/p99 {figures} ms; {lost} of {seen['expected']} frames lost;"
        f" {seen['expected'] / seen['took']:.0f} frames/s (target {target}: {_word(met)})"
    )
    return bool(met)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _word(met: bool) -> str:  # noqa: FBT001 - the word for it
    return "met" if met else "MISSED"


class _Subscribers:
    def __init__(self) -> None:
        self.sent: list[float] = []
        self.latencies: list[float] = []

    async def listen(self, socket: ClientConnection) -> None:
        async for frame in socket:
            now = time.perf_counter()
            if isinstance(frame, bytes):
                number = json.loads(frame[frame.rindex(b"{") :])["n"]
                self.latencies.append(now - self.sent[number])


async def _subscribe(told: dict[str, Any]) -> None:
    """Join, say so, wait for the word, write, and tell what arrived."""
    subscribers = _Subscribers()
    load = Load(**told["load"]) if "load" in told else None
    count = SUBSCRIBERS if load else told["idle"]
    topics = [f"room:{number % (load.topics if load else TOPICS)}" for number in range(count)]
    async with AsyncExitStack() as stack, asyncio.TaskGroup() as group:
        sockets = [await stack.enter_async_context(_open(told["url"])) for _ in topics]
        for socket, topic in zip(sockets, topics, strict=True):
            await _join(socket, topic)
        _say(json.dumps({"joined": len(sockets)}))
        await asyncio.to_thread(sys.stdin.read)
        readers = [group.create_task(subscribers.listen(socket)) for socket in sockets]
        seen = await _write(load, told, subscribers, topics) if load else {}
        for reader in readers:
            reader.cancel()
    _say(json.dumps(seen))


def _open(url: str) -> connect:
    token = sign_token({"role": "authenticated", "sub": "bbbbbbbb-0000-4000-8000-000000000001"}, SECRET)
    address = f"{url.replace('http', 'ws')}/realtime/v1/websocket?vsn=2.0.0&apikey={token}"
    return connect(address, compression=None, ping_interval=None)


async def _join(socket: ClientConnection, topic: str) -> None:
    await socket.send(json.dumps(["1", "1", f"realtime:{topic}", "phx_join", {"config": {"private": True}}]))
    reply = json.loads(await socket.recv())[4]
    if reply["status"] != "ok":
        sys.exit(f"a join was refused: {reply['response']}")


async def _write(
    load: Load, told: dict[str, Any], subscribers: _Subscribers, topics: list[str]
) -> dict[str, Any]:
    writes = int(load.writes_per_second * told["seconds"])
    wanted = [f"room:{number % load.topics}" for number in range(writes)]
    expected = sum(topics.count(topic) for topic in wanted)
    async with await psycopg.AsyncConnection.connect(told["database"], autocommit=True) as connection:
        start = time.perf_counter()
        for number, topic in enumerate(wanted):
            await asyncio.sleep(max(0.0, start + number / load.writes_per_second - time.perf_counter()))
            subscribers.sent.append(time.perf_counter())
            await connection.execute(SEND, (number, topic))
        end = time.perf_counter() + PATIENCE
        while len(subscribers.latencies) < expected and time.perf_counter() < end:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        took = time.perf_counter() - start
    return {"expected": expected, "latencies": subscribers.latencies, "took": took}


if __name__ == "__main__":
    sys.exit(main())
