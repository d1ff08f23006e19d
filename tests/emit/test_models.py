"""Models for pydantic and msgspec: what they take, what they refuse, what they tell of it."""

from __future__ import annotations

import importlib
import importlib.util
import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pedschema.catalogue.load import load_catalogue
from pedschema.emit.emitter import load_emitter
from pedschema.emit.example import make_payload
from pedschema.emit.names import name_topics
from pedschema.emit.python.source import name_of
from pedschema.emit.shapes import describe_wire
from pedschema.errors import ContractError
from pedschema.model.wire import EventKind, Map, Reference

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from pedschema.model.wire import Event, WireContract, WireTopic

HERE = Path(__file__).parent
SECRET = "Jane Doe"  # noqa: S105 - a value that no error may repeat


def make_hostile() -> WireContract:
    spec = importlib.util.spec_from_file_location("hostile_names", HERE / "hostile.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    wire: WireContract = module.make_hostile_wire()
    return wire


def is_plain(name: str) -> bool:
    return not any(each in '"\\' or each < " " for each in name)


def keep_plain(wire: WireContract) -> WireContract:
    """Return the contract without the keys that msgspec cannot name."""

    def thin(record: Any) -> Any:
        return record and replace(record, fields=tuple(each for each in record.fields if is_plain(each.name)))

    def told(event: Event) -> Event:
        variants = tuple(
            replace(each, record=thin(each.record), old_record=thin(each.old_record))
            for each in event.variants
        )
        return replace(event, variants=variants)

    topics = tuple(replace(topic, events=tuple(map(told, topic.events))) for topic in wire.topics)
    return replace(wire, topics=topics)


class Models:
    """A generated package, and a message of each event."""

    def __init__(self, library: str, wire: WireContract, folder: Path) -> None:
        self.wire, self.folder, self.library = wire, folder, library
        for path, text in load_emitter(library).render(wire).items():
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        (self.package,) = (path.name for path in folder.iterdir())

    def load(self, topic: WireTopic) -> ModuleType:
        return importlib.import_module(f"{self.package}.{name_of(name_topics(self.wire)[topic.pattern])}")

    def messages(self) -> Iterator[tuple[ModuleType, Event, dict[str, Any]]]:
        for topic in self.wire.topics:
            for event in topic.events:
                payload = make_payload(event, self.wire)
                yield self.load(topic), event, {"type": "broadcast", "event": event.name, "payload": payload}


@pytest.fixture(scope="module", params=["pydantic", "msgspec"])
def library(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module", params=["good", "hostile"])
def models(request: pytest.FixtureRequest, library: str, tmp_path_factory: Any) -> Iterator[Models]:
    if request.param == "good":
        wire = describe_wire(load_catalogue(HERE.parent / "catalogue" / "good"))
    else:
        wire = make_hostile() if library == "pydantic" else keep_plain(make_hostile())
    made = Models(library, wire, tmp_path_factory.mktemp("models"))
    sys.path.insert(0, str(made.folder))
    importlib.invalidate_caches()
    yield made
    sys.path.remove(str(made.folder))
    for name in [name for name in sys.modules if name.partition(".")[0] == made.package]:
        del sys.modules[name]


def test_models_are_formatted_and_their_types_hold(models: Models) -> None:
    for command in (
        ("ruff", "format", "--isolated", "--diff", "--no-cache", "."),
        ("mypy", "--strict", "--cache-dir", str(models.folder.parent / "cache"), "."),
    ):
        done = subprocess.run(
            [sys.executable, "-m", *command], cwd=models.folder, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout


def test_every_event_is_parsed_and_another_key_value_or_event_is_not(models: Models) -> None:
    for module, event, message in models.messages():
        parsed = module.parse(message)
        assert parsed.event == event.name
        if event.kind is not EventKind.CLIENT:
            assert parsed.payload.operation == event.variants[0].operation
            wrong = {**message["payload"], "operation": SECRET}
            assert SECRET not in refuse(module, {**message, "payload": wrong})
        assert "surprise" in refuse(module, {**message, "payload": {**message["payload"], "surprise": 1}})
        assert SECRET not in refuse(module, {**message, "event": SECRET})
        assert SECRET not in refuse(module, {**message, "payload": SECRET})


def test_a_missing_key_is_an_error_unless_the_message_is_replayed(models: Models) -> None:
    for module, event, message in models.messages():
        reported: list[str] = []
        if event.kind is EventKind.CLIENT:
            continue
        payload = {key: value for key, value in message["payload"].items() if key != "table"}
        live = {**message, "payload": payload}
        with pytest.raises(ValueError, match="table"):
            module.parse_or_report(live, reported.append)
        assert reported == []
        replayed = {**live, "meta": {"id": "x", "replayed": True, "later": 1}}
        assert module.parse_or_report(replayed, reported.append) is None
        assert len(reported) == 1
        assert "table" in reported[0]


def test_an_unknown_key_is_reported_and_left_out(models: Models) -> None:
    for module, event, message in models.messages():
        reported: list[str] = []
        assert module.parse_or_report({**message, "later": 1}, reported.append) == module.parse(message)
        assert reported == []
        more = {**message, "payload": {**message["payload"], "surprise": SECRET}}
        if event.kind is not EventKind.CLIENT or event.variants[0].record is not None:
            assert module.parse_or_report(more, reported.append) == module.parse(message)
            assert len(reported) == 1
            assert "surprise" in reported[0]
            assert SECRET not in reported[0]


def test_an_unknown_label_is_reported_and_handed_out(models: Models) -> None:
    checked = 0
    for module, event, message in models.messages():
        for key in labelled(event, models.wire):
            changed = put(message, key, "brand new")
            assert "brand new" not in refuse(module, changed)
            reported: list[str] = []
            parsed = module.parse_or_report(changed, reported.append)
            assert "brand new" in values_of(parsed.payload)
            assert len(reported) == 1
            assert "brand new" not in reported[0]
            assert re.search(rf"record\S*\.{re.escape(key)}: ", reported[0], re.DOTALL)
            assert reported[0].endswith("; run pedschema gen")
            with pytest.raises(ValueError, match=r"record"):
                module.parse_or_report(put(message, key, 1), reported.append)
            checked += 1
    assert checked > 0 or models.wire.name == "chat"


def test_keys_and_values_of_an_object_of_texts_are_not_repeated(models: Models) -> None:
    checked = 0
    for module, event, message in models.messages():
        record = event.variants[0].record
        for field in record.fields if record and event.kind is EventKind.CHANGE else ():
            if isinstance(field.wire, Map):
                for value in ({SECRET: 1}, {SECRET: {SECRET: SECRET}}, SECRET):
                    told = refuse(module, put(message, field.name, value))
                    assert SECRET not in told
                    assert "record" in told
                checked += 1
    assert checked > 0 or models.wire.name == "chat"


def test_msgspec_refuses_keys_that_it_cannot_name_and_says_where() -> None:
    with pytest.raises(ContractError) as caught:
        load_emitter("msgspec").render(make_hostile())
    (mistake,) = caught.value.mistakes
    assert mistake.id == "msgspec-name"
    assert mistake.where.startswith("class ")
    assert load_emitter("msgspec").render(keep_plain(make_hostile()))


def labelled(event: Event, wire: WireContract) -> list[str]:
    """Return the keys of the first record that hold a label."""
    enums = {enum.name for enum in wire.enums}
    record = event.variants[0].record or event.variants[0].old_record
    if event.kind is EventKind.CLIENT or record is None:
        return []
    return [
        each.name for each in record.fields if isinstance(each.wire, Reference) and each.wire.name in enums
    ]


def put(message: dict[str, Any], key: str, value: Any) -> dict[str, Any]:
    """Return the message with another value in its first record."""
    made: dict[str, Any] = json.loads(json.dumps(message))
    payload = made["payload"]
    side = next(each for each in ("record", "records", "old_record", "old_records") if payload.get(each))
    record = payload[side][0] if side.endswith("s") else payload[side]
    assert key in record
    record[key] = value
    return made


def values_of(payload: Any) -> list[Any]:
    """Return the values of the payload's records."""
    sides = [getattr(payload, each, None) for each in ("record", "records", "old_record", "old_records")]
    records = [each for side in sides if side for each in (side if isinstance(side, list) else [side])]
    return [getattr(record, name) for record in records for name in type(record).__annotations__]


def refuse(module: ModuleType, message: Any) -> str:
    """Return what the module tells of a message that is not of the contract."""
    with pytest.raises(ValueError, match=r"\S") as caught:
        module.parse(message)
    assert type(caught.value).__name__ == "PayloadError"
    assert str(caught.value).endswith("; run pedschema gen")
    return str(caught.value)
