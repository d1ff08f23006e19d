"""Kotlin: a compiler takes all of it, and the program takes what may come and nothing else."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pedschema.emit.example import make_payload
from pedschema.model.wire import EventKind
from tests.kotlin import build_program

if TYPE_CHECKING:
    from pedschema.model.wire import Event, WireContract, WireTopic
    from tests.kotlin import KotlinProgram

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def hostile() -> WireContract:
    spec = importlib.util.spec_from_file_location("hostile", HERE / "hostile.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    wire: WireContract = module.make_hostile_wire()
    return wire


@pytest.fixture(scope="module")
def program(
    kotlin_jars: str, hostile: WireContract, tmp_path_factory: pytest.TempPathFactory
) -> KotlinProgram:
    return build_program(kotlin_jars, hostile, tmp_path_factory.mktemp("kotlin"))


def judge(program: KotlinProgram, cases: list[tuple[str, str, Any, bool]], folder: Path) -> list[list[str]]:
    return program.judge(((*case[:2], json.dumps(case[2]), case[3]) for case in cases), folder)


def list_events(wire: WireContract) -> list[tuple[WireTopic, Event, dict[str, Any]]]:
    return [(topic, event, make_payload(event, wire)) for topic in wire.topics for event in topic.events]


def test_every_event_is_taken_and_an_unknown_key_reported(
    program: KotlinProgram, hostile: WireContract, tmp_path: Path
) -> None:
    listed = list_events(hostile)
    right = [(topic.pattern, event.name, payload, False) for topic, event, payload in listed]
    more = [(pattern, event, {**payload, "surprise": 1}, False) for pattern, event, payload, _ in right]
    answers = judge(program, [*right, *more], tmp_path)
    assert answers[: len(right)] == [["taken", "taken"]] * len(right)
    for strict, tolerant, report in answers[len(right) :]:
        assert strict == report == "payload.surprise: a key unknown to the contract; run pedschema gen"
        assert tolerant == "taken"


def test_a_missing_key_is_an_error_unless_replayed_and_values_are_not_repeated(
    program: KotlinProgram, hostile: WireContract, tmp_path: Path
) -> None:
    listed = [each for each in list_events(hostile) if each[1].kind is not EventKind.CLIENT]
    without = [{key: value for key, value in payload.items() if key != "table"} for *_, payload in listed]
    wrong = [{**payload, "table": "Jane Doe"} for *_, payload in listed]
    cases = [
        (topic.pattern, event.name, payload, is_replayed)
        for payloads, is_replayed in ((without, False), (without, True), (wrong, True))
        for (topic, event, _), payload in zip(listed, payloads, strict=True)
    ]
    answers = judge(program, cases, tmp_path)
    missing = "payload.table: is missing; run pedschema gen"
    count = len(listed)
    assert answers[:count] == [[missing, missing]] * count
    assert answers[count : 2 * count] == [[missing, "skipped", missing]] * count
    assert answers[2 * count :] == [["payload.table: expected another text; run pedschema gen"] * 2] * count
