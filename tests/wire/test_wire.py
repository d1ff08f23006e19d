"""What PostgreSQL puts on the wire, and whether every description of it admits that and no more."""

from __future__ import annotations

import importlib
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter, ValidationError

from pedschema.emit.emitter import load_emitter

if TYPE_CHECKING:
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
        payload = json.loads(told[probe.key])
        message = {"type": "broadcast", "event": "probe.INSERT", "payload": payload}
        if not validator.is_valid(message):
            rejected.append((probe.type, payload["record"][probe.column]))
        payload["record"][probe.column] = _spoil(payload["record"][probe.column], probe.type)
        if payload["record"][probe.column] is not _SAME and validator.is_valid(message):
            rejected.append((probe.type, "spoiled", payload["record"][probe.column]))
    assert rejected == []


def test_python_types_admit_every_value_and_none_of_another_kind(
    world: World, told: dict[int, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path, text in load_emitter("python").render(world.wire).items():
        file = tmp_path / path
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    try:
        payload_type = importlib.import_module("probe_realtime.probe").ProbeInsertPayload
        adapter = TypeAdapter(payload_type)
        rejected = []
        for probe in world.probes:
            payload = json.loads(told[probe.key])
            rejected += [(probe.type, name) for name in _refuse(adapter, payload_type, payload)]
            payload["record"][probe.column] = _spoil(payload["record"][probe.column], probe.type)
            if payload["record"][probe.column] is _SAME:
                continue
            if len(_refuse(adapter, payload_type, payload)) != 2:
                rejected.append((probe.type, "spoiled"))
        assert rejected == []
    finally:
        for name in [name for name in sys.modules if name.startswith("probe_realtime")]:
            del sys.modules[name]


_SAME = object()


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


def _spoil(value: Any, type_: str) -> Any:
    """Return a value of another kind, or `_SAME` where every kind is right."""
    if type_.removesuffix("[]") in {"json", "jsonb"}:
        return _SAME if not type_.endswith("[]") else {"an": "object"}
    if isinstance(value, list):
        return {"0": value}
    if isinstance(value, dict):
        return [value]
    return {"a": value} if isinstance(value, bool | int | float) else 1 if _is_text(type_) else {"a": 1}


def _is_text(type_: str) -> bool:
    return type_ not in {"real", "double precision"} and not type_.startswith("numeric")
