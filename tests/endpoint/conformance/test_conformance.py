from __future__ import annotations

import asyncio
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from pedschema.endpoint.tenant import Limits
from pedschema.endpoint.tokens import sign_token
from tests.endpoint.conformance.players import NodePlayer, Player, PythonPlayer
from tests.endpoint.conftest import Stage, run_stage

if TYPE_CHECKING:
    from pedschema.probe.database import RealtimeDatabase

pytestmark = pytest.mark.db

SCENARIOS = tomllib.loads((Path(__file__).parent / "scenarios.toml").read_text(encoding="utf-8"))["scenario"]
LIMITS = Limits(200, 10, 500, 256, 50)
FORGER = "a secret that is not the project's, and long enough"


class Director:
    """Plays scenarios with one client."""

    def __init__(self, name: str, player: Player, stage: Stage, database: RealtimeDatabase) -> None:
        self._name = name
        self._player = player
        self._stage = stage
        self._database = database

    async def play(self, scenario: dict[str, Any]) -> None:
        await self._again()
        for step in scenario["steps"]:
            told = dict(step)
            if told.pop("only", self._name) != self._name:
                continue
            try:
                await self._step(told)
            except (AssertionError, TimeoutError) as error:
                pytest.fail(f"{self._name}, {scenario['name']}, {step}: {error!r}")

    async def _step(self, step: dict[str, Any]) -> None:
        if kind := step.pop("see", None):
            await self._see(kind, step)
            return
        match step.pop("do"):
            case "again":
                await self._again()
            case "token":
                await self._player.move("token", token=self._tokens()[step["token"]])
            case "sql":
                await asyncio.to_thread(self._database.connection.execute, step["sql"])
            case "fault":
                await self._stage.order(step["name"], **step["body"])
            case "replicates":
                await self._until_replication_is_back()
            case "flood":
                for _ in range(step["count"]):
                    await self._player.move("push")
                    await asyncio.sleep(step["seconds"] / step["count"])
            case "http":
                await self._post(step)
            case do:
                await self._player.move(do, **step)

    async def _see(self, kind: str, wanted: dict[str, Any]) -> None:
        if kind == "nothing":
            await asyncio.sleep(0.1)
            assert self._player.seen[wanted["of"]].empty()
            return
        async with asyncio.timeout(6):
            seen = await self._player.seen[kind].get()
            while kind == "broadcast" and seen["event"] == "flood":
                seen = await self._player.seen[kind].get()
        told = wanted.pop("told", "")
        assert told in seen.get("told", ""), seen
        if wanted.pop("id_differs", False):
            assert seen["meta"]["id"] != seen["payload"]["id"], seen
        if wanted.pop("replayed", False):
            assert seen["meta"]["replayed"] is True, seen
        payload = wanted.pop("payload", {})
        assert payload.items() <= seen.get("payload", {}).items(), seen
        assert {name: seen.get(name) for name in wanted} == wanted, seen

    async def _again(self) -> None:
        """Begin anew with a fresh client that has seen nothing."""
        await self._player.move("close") if self._player.seen else None
        await self._player.move("connect", token=self._stage.token())
        await asyncio.sleep(0.05)
        for name in ("status", "system", "broadcast"):
            while not self._player.seen[name].empty():
                self._player.seen[name].get_nowait()

    def _tokens(self) -> dict[str, str]:
        forged = sign_token({"role": "authenticated", "sub": "x"}, FORGER)
        return {"anon": self._stage.anon, "forged": forged}

    async def _until_replication_is_back(self) -> None:
        ready = self._stage.project.hub.ready
        async with asyncio.timeout(5):
            while ready.is_set():  # noqa: ASYNC110 - an event cannot tell that it is cleared
                await asyncio.sleep(0.01)
            await ready.wait()

    async def _post(self, wanted: dict[str, Any]) -> None:
        message = {"topic": "room:open", "event": "e", "payload": {"n": 1}}
        async with httpx.AsyncClient(base_url=self._stage.http) as client:
            headers = {"apikey": self._stage.anon}
            answer = await client.post("/api/broadcast", json={"messages": [message]}, headers=headers)
        assert answer.status_code == wanted["status"], answer.text
        assert answer.json()["message"] == wanted["message"]


async def _play_all(name: str, database: RealtimeDatabase, folder: Path) -> None:
    settings: dict[str, Any] = {"limits": LIMITS, "tick_seconds": 1.0}
    url = database.url_of("supabase_admin")
    async with asyncio.timeout(60), run_stage(url, replicates=True, **settings) as stage:
        await stage.project.hub.ready.wait()
        node = name == "supabase-js"
        player: Player = await NodePlayer.start(stage, folder) if node else PythonPlayer(stage)
        try:
            director = Director(name, player, stage, database)
            for scenario in SCENARIOS:
                await director.play(scenario)
        finally:
            await player.end()


def test_python_client_sees_what_it_sees_of_the_real_server(
    realtime_db: RealtimeDatabase, tmp_path: Path
) -> None:
    asyncio.run(_play_all("realtime", realtime_db, tmp_path))


@pytest.mark.node
def test_supabase_js_sees_what_it_sees_of_the_real_server(realtime_db: RealtimeDatabase, lane: Any) -> None:
    asyncio.run(_play_all("supabase-js", realtime_db, lane.folder))
