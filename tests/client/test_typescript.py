"""The layer in TypeScript, with supabase-js, against the endpoint: the scenarios of clients-test/layer.ts."""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pedschema.catalogue.load import load_catalogue
from pedschema.emit.shapes import describe_wire
from tests.endpoint.conftest import ADMIN

if TYPE_CHECKING:
    from collections.abc import Callable

    from pedschema.probe.database import RealtimeDatabase
    from tests.conftest import Lane
    from tests.endpoint.conftest import Stage

pytestmark = pytest.mark.node


@pytest.mark.db
def test_scenarios_with_supabase_js_hold(
    play: Callable[..., None], lane: Lane, database_url: str, realtime_db: RealtimeDatabase
) -> None:
    lane.write(describe_wire(load_catalogue(Path(__file__).parents[1] / "catalogue" / "good")))
    lane.copy("layer.ts", "tsconfig.json")
    lane.run("typescript/bin/tsc", "--project", ".")
    script = lane.bundle("layer.ts", "--platform=node", "--packages=external")
    realtime_db.connection.execute("SELECT realtime.send('{\"n\": 1}', 'stored', 'room:quiet')")

    async def scenario(stage: Stage) -> None:
        told = {
            "url": stage.http,
            "anon": stage.anon,
            "member": stage.token(),
            "stranger": stage.anon,
            "expired": stage.token(seconds=-60),
            "admin": ADMIN,
        }
        process = await asyncio.create_subprocess_exec(
            *("node", "--test-force-exit", "--test-reporter=tap", str(script)),
            env={**os.environ, "STAGE": json.dumps(told)},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            cwd=lane.folder,
        )
        try:
            output, _ = await process.communicate()
        finally:
            if process.returncode is None:
                process.kill()
        assert process.returncode == 0, output.decode()
        assert b"# fail 0" in output

    play(scenario, database_url, replicates=True)
