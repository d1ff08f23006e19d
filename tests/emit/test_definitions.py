from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from pedschema.catalogue.load import load_catalogue
from pedschema.emit.emitter import load_emitter
from pedschema.emit.example import make_payload
from pedschema.emit.names import Names
from pedschema.emit.shapes import describe_wire
from pedschema.emit.text import Shared, render_json
from pedschema.model.names import QualifiedName
from pedschema.model.wire import Field, Record, Reference, WireEnum

if TYPE_CHECKING:
    from pedschema.model.wire import WireContract

CONTRACT = Path(__file__).parents[1] / "catalogue" / "good"


@pytest.fixture(scope="module")
def wire() -> WireContract:
    return describe_wire(load_catalogue(CONTRACT))


def test_a_record_is_described_once_and_referred_to(wire: WireContract) -> None:
    names = Names.of(wire)
    texts = load_emitter("jsonschema").render(wire)
    for each in names.topics:
        schema = json.loads(texts[f"{each.stem}.schema.json"])
        assert set(each.records.values()) <= schema["$defs"].keys()
        assert not [where for where in _find_objects(schema["oneOf"]) if "record" in where]
    (document,) = load_emitter("asyncapi").render(wire).values()
    described = json.loads(document)["components"]["schemas"]
    wanted = {f"{each.stem}.{name}" for each in names.topics for name in each.records.values()}
    assert wanted <= described.keys()


def test_a_record_and_a_type_of_one_name_keep_apart(wire: WireContract) -> None:
    topic = next(each for each in wire.topics if each.events and each.events[0].table)
    record, name = next(iter(Names.of(wire).topics[wire.topics.index(topic)].records.items()))
    enum = WireEnum(QualifiedName("public", name), ("one",))
    field = Field("like_a_record", Reference(enum.name), nullable=False)
    changed = _exchange(topic, record, Record((*record.fields, field)))
    told = replace(wire, enums=(*wire.enums, enum), topics=(changed,))
    (text,) = load_emitter("jsonschema").render(told).values()
    schema = json.loads(text)
    assert schema["$defs"][name]["enum"] == ["one"]
    validator = Draft202012Validator(schema)
    event = next(each for each in changed.events if _has(each, field))
    message = {"type": "broadcast", "event": event.name, "payload": make_payload(event, told)}
    assert validator.is_valid(message)
    side = next(key for key, value in message["payload"].items() if value and "like_a_record" in str(value))
    wrong = json.loads(json.dumps(message).replace('"like_a_record": "one"', '"like_a_record": "two"'))
    assert wrong["payload"][side] != message["payload"][side]
    assert not validator.is_valid(wrong)


def test_a_shared_object_is_laid_out_for_each_place_that_it_stands_at() -> None:
    plain = {"a": "x" * 30, "b": ["y" * 25]}
    shared = Shared(plain)
    for around in (lambda value: [value, value], lambda value: {"deep": {"deeper": {"key" * 4: value}}}):
        assert render_json(around(shared)) == render_json(around(plain))
        assert json.loads(render_json(around(shared))) == around(plain)


def _exchange(topic: Any, old: Record, new: Record) -> Any:
    def other(record: Record | None) -> Record | None:
        return new if record == old else record

    events = tuple(
        replace(
            event,
            variants=tuple(
                replace(each, record=other(each.record), old_record=other(each.old_record))
                for each in event.variants
            ),
        )
        for event in topic.events
    )
    return replace(topic, events=events)


def _has(event: Any, field: Field) -> bool:
    first = event.variants[0]
    return any(field in side.fields for side in (first.record, first.old_record) if side)


def _find_objects(schema: Any, at: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Return where below a schema objects with properties are described."""
    if isinstance(schema, list):
        return [where for each in schema for where in _find_objects(each, at)]
    if not isinstance(schema, dict):
        return []
    own = [at] if isinstance(schema.get("properties"), dict) else []
    return own + [where for key, below in schema.items() for where in _find_objects(below, (*at, key))]
