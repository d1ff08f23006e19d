"""What PostgreSQL puts on the wire, and whether every description of it admits that and no more."""

from __future__ import annotations

import importlib
import json
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter, ValidationError

from pedschema.emit.emitter import load_emitter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import World

pytestmark = pytest.mark.db

GOLDEN = Path(__file__).parent / "golden"
SETTINGS = [
    "set timezone = 'America/New_York'",
    "set timezone = 'Asia/Kolkata'",
    "set datestyle = 'German, DMY'",
    "set datestyle = 'SQL, MDY'",
    "set datestyle = 'Postgres, DMY'",
    "set intervalstyle = 'sql_standard'",
    "set intervalstyle = 'postgres_verbose'",
    "set intervalstyle = 'iso_8601'",
    "set bytea_output = 'escape'",
    "set extra_float_digits = 0",
    "set extra_float_digits = -15",
    "set lc_monetary = 'C.UTF-8'",
    "set xmloption = 'content'; set search_path = pg_temp, pg_catalog, public",
]


@pytest.fixture(scope="module")
def told(world: World) -> dict[int, str]:
    return world.tell()


def test_every_value_is_told(world: World, told: dict[int, str]) -> None:
    assert len(told) == len(world.probes) > 150
    assert len({probe.type for probe in world.probes}) > 95


def test_the_wire_is_what_it_was(world: World, told: dict[int, str]) -> None:
    found: dict[str, dict[str, Any]] = {}
    for probe in world.probes:
        record = json.loads(told[probe.key], parse_int=str, parse_float=str)["record"]
        found.setdefault(probe.type, {})[probe.value] = record[probe.column]
    path = GOLDEN / f"pg{world.version}.json"
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    if os.environ.get("PEDSCHEMA_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        text = json.dumps(known | found, indent=1, ensure_ascii=True, sort_keys=True)
        path.write_text(f"{text}\n", encoding="utf-8")
        return
    # A server built without a library lacks its types.
    assert found == {type_: known[type_] for type_ in found}


@pytest.mark.parametrize("settings", SETTINGS)
def test_the_wire_does_not_depend_on_the_writers_session(
    world: World, told: dict[int, str], settings: str
) -> None:
    def plain(payloads: dict[int, str]) -> dict[int, Any]:
        return {key: {**json.loads(text), "id": None} for key, text in payloads.items()}

    assert plain(world.tell(settings)) == plain(told)


def test_json_schema_admits_every_value_and_none_of_another_kind(world: World, told: dict[int, str]) -> None:
    (text,) = load_emitter("jsonschema").render(world.wire).values()
    validator = Draft202012Validator(json.loads(text))
    rejected = []
    for probe in world.probes:
        message = world.make_message(told[probe.key])
        payload = message["payload"]
        if not validator.is_valid(message):
            rejected.append((probe.type, payload["record"][probe.column]))
        payload["record"][probe.column] = world.spoil(payload["record"][probe.column], probe.type)
        if payload["record"][probe.column] is not world.same and validator.is_valid(message):
            rejected.append((probe.type, "spoiled", payload["record"][probe.column]))
    assert rejected == []


def test_python_types_admit_every_value_and_none_of_another_kind(
    world: World, told: dict[int, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.write("python", tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    with loaded("probe_realtime") as package:
        payload_type = package.probe.ProbeInsertPayload
        adapter = TypeAdapter(payload_type)
        rejected = []
        for probe in world.probes:
            payload = json.loads(told[probe.key])
            rejected += [(probe.type, name) for name in _refuse(adapter, payload_type, payload)]
            payload["record"][probe.column] = world.spoil(payload["record"][probe.column], probe.type)
            if payload["record"][probe.column] is world.same:
                continue
            if len(_refuse(adapter, payload_type, payload)) != 2:
                rejected.append((probe.type, "spoiled"))
        assert rejected == []


@pytest.mark.parametrize("library", ["pydantic", "msgspec"])
def test_models_admit_every_value_and_none_of_another_kind(
    world: World, told: dict[int, str], library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.write(library, tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    with loaded(f"probe_realtime_{library}") as package:
        rejected = []
        for probe in world.probes:
            message = world.make_message(told[probe.key])
            record = message["payload"]["record"]
            reported: list[str] = []
            try:
                parsed = package.probe.parse(message)
                value = getattr(parsed.payload.record, probe.column)
                assert is_model(record[probe.column]) or value == record[probe.column]
                assert package.probe.parse_or_report(message, reported.append) == parsed
            except ValueError as error:
                rejected.append((probe.type, str(error)))
            assert reported == []
            record[probe.column] = world.spoil(record[probe.column], probe.type)
            if record[probe.column] is not world.same:
                with pytest.raises(ValueError, match=probe.column):
                    package.probe.parse(message)
        assert rejected == []


@contextmanager
def loaded(name: str) -> Iterator[Any]:
    """Yield a generated package with its topic loaded, and forget it again."""
    importlib.invalidate_caches()
    importlib.import_module(f"{name}.probe")
    try:
        yield sys.modules[name]
    finally:
        for each in [each for each in sys.modules if each.partition(".")[0] == name]:
            del sys.modules[each]


def is_model(value: Any) -> bool:
    """Return whether models make something else of a value: an object, or objects within it."""
    return isinstance(value, dict) or (isinstance(value, list) and any(map(is_model, value)))


def _refuse(adapter: TypeAdapter[Any], payload_type: Any, payload: Any) -> list[str]:
    """Return which of the two libraries refuse a payload."""
    refused = []
    try:
        adapter.validate_python(payload, strict=True, extra="forbid")
    except ValidationError:
        refused.append("pydantic")
    try:
        msgspec.convert(payload, payload_type)
    except msgspec.ValidationError:
        refused.append("msgspec")
    return refused
