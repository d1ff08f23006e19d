from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pedschema.compare.payloads import Level, compare_wires
from pedschema.model.names import QualifiedName
from pedschema.model.topic import Budget, TopicPattern
from pedschema.model.wire import (
    Array,
    Boolean,
    Event,
    EventKind,
    Field,
    Float,
    Integer,
    Json,
    Map,
    Numeric,
    Record,
    Reference,
    Text,
    Variant,
    Wire,
    WireContract,
    WireEnum,
    WireObject,
    WireTopic,
)

ROOMS = QualifiedName("public", "rooms")
STATUS = QualifiedName("public", "status")
POINT = QualifiedName("public", "point")
PATTERN = "room:{room_id:uuid}"
TODAY = date(2026, 11, 25)
ID = Field("id", Text("uuid"), nullable=False, type="uuid")
TITLE = Field("title", Text(), nullable=False, type="text")


def make_event(*fields: Field, name: str = "rooms.UPDATE") -> Event:
    return Event(name, EventKind.CHANGE, ROOMS, (Variant("UPDATE", Record(fields), Record((ID,))),))


def make_topic(*events: Event) -> WireTopic:
    return WireTopic(
        pattern=PATTERN,
        parts=TopicPattern.parse(PATTERN).parts,
        feature="rooms",
        summary="One room",
        surfaces=("Room", "Lobby"),
        replaces=(),
        read=("authenticated",),
        write=(),
        presence=False,
        budget=Budget(80, 1000, 6, 8, 14),
        events=events,
    )


def make_wire(
    *topics: WireTopic, labels: tuple[str, ...] = ("open",), point: Record | None = None
) -> WireContract:
    objects = (WireObject(POINT, point),) if point else ()
    return WireContract("rooms", "2.129.8", 256000, 100, (WireEnum(STATUS, labels),), objects, topics)


def compare(old: WireContract, new: WireContract) -> list[tuple[str, str]]:
    return [(str(change.level), change.path) for change in compare_wires(old, new, TODAY)]


def compare_fields(
    old: Wire, new: Wire, *, was_nullable: bool = False, is_nullable: bool = False
) -> list[str]:
    """Return the levels of the change of one value."""
    before, after = Field("value", old, was_nullable), Field("value", new, is_nullable)
    one, other = (make_wire(make_topic(make_event(ID, field))) for field in (before, after))
    return [level for level, _ in compare(one, other)]


@pytest.mark.parametrize(
    ("old", "new", "levels"),
    [
        (Integer(16), Integer(32), ["safe"]),
        (Integer(32), Integer(64), ["dangerous"]),
        (Integer(64), Integer(32), ["safe"]),
        (Float(32), Float(64), ["safe"]),
        (Integer(32), Float(64), ["breaking"]),
        (Numeric(10, 2), Numeric(12, 2), ["safe"]),
        (Numeric(10, 2), Numeric(), ["dangerous"]),
        (Numeric(15, 2), Numeric(16, 2), ["dangerous"]),
        (Numeric(), Numeric(10, 2), ["safe"]),
        (Numeric(16, 2), Numeric(), ["safe"]),
        (Text("timestamptz"), Text("timestamp"), ["breaking"]),
        (Text("interval"), Text(), ["breaking"]),
        (Text(), Text("uuid"), ["safe"]),
        (Text(), Boolean(), ["breaking"]),
        (Text(), Text(), []),
        (Json(), Map(), ["safe"]),
        (Map(), Json(), ["breaking"]),
        (Array(Text()), Array(Text(), 2), ["breaking"]),
        (Array(Text(), nullable=False), Array(Text()), ["breaking"]),
        (Array(Text()), Array(Text(), nullable=False), ["safe"]),
        (Array(Integer(32)), Array(Integer(64)), ["dangerous"]),
        (Text(), Array(Text()), ["breaking"]),
        (Text(), Reference(STATUS), ["breaking"]),
    ],
)
def test_a_value_that_becomes_another_is_judged_by_what_clients_lose(
    old: Wire, new: Wire, levels: list[str]
) -> None:
    assert compare_fields(old, new) == levels


def test_null_is_breaking_where_it_was_impossible_and_safe_the_other_way() -> None:
    assert compare_fields(Text(), Text(), is_nullable=True) == ["breaking"]
    assert compare_fields(Text(), Text(), was_nullable=True) == ["safe"]


def test_a_key_that_goes_breaks_and_one_that_comes_does_not() -> None:
    short, long = (make_wire(make_topic(make_event(*fields))) for fields in ((ID,), (ID, TITLE)))
    assert compare(long, short) == [("breaking", "rooms.UPDATE record.title")]
    assert compare(short, long) == [("safe", "rooms.UPDATE record.title")]


def test_a_renamed_key_is_told_once_with_its_new_name() -> None:
    old = make_wire(make_topic(make_event(ID, TITLE)))
    new = make_wire(make_topic(make_event(ID, replace(TITLE, name="name"))))
    (change,) = compare_wires(old, new, TODAY)
    assert (change.level, change.path) == (Level.BREAKING, "rooms.UPDATE record.title")
    assert '"name"' in change.what
    other = make_wire(make_topic(make_event(ID, Field("name", Boolean(), nullable=False))))
    assert compare(old, other) == [
        ("safe", "rooms.UPDATE record.name"),
        ("breaking", "rooms.UPDATE record.title"),
    ]


