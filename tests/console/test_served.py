from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.console.conftest import CONTRACT

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.db


@pytest.fixture
def dev(console_database: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "pedschema.cli", "dev", "--json", "--port", "0"]
    options = ["--contract", str(CONTRACT), "--database", console_database]
    with subprocess.Popen(
        command + options, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.kill()


def test_dev_prints_the_console_and_ends_while_a_page_listens(dev: subprocess.Popen[str]) -> None:
    assert dev.stdout is not None
    told = json.loads(dev.stdout.readline())
    address, _, token = told["console"].partition("#token=")
    assert (address, token) == (f"{told['url']}/console/", told["admin_token"])
    assert httpx.get(address).status_code == 200
    headers = {"authorization": f"Bearer {token}"}
    with httpx.stream("GET", f"{address}api/messages", headers=headers, timeout=8) as answer:
        lines = answer.iter_lines()
        assert next(lines) == "{}"
        began = time.monotonic()
        dev.send_signal(signal.SIGINT)
        assert list(lines) == []
    _, said = dev.communicate(timeout=8)
    assert (dev.returncode, said.splitlines()[-1]) == (0, "stopped")
    assert time.monotonic() - began < 5
    assert token not in said
