"""The layer in TypeScript, with supabase-js, against the endpoint: the scenarios of clients-test."""

from __future__ import annotations

import asyncio
import gzip
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pedschema.catalogue.load import load_catalogue
from pedschema.emit.codes import Surface, load_codes
from pedschema.emit.shapes import describe_wire
from tests.endpoint.conftest import ADMIN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pedschema.model.wire import WireContract
    from pedschema.probe.database import RealtimeDatabase
    from tests.conftest import Lane
    from tests.endpoint.conftest import Play, Stage

pytestmark = pytest.mark.node

CORE_BYTES = 6000


@pytest.fixture(scope="module")
def wire() -> WireContract:
    """Return the contract, its chat with replay."""
    wire = describe_wire(load_catalogue(Path(__file__).parents[1] / "catalogue" / "good"))
    topics = (replace(topic, replay=5 if topic.pattern.endswith(":chat") else 0) for topic in wire.topics)
    return replace(wire, topics=tuple(topics))


@pytest.fixture
def stored_url(database_url: str, realtime_db: RealtimeDatabase) -> str:
    """Return the URL of a database that has a message to be replayed."""
    realtime_db.connection.execute("SELECT realtime.send('{\"n\": 1}', 'stored', 'room:quiet')")
    return database_url


def _bundle(lane: Lane, script: str, *others: str) -> Path:
    lane.copy(script, *others, "tsconfig.json")
    lane.run("typescript/bin/tsc", "--project", ".", "--jsx", "react-jsx")
    return lane.bundle(script, "--platform=node", "--packages=external", "--jsx=automatic")


async def _run(stage: Stage, script: Path) -> None:
    await _judge(_describe(stage), script)


def _describe(stage: Stage) -> dict[str, str]:
    return {
        "url": stage.http,
        "anon": stage.anon,
        "member": stage.token(),
        "stranger": stage.anon,
        "expired": stage.token(seconds=-60),
        "admin": ADMIN,
    }


async def _judge(told: Mapping[str, Any], script: Path) -> None:
    output = await _play(told, script)
    assert "\n# fail 0" in output
    assert "\n# pass 0" not in output


async def _play(told: Mapping[str, Any], script: Path) -> str:
    """Run a script to its end, and return what it prints."""
    process = await asyncio.create_subprocess_exec(
        *("node", "--test-force-exit", "--test-reporter=tap", str(script)),
        env={**os.environ, "STAGE": json.dumps(told)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        cwd=script.parent,
    )
    try:
        output, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
    assert process.returncode == 0, output.decode()
    return output.decode()


@pytest.mark.db
@pytest.mark.parametrize("scenarios", ["sharing.ts", "recovery.ts", "taken.ts"])
def test_scenarios_with_supabase_js_hold(
    play: Play, lane: Lane, wire: WireContract, stored_url: str, scenarios: str
) -> None:
    lane.write(wire)
    script = _bundle(lane, scenarios, "stage.ts")
    play(lambda stage: _run(stage, script), stored_url, replicates=True)


@pytest.mark.db
def test_bare_client_is_deafened_by_a_listener_and_logs_the_key(
    play: Play, lane: Lane, wire: WireContract, database_url: str
) -> None:
    lane.write(wire)
    script = _bundle(lane, "bare.ts")

    async def scenario(stage: Stage) -> None:
        told = json.loads((await _play(_describe(stage), script)).splitlines()[-1])
        assert -1 not in told["heard"], "the listener behind the one that throws is starved"
        assert (told["state"], told["tellsKey"]) == ("joined", True)

    play(scenario, database_url)


@pytest.mark.db
def test_hooks_of_react_hold(
    play: Play, lane: Lane, wire: WireContract, database_url: str, realtime_db: RealtimeDatabase
) -> None:
    for emitter in ("typescript", "react"):
        lane.write(wire, emitter, emitter)
    script = _bundle(lane, "hooks.tsx")
    realtime_db.connection.execute(
        "CREATE POLICY everybody ON realtime.messages USING (true) WITH CHECK (true)"
    )
    play(lambda stage: _run(stage, script), database_url, replicates=True)


def test_pieces_come_to_what_python_comes_to(lane: Lane, wire: WireContract) -> None:
    lane.write(wire)
    script = _bundle(lane, "pieces.ts", "clock.ts")
    table = load_codes()
    texts: dict[tuple[str, int | None], None] = {
        (f"{code.name}: {code.about}", None): None
        for code in table.codes.values()
        if set(code.surfaces) != {Surface.LOG}
    }
    texts |= {(f"{phrase} x", None): None for code in table.codes.values() for phrase in code.phrases}
    texts |= {("", status): None for status in (200, 401, 403, 404, 418, 429, 500, 503)}
    found = [(*text, table.find(*text)) for text in [*texts, ("something new", None)]]
    classes = [
        (code.name, each.action, each.retry.first, each.retry.most, each.retry.times)
        for code in table.codes.values()
        if (each := table.class_of(code.name)) and set(code.surfaces) != {Surface.LOG}
    ]
    cases = [(text, status, code.name, code.class_) for text, status, code in found]

    asyncio.run(_judge({"cases": cases, "classes": classes}, script))


@pytest.mark.parametrize("scenarios", ["away.ts", "seats.ts", "turns.ts"])
def test_others_see_and_tokens_pass_as_they_should(lane: Lane, wire: WireContract, scenarios: str) -> None:
    lane.write(wire)
    asyncio.run(_judge({}, _bundle(lane, scenarios, "clock.ts", "fake.ts", "hall.ts")))


def test_layer_is_small(lane: Lane, wire: WireContract, capsys: pytest.CaptureFixture[str]) -> None:
    lane.write(wire)
    sizes = {}
    for name, modules in {"channels": ["realtime"], "all": ["realtime", "surface", "query"]}.items():
        lines = [f'export * from "./realtime/{module}";\n' for module in modules]
        (lane.folder / f"{name}.ts").write_text("".join(lines), encoding="utf-8")
        bundle = lane.bundle(f"{name}.ts", "--minify")
        sizes[name] = len(gzip.compress(bundle.read_bytes(), 9))
    with capsys.disabled():
        told = ", ".join(f"{name} {size} bytes" for name, size in sizes.items())
        print(f"\nclient layer in TypeScript, minified and gzipped: {told}")  # noqa: T201 - it is to be seen
    assert sizes["channels"] < CORE_BYTES
