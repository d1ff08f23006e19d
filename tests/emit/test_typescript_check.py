"""What the generated validators say of messages."""

from __future__ import annotations

import copy
import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pedschema.catalogue.load import load_catalogue
from pedschema.emit.example import make_payload
from pedschema.emit.shapes import describe_wire

if TYPE_CHECKING:
    from collections.abc import Callable

    from pedschema.model.wire import WireContract

pytestmark = pytest.mark.node

HERE = Path(__file__).parent
CHAT = "room:{room_id:uuid}:chat"
PRIVATE = "never to be repeated"


@pytest.fixture(scope="module")
def rooms() -> WireContract:
    return describe_wire(load_catalogue(HERE.parent / "catalogue" / "good"))


@pytest.fixture(scope="module")
def hostile() -> WireContract:
    spec = importlib.util.spec_from_file_location("hostile", HERE / "hostile.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    wire: WireContract = module.make_hostile_wire()
    return wire


def make_messages(wire: WireContract) -> list[dict[str, Any]]:
    """Return an example of each event of each topic."""
    return [
        {
            "topic": topic.pattern,
            "mode": "strict",
            "message": {
                "type": "broadcast",
                "event": event.name,
                "meta": {},
                "payload": make_payload(event, wire),
            },
        }
        for topic in wire.topics
        for event in topic.events
    ]


@pytest.mark.parametrize("which", ["rooms", "hostile"])
def test_examples_of_every_event_pass(
    lane: Any, rooms: WireContract, hostile: WireContract, which: str
) -> None:
    wire = rooms if which == "rooms" else hostile
    lane.write(wire)
    cases = make_messages(wire)
    assert lane.check(wire, cases) == [{"issues": [], "reports": []}] * len(cases)


def test_no_key_of_a_hostile_record_may_be_missing_or_of_another_kind(
    lane: Any, hostile: WireContract
) -> None:
    lane.write(hostile)
    case = next(each for each in make_messages(hostile) if each["message"]["event"] == "messages.INSERT")
    event = next(
        event for topic in hostile.topics for event in topic.events if event.name == "messages.INSERT"
    )
    fields = event.variants[0].record.fields if event.variants[0].record else ()
    cases, expected = [], []
    for field in fields:
        path = f"payload.record.{field.name}"
        less = copy.deepcopy(case)
        del less["message"]["payload"]["record"][field.name]
        cases.append(less)
        expected.append(f"{path} is missing")
        if field.wire.kind != "json":
            other = copy.deepcopy(case)
            # What no kind is: an object would be an hstore, and of text, null may be right.
            other["message"]["payload"]["record"][field.name] = [[[{PRIVATE: 1}]], 0.5]
            cases.append(other)
            expected.append(path)
    answers = lane.check(hostile, cases)
    for answer, told in zip(answers, expected, strict=True):
        assert answer["issues"]
        assert all(issue.startswith(told) for issue in answer["issues"])
        assert PRIVATE not in str(answer)


def insert(**record: Any) -> dict[str, Any]:
    known = {"id": "1", "content": "a", "room_id": "2", "author": None, "length": 1}
    payload = {
        "id": "3",
        "operation": "INSERT",
        "schema": "public",
        "table": "messages",
        "record": known | record,
        "old_record": None,
    }
    return {"type": "broadcast", "event": "messages.INSERT", "payload": payload}


def people(*records: Any, **others: Any) -> dict[str, Any]:
    payload = {
        "id": "3",
        "operation": "INSERT",
        "schema": "public",
        "table": "members",
        "records": list(records),
        "old_records": None,
    }
    return {"type": "broadcast", "event": "people.GROUP", "payload": payload | others}


def without(message: dict[str, Any], *path: str) -> dict[str, Any]:
    message = copy.deepcopy(message)
    place = message
    for key in path[:-1]:
        place = place[key]
    del place[path[-1]]
    return message


ROUNDED = 'payload.record.length was rounded by JSON.parse: use as = "text"'
REPLAYED = {"meta": {"replayed": True}}


@pytest.mark.parametrize(
    ("message", "strict", "report"),
    [
        (insert(), [], []),
        (insert(author="b", length=9007199254740991), [], []),
        (insert(content=7), ["payload.record.content must be string"], "strict"),
        (insert(content=None), ["payload.record.content must be string"], "strict"),
        (insert(author=True), ["payload.record.author must be string|null"], "strict"),
        (insert(length=1.5), ["payload.record.length must be bigint"], "strict"),
        (insert(length="1"), ["payload.record.length must be bigint"], "strict"),
        (insert(length=9007199254740993), [ROUNDED], "strict"),
        (without(insert(), "payload", "record", "author"), ["payload.record.author is missing"], "strict"),
        (insert(added=PRIVATE), ["payload.record.added is unknown"], []),
        (without(insert(), "payload", "id"), ["payload.id is missing"], None),
        (without(insert(), "payload", "record", "id"), ["payload.record.id is missing"], "strict"),
        (
            without(insert() | REPLAYED, "payload", "record", "author"),
            ["payload.record.author is missing"],
            [],
        ),
        (insert(content=7) | REPLAYED, ["payload.record.content must be string"], "strict"),
        (people({"profile_id": "a", "role": "owner"}), [], []),
        (people({"profile_id": "a", "role": PRIVATE}), ["payload.records.0.role is an unknown label"], []),
        (people({"profile_id": "a", "role": 1}), ["payload.records.0.role must be enum"], "strict"),
        (people({"profile_id": "a"}), ["payload.records.0.role is missing"], "strict"),
        (people(old_records=[]), ["payload.old_records must be const|null"], "strict"),
        (people(operation="TRUNCATE"), ["event is unknown"], "strict"),
        (people(table="rooms"), ["payload.table must be const|members"], "strict"),
        (insert() | {"event": "rooms.INSERT"}, ["event is unknown"], "strict"),
        (insert() | {"payload": [PRIVATE]}, ["event is unknown"], "strict"),
        (without(insert(), "payload"), ["event is unknown"], "strict"),
        ([], ["event is unknown"], "strict"),
        (None, ["event is unknown"], "strict"),
        ("constructor", ["event is unknown"], "strict"),
        (
            {"event": "constructor", "payload": {"operation": "toString"}},
            ["event is unknown"],
            "strict",
        ),
    ],
)
def test_strict_and_report_differ_in_what_a_newer_or_older_contract_may_do(
    check: Callable[..., list[dict[str, list[str]]]], message: Any, strict: list[str], report: Any
) -> None:
    in_strict, in_report = check(message)
    assert [issue.partition("; run pedschema gen")[0] for issue in in_strict["issues"]] == strict
    assert in_strict["reports"] == []
    if report == "strict":
        assert in_report == in_strict
    else:
        assert in_report["issues"] == []
        assert in_report["reports"] == (in_strict["issues"] if report is not None else [])
    assert PRIVATE not in f"{in_strict}{in_report}"


@pytest.fixture
def check(lane: Any, rooms: WireContract) -> Callable[..., list[dict[str, list[str]]]]:
    """Return what the validators say of one message of the chat, in both modes."""
    lane.write(rooms)

    def ask(message: Any) -> list[dict[str, list[str]]]:
        cases = [{"topic": CHAT, "mode": mode, "message": message} for mode in ("strict", "report")]
        answers: list[dict[str, list[str]]] = lane.check(rooms, cases)
        return answers

    return ask


def test_keys_of_every_objects_prototype_are_no_columns(
    check: Callable[..., list[dict[str, list[str]]]],
) -> None:
    # A key that is only inherited is missing, and one that is sent is unknown.
    message = insert()
    message["payload"]["record"] |= {"__proto__": {"id": "x"}, "constructor": 1}
    strict, report = check(message)
    assert [issue.partition("; ")[0] for issue in strict["issues"]] == [
        "payload.record.__proto__ is unknown",
        "payload.record.constructor is unknown",
    ]
    assert report["issues"] == []
