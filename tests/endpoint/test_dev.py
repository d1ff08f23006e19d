from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from websockets.asyncio.client import connect

from pedschema.endpoint import available
from pedschema.endpoint.listener import open_listener

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Outcome

PERSONAS = """
[persona.member]
summary = "who may enter the open room"
claims = { role = "authenticated", sub = "bbbbbbbb-0000-4000-8000-000000000001" }
"""


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    (tmp_path / "personas.toml").write_text(PERSONAS, encoding="utf-8")
    return tmp_path


async def _join(url: str, token: str) -> Any:
    address = f"{url.replace('http', 'ws')}/realtime/v1/websocket?vsn=2.0.0&apikey={token}"
    async with connect(address) as socket:
        payload = {"config": {"private": True, "broadcast": {"replication_ready": True}}}
        await socket.send(json.dumps(["1", "1", "realtime:room:open", "phx_join", payload]))
        reply = json.loads(await socket.recv())[4]
        return reply if reply["status"] == "error" else json.loads(await socket.recv())[4]["message"]


@pytest.mark.db
def test_dev_serves_until_it_is_interrupted(contract: Path, database_url: str, run_dev: Any) -> None:
    async def scenario(told: dict[str, Any], end: Callable[[], Any]) -> None:
        assert set(told) == {"url", "anon_key", "service_key", "tokens", "admin_token"}
        assert await _join(told["url"], told["tokens"]["member"]) == "Replication connection established"
        assert (await _join(told["url"], told["anon_key"]))["status"] == "error"
        code, said = await end()
        assert code == 0
        assert said.splitlines()[0].startswith("for development and CI only")
        assert said.splitlines()[-1] == "stopped"
        assert told["admin_token"] not in said
        with pytest.raises(OSError, match=r"refused|failed"):
            await _join(told["url"], told["anon_key"])

    run_dev(scenario, "--contract", str(contract), "--database", database_url)


@pytest.fixture
def run_dev() -> Any:
    """Run the command as a process, and a scenario beside it."""

    async def act(scenario: Any, arguments: tuple[str, ...]) -> None:
        process = await asyncio.create_subprocess_exec(
            *(str(Path(sys.executable).with_name("pedschema")), "dev", "--port", "0", "--json", *arguments),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )

        async def end() -> tuple[int | None, str]:
            process.send_signal(signal.SIGINT)
            _, said = await process.communicate()
            return process.returncode, said.decode()

        try:
            assert process.stdout is not None
            async with asyncio.timeout(30):
                await scenario(json.loads(await process.stdout.readline()), end)
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()

    return lambda scenario, *arguments: asyncio.run(act(scenario, arguments))


def test_port_that_is_taken_is_told_before_anything_starts(
    run: Callable[..., Outcome], contract: Path
) -> None:
    with open_listener() as taken:
        port = taken.getsockname()[1]
        ended = run("dev", "--contract", str(contract), "--port", str(port))

    assert ended.code == 2
    assert f"127.0.0.1:{port}: something listens on this port [endpoint-port-taken]" in ended.err
    assert "help: choose another one with --port" in ended.err


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--database", "postgresql://u:hidden@db.example.com/x", "database-not-local"),
        ("--database", "postgresql://u:hidden@[", "database-url-wrong"),
        ("--database", "postgresql://u:hidden@127.0.0.1:1/x", "database-unreachable"),
        ("--secret", "hidden", "secret-short"),
        ("--jwks", "personas.toml", "jwks-wrong"),
        ("--jwks", "missing.json", "jwks-wrong"),
    ],
)
def test_what_cannot_be_served_is_told(
    run: Callable[..., Outcome], contract: Path, option: str, value: str, told: str
) -> None:
    ended = run(
        "dev",
        "--contract",
        str(contract),
        "--port",
        "0",
        option,
        value.replace("personas", f"{contract}/personas"),
    )

    assert ended.code == 2
    assert f"[{told}]" in ended.err
    assert "hidden" not in ended.err


def test_libraries_that_are_missing_are_named(
    run: Callable[..., Outcome], contract: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(available, "find_spec", lambda name: None if name == "uvicorn" else name)

    ended = run("dev", "--contract", str(contract))

    assert ended.code == 2
    assert "the server needs uvicorn [endpoint-missing]" in ended.err
    assert "pip install 'pedschema[endpoint]'" in ended.err


def test_help_needs_none_of_the_libraries() -> None:
    blocked = "import sys; sys.modules |= dict.fromkeys(('jwt', 'starlette', 'uvicorn', 'websockets'))"
    code = f"{blocked}\nimport pedschema.cli.commands.dev"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
