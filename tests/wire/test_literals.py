"""Every value as a literal of the generated types: compilers take it, and none of another kind."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import MYPY_ENVIRON

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Lane, World

pytestmark = pytest.mark.db

SAFE = 2**53
COMPILERS = ["typescript", "typescript-5.9"]
PYRIGHT = {
    "typeCheckingMode": "strict",
    "enableTypeIgnoreComments": True,
    "reportUnnecessaryTypeIgnoreComment": "error",
    "reportUnknownVariableType": "none",
}


@pytest.fixture(scope="module")
def pairs(world: World) -> list[tuple[str, Any, Any]]:
    """Return column, value and a value of another kind, which is `world.same` where there is none."""
    told = world.tell()
    listed = []
    for probe in world.probes:
        value = json.loads(told[probe.key])["record"][probe.column]
        listed.append((probe.column, value, world.spoil(value, probe.type)))
    return listed


@pytest.fixture
def package(world: World, pairs: list[tuple[str, Any, Any]], tmp_path: Path) -> Path:
    """A Python package, and a module with every literal: the wrong ones are marked as wrong."""
    world.write("python", tmp_path)
    lines = ["from __future__ import annotations", "", "from probe_realtime.probe import ProbeRecord", "", ""]
    lines.append("def put(record: ProbeRecord) -> None:")
    for column, value, wrong in pairs:
        lines.append(f'    record["{column}"] = {value!r}')
        if wrong is not world.same:
            lines.append(f'    record["{column}"] = {wrong!r}  # type: ignore')
    (tmp_path / "literals.py").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


def test_mypy_takes_every_value_and_none_of_another_kind(package: Path) -> None:
    options = ("--strict", "--warn-unused-ignores", "--follow-imports=silent")
    command = [sys.executable, "-m", "mypy", *options, "--cache-dir", str(package / "cache"), "literals.py"]
    done = subprocess.run(command, cwd=package, env=MYPY_ENVIRON, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.node
def test_pyright_takes_every_value_and_none_of_another_kind(package: Path, lane: Lane) -> None:
    if not (lane.folder / "node_modules" / "pyright").exists():
        pytest.skip("pyright is not among the packages of clients-test")
    settings = {**PYRIGHT, "venvPath": str(sys.prefix), "pythonVersion": "3.11"}
    (package / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    arguments = ("--pythonpath", sys.executable, "--project", str(package), "literals.py")
    assert "0 errors" in lane.run("pyright/index.js", *arguments)


@pytest.mark.node
@pytest.mark.parametrize("compiler", COMPILERS)
def test_typescript_takes_every_value_and_none_of_another_kind(
    world: World, pairs: list[tuple[str, Any, Any]], lane: Lane, compiler: str
) -> None:
    lane.write(world.wire)
    lines = ['import type { ProbeRecord } from "./realtime/topics/probe";']
    for number, (column, value, wrong) in enumerate(pairs):
        lines.append(f'export const v{number}: ProbeRecord["{column}"] = {json.dumps(value)};')
        if wrong is not world.same:
            lines.append("// @ts-expect-error a value of another kind")
            lines.append(f'export const w{number}: ProbeRecord["{column}"] = {json.dumps(wrong)};')
    (lane.folder / "literals.ts").write_text("\n".join(lines), encoding="utf-8")
    lane.copy("tsconfig.json")
    lane.run(f"{compiler}/bin/tsc", "--project", ".")


@pytest.mark.node
def test_validators_take_every_value_that_javascript_can_hold_and_none_of_another_kind(
    world: World, pairs: list[tuple[str, Any, Any]], lane: Lane
) -> None:
    lane.write(world.wire)
    told = world.tell()
    cases, expected = [], []
    for probe, (column, value, wrong) in zip(world.probes, pairs, strict=True):
        message = world.make_message(told[probe.key])
        is_exact = "bigint" not in probe.type and not any(map(_is_unsafe, _whole_numbers(value)))
        for each, is_right in ((value, True), (wrong, False)):
            if each is world.same or (is_right and not is_exact and "numeric" not in probe.type):
                continue
            record = {**message["payload"]["record"], column: each}
            payload = {**message["payload"], "record": record}
            cases.append({"topic": "probe", "mode": "strict", "message": {**message, "payload": payload}})
            expected.append((probe.type, each, is_right))
    answers = lane.check(world.wire, cases)
    found = [
        (type_, each, not answer["issues"])
        for (type_, each, _), answer in zip(expected, answers, strict=True)
    ]
    assert found == expected


def _whole_numbers(value: Any) -> Iterator[int]:
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _whole_numbers(each)
    elif isinstance(value, int) and not isinstance(value, bool):
        yield value


def _is_unsafe(value: int) -> bool:
    return abs(value) >= SAFE
