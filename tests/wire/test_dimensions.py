"""Arrays of other dimensions than declared: PostgreSQL takes them, every validator refuses them."""

from __future__ import annotations

import copy
import importlib
import json
import sys
from typing import TYPE_CHECKING, Any

import msgspec
import psycopg
import pytest
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter, ValidationError

from pedschema.emit.emitter import load_emitter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Lane, World

    Case = tuple[str, dict[str, Any]]

pytestmark = pytest.mark.db


@pytest.fixture(scope="module")
def cases(world: World) -> list[Case]:
    """Messages with one array of other dimensions each, with its type."""
    told = world.tell()
    made = []
    for probe in world.probes:
        message = world.make_message(told[probe.key])
        for value in world.redimension(message["payload"]["record"][probe.column], probe.type):
            other = copy.deepcopy(message)
            other["payload"]["record"][probe.column] = value
            made.append((probe.type, other))
    assert {type_ for type_, _ in made} >= {"text[]", "integer[][]", "public.labels[]", "public.address[]"}
    return made


@pytest.fixture
def load(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Any]]:
    """Return the topic's module of a Python emitter's package."""
    monkeypatch.syspath_prepend(tmp_path)
    names = []

    def find(emitter: str) -> Any:
        world.write(emitter, tmp_path)
        names.append("probe_realtime" if emitter == "python" else f"probe_realtime_{emitter}")
        importlib.invalidate_caches()
        return importlib.import_module(f"{names[-1]}.probe")

    yield find
    for each in [each for each in sys.modules if each.partition(".")[0] in names]:
        del sys.modules[each]


def test_postgresql_takes_another_depth(world: World) -> None:
    columns = {probe.type: probe.column for probe in world.probes}
    with psycopg.connect(world.url) as connection:
        row = (columns["integer[]"], columns["integer[][]"])
        inserted = "insert into public.probe (id, {}, {}) values (0, '{{{{1}}}}', '{{1}}')".format(*row)
        connection.execute(inserted.encode())
        connection.rollback()


def test_json_schema_refuses_it(world: World, cases: list[Case]) -> None:
    (text,) = load_emitter("jsonschema").render(world.wire).values()
    validator = Draft202012Validator(json.loads(text))
    assert [type_ for type_, message in cases if validator.is_valid(message)] == []


def test_typed_dicts_refuse_it(cases: list[Case], load: Callable[[str], Any]) -> None:
    payload_type = load("python").ProbeInsertPayload
    adapter = TypeAdapter(payload_type)
    taken = []
    for type_, message in cases:
        try:
            adapter.validate_python(message["payload"], strict=True)
            taken.append(("pydantic", type_))
        except ValidationError:
            pass
        try:
            msgspec.convert(message["payload"], payload_type)
            taken.append(("msgspec", type_))
        except msgspec.ValidationError:
            pass
    assert taken == []


@pytest.mark.parametrize("library", ["pydantic", "msgspec"])
def test_models_refuse_it_in_both_modes(cases: list[Case], load: Callable[[str], Any], library: str) -> None:
    module = load(library)
    for _, message in cases:
        with pytest.raises(ValueError, match=r"record"):
            module.parse(message)
        with pytest.raises(ValueError, match=r"record"):
            module.parse_or_report(message, print)


@pytest.mark.node
def test_validators_refuse_it_in_both_modes(world: World, cases: list[Case], lane: Lane) -> None:
    lane.write(world.wire)
    asked = [
        {"topic": "probe", "mode": mode, "message": message}
        for mode in ("strict", "report")
        for _, message in cases
    ]
    assert [
        case for case, told in zip(asked, lane.check(world.wire, asked), strict=True) if not told["issues"]
    ] == []
