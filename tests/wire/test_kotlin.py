"""Kotlin takes every value of the wire, and none of another kind."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.kotlin import build_program

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import World

    from pedschema.model.wire import WireContract
    from tests.kotlin import KotlinProgram

pytestmark = pytest.mark.db

PRIVATE = "never to be repeated"


@pytest.fixture(scope="session")
def built() -> list[tuple[WireContract, KotlinProgram]]:
    """Programs that there are: servers with the same types share one."""
    return []


@pytest.fixture
def program(
    world: World,
    kotlin_jars: str,
    built: list[tuple[WireContract, KotlinProgram]],
    tmp_path_factory: pytest.TempPathFactory,
) -> KotlinProgram:
    for wire, known in built:
        if wire == world.wire:
            return known
    made = build_program(kotlin_jars, world.wire, tmp_path_factory.mktemp("kotlin"))
    built.append((world.wire, made))
    return made


def test_kotlin_takes_every_value_and_none_of_another_kind(
    world: World, program: KotlinProgram, tmp_path: Path
) -> None:
    told = world.tell()
    right = [("probe", "probe.INSERT", told[probe.key], False) for probe in world.probes]
    wrong, columns = [], []
    for probe in world.probes:
        payload = json.loads(told[probe.key])
        known = payload["record"][probe.column]
        # What an hstore holds are its keys as well.
        further = [{PRIVATE: {}}] if probe.type == "public.hstore" else []
        further += world.redimension(known, probe.type)
        for value in (world.spoil(known, probe.type), *further):
            if value is not world.same:
                payload["record"][probe.column] = value
                wrong.append(("probe", "probe.INSERT", json.dumps(payload), True))
                columns.append(probe.column)
    answers = program.judge([*right, *wrong], tmp_path)
    assert answers[: len(right)] == [["taken", "taken"]] * len(right)
    for column, answer in zip(columns, answers[len(right) :], strict=True):
        assert answer[0].startswith(f"payload.record.{column}"), answer
        assert len(set(answer)) == 1
        assert PRIVATE not in answer[0]