def test_the_order_of_keys_is_no_change() -> None:
    one, other = (make_wire(make_topic(make_event(*fields))) for fields in ((ID, TITLE), (TITLE, ID)))
    assert compare(one, other) == []


def test_topics_and_events_that_go_break_and_name_their_surfaces() -> None:
    event, other = make_event(ID), make_event(ID, name="rooms.DELETE")
    both, one, none = (
        make_wire(*topics) for topics in ((make_topic(event, other),), (make_topic(event),), ())
    )
    assert compare(both, one) == [("breaking", "rooms.DELETE")]
    assert compare(one, both) == [("safe", "rooms.DELETE")]
    (gone,) = compare_wires(one, none, TODAY)
    assert (gone.level, gone.topic, gone.surfaces) == (Level.BREAKING, PATTERN, ("Lobby", "Room"))
    assert compare(none, one) == [("safe", "")]


@pytest.mark.parametrize(
    ("sunset", "level"), [("2026-11-25", "safe"), ("2026-11-26", "breaking"), ("", "breaking")]
)
def test_an_event_may_go_once_its_sunset_is_over(sunset: str, level: str) -> None:
    old = make_wire(make_topic(replace(make_event(ID), sunset=sunset)))
    assert compare(old, make_wire(make_topic())) == [(level, "rooms.UPDATE")]


def test_rights_that_go_break() -> None:
    topic = make_topic()
    wide = replace(topic, read=("anon", "authenticated"), presence=True)
    assert compare(make_wire(wide), make_wire(topic)) == [("breaking", "presence"), ("breaking", "read anon")]
    assert compare(make_wire(topic), make_wire(wide)) == [("safe", "read anon")]


def test_replay_is_for_clients_to_ask_for() -> None:
    topic = make_topic()
    assert compare(make_wire(topic), make_wire(replace(topic, replay=5))) == [("safe", "replay")]


def test_labels_are_dangerous_to_add_and_safe_to_remove_and_to_order() -> None:
    topic = make_topic(make_event(Field("status", Array(Reference(STATUS)), nullable=False)))
    one, two, turned = (make_wire(topic, labels=labels) for labels in (("a",), ("a", "b"), ("b", "a")))
    (change,) = compare_wires(one, two, TODAY)
    assert (change.level, change.path, change.surfaces) == (
        Level.DANGEROUS,
        "public.status b",
        ("Lobby", "Room"),
    )
    assert compare(two, one) == [("safe", "public.status b")]
    assert compare(two, turned) == []


def test_a_label_that_is_called_otherwise_breaks_and_one_that_comes_as_another_goes_does_not() -> None:
    topic = make_topic(make_event(Field("status", Reference(STATUS), nullable=False)))
    one, other, longer = (
        make_wire(topic, labels=labels) for labels in (("a", "b"), ("a", "c"), ("c", "b", "d"))
    )
    (change,) = compare_wires(one, other, TODAY)
    assert (change.level, change.path) == (Level.BREAKING, "public.status b")
    assert '"c"' in change.what
    assert compare(one, longer) == [
        ("safe", "public.status a"),
        ("dangerous", "public.status c"),
        ("dangerous", "public.status d"),
    ]


def test_a_change_of_the_tables_is_told_from_one_of_the_contract() -> None:
    old = make_wire(make_topic(make_event(ID, TITLE)))
    retyped, cast = replace(TITLE, wire=Boolean(), type="boolean"), replace(TITLE, wire=Text("numeric"))
    for field, source in ((retyped, (ROOMS, "title")), (cast, None)):
        (change,) = compare_wires(old, make_wire(make_topic(make_event(ID, field))), TODAY)
        assert change.source == source


def test_attributes_of_a_composite_count_like_keys_of_a_record() -> None:
    topic = make_topic(make_event(Field("at", Reference(POINT), nullable=True)))
    x, y = (Field(name, Float(64), nullable=True) for name in "xy")
    old, new = (make_wire(topic, point=Record(fields)) for fields in ((x, y), (x,)))
    assert compare(old, new) == [("breaking", "public.point.y")]
    assert compare(new, old) == [("safe", "public.point.y")]


def test_another_operation_of_a_grouped_event_is_dangerous_and_one_less_breaks() -> None:
    event = make_event(ID)
    more = replace(event, variants=(*event.variants, Variant("DELETE", None, Record((ID,)))))
    one, two = make_wire(make_topic(event)), make_wire(make_topic(more))
    assert compare(one, two) == [("dangerous", "rooms.UPDATE DELETE")]
    assert compare(two, one) == [("breaking", "rooms.UPDATE DELETE")]


def test_an_event_of_another_kind_or_table_breaks() -> None:
    event = make_event(ID)
    old = make_wire(make_topic(event))
    assert compare(old, make_wire(make_topic(replace(event, kind=EventKind.GROUP)))) == [
        ("breaking", "rooms.UPDATE")
    ]
    moved = replace(event, table=QualifiedName("public", "halls"))
    assert compare(old, make_wire(make_topic(moved))) == [("breaking", "rooms.UPDATE table")]


def test_what_costs_nothing_on_the_wire_is_no_change() -> None:
    topic = make_topic(make_event(ID))
    other = replace(topic, budget=Budget(1, 2, 3, 4, 5), summary="Another", surfaces=("Hall",))
    assert compare(make_wire(topic), make_wire(other)) == []
