from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pedschema.model.names import QualifiedName
from pedschema.model.table import BaseType, Column, Composite, Domain, Enum, Range, SchemaLock

if TYPE_CHECKING:
    from pedschema.compare.lock import LockChange
    from tests.compare.conftest import Locks

CHAT, LIVE, LOBBY = "room:{room_id:uuid}:chat", "room:{room_id:uuid}:live", "lobby"


def public(name: str) -> QualifiedName:
    return QualifiedName("public", name)


MOOD = public("mood")
TYPES = SchemaLock(
    enums=(Enum(MOOD, ("good", "bad")),),
    domains=(
        Domain(public("number"), "bigint"),
        Domain(public("sure"), "text", nullable=False),
        Domain(public("over"), "public.number"),
    ),
    composites=(
        Composite(public("place"), (Column("x", "integer", nullable=True),)),
        Composite(public("wide"), (Column("x", "bigint", nullable=True),)),
        Composite(public("empty"), ()),
    ),
    ranges=(Range(public("span"), "double precision"),),
    base_types=(BaseType(public("shape"), "U"), BaseType(public("vector"), "U")),
    json_casts=(public("shape"),),
)


@pytest.mark.parametrize(
    ("before", "after", "effect"),
    [
        ("smallint", "integer", "safe"),
        ("integer", "bigint", "risky"),
        ("bigint", "integer", "safe"),
        ("integer", "numeric(10,2)", "breaking"),
        ("integer", "double precision", "breaking"),
        ("integer", "text", "breaking"),
        ("real", "double precision", "safe"),
        ("numeric(10,2)", "numeric(12,2)", "safe"),
        ("numeric(15,2)", "numeric", "risky"),
        ("numeric(15,2)", "numeric(16,2)", "risky"),
        ("numeric", "numeric(20,2)", "safe"),
        ("timestamp with time zone", "timestamp without time zone", "breaking"),
        ("timestamp(3) with time zone", "timestamp with time zone", "safe"),
        ("interval", "text", "breaking"),
        ("interval", "interval hour to second", "safe"),
        ("text", "character varying(40)", "safe"),
        ("inet", "text", "safe"),
        ("text", "public.mood", "safe"),
        ("public.mood", "text", "breaking"),
        ("json", "jsonb", "safe"),
        ("jsonb", "text", "breaking"),
        ("public.number", "bigint", "safe"),
        ("public.over", "bigint", "safe"),
        ("integer", "public.over", "risky"),
        ("public.sure", "text", "breaking"),
        ("text", "public.sure", "safe"),
        ("public.sure[]", "text[]", "breaking"),
        ("text[]", "public.sure[]", "safe"),
        ("integer[]", "bigint[]", "risky"),
        ("integer[]", "integer", "breaking"),
        ("public.place", "public.wide", "risky"),
        ("public.place", "public.empty", "breaking"),
        ("public.empty", "public.place", "safe"),
        ("public.place", "jsonb", "breaking"),
        ("int4range", "int8range", "breaking"),
        ("int4range", "public.span", "breaking"),
        ("public.shape", "public.vector", "breaking"),
        ("public.vector", "text", "safe"),
    ],
)  # fmt: skip
def test_another_type_in_a_record_is_judged_by_the_wire(
    locks: Locks, before: str, after: str, effect: str
) -> None:
    lock = replace(TYPES, tables=locks.lock.tables)
    old, new = (
        locks.with_column(lock, "rooms", "name", type=type_, nullable=True) for type_ in (before, after)
    )
    change = locks.change(old, new)

    assert (change.id, change.payload.effect.value) == ("column-retyped", effect)
    assert change.topics == (LOBBY,)


def test_another_number_of_dimensions_breaks(locks: Locks) -> None:
    old = locks.with_column(locks.lock, "rooms", "name", type="text[]")
    change = locks.change(old, locks.with_column(old, "rooms", "name", dimensions=2))

    assert (change.id, effects(change)) == ("column-retyped", ("breaking", "safe"))


@pytest.mark.parametrize(("after", "effect"), [("text", "breaking"), ("uuid", None)])
def test_another_type_of_a_topics_key_breaks(locks: Locks, after: str, effect: str | None) -> None:
    old = locks.with_column(locks.lock, "messages", "room_id", type="uuid")
    changes = locks.compare(old, locks.with_column(old, "messages", "room_id", type=after))

    assert [change.payload.effect.value for change in changes] == ([effect] if effect else [])


def effects(change: LockChange) -> tuple[str, str]:
    return change.payload.effect.value, change.policies.effect.value


@pytest.mark.parametrize(
    ("labels", "id_", "payload", "policies"),
    [
        (("owner", "guest", "bot"), "enum-added", "risky", "risky"),
        (("owner",), "enum-removed", "safe", "safe"),
        (("guest", "owner"), "enum-reordered", "safe", "risky"),
        (("owner", "visitor"), "enum-changed", "breaking", "risky"),
    ],
)
def test_labels_of_an_enum_are_judged(
    locks: Locks, labels: tuple[str, ...], id_: str, payload: str, policies: str
) -> None:
    policy = locks.catalogue.policies[1]
    reading = replace(policy, using="exists (select from public.members as m where m.role is not null)")
    catalogue = replace(locks.catalogue, policies=(reading,))
    (enum,) = locks.lock.enums
    new = replace(locks.lock, enums=(replace(enum, labels=labels),))
    change = locks.change(locks.lock, new, catalogue)

    assert (change.id, *effects(change)) == (id_, payload, policies)
    assert CHAT in change.topics


@pytest.mark.parametrize(("label", "effect"), [("guest", "breaking"), ("owner", "safe")])
def test_a_label_that_a_policy_names_breaks_it_when_it_goes(locks: Locks, label: str, effect: str) -> None:
    reading = "exists (select from public.members as m where m.role = 'guest')"
    catalogue = replace(locks.catalogue, policies=(replace(locks.catalogue.policies[1], using=reading),))
    (enum,) = locks.lock.enums
    left = tuple(each for each in enum.labels if each != label)
    new = replace(locks.lock, enums=(replace(enum, labels=left),))
    change = locks.change(locks.lock, new, catalogue)

    assert change.policies.effect.value == effect


def test_a_domain_is_judged_through_the_columns_of_it(locks: Locks) -> None:
    old = locks.with_column(replace(TYPES, tables=locks.lock.tables), "rooms", "name", type="public.over")
    number, *others = old.domains
    new = replace(old, domains=(replace(number, type="text"), *others))
    change = locks.change(old, new)

    assert (change.id, change.object, effects(change)) == (
        "type-changed",
        "public.number",
        ("breaking", "safe"),
    )
    assert change.topics == (LOBBY,)


def test_a_composite_and_a_cast_are_judged(locks: Locks) -> None:
    old = locks.with_column(replace(TYPES, tables=locks.lock.tables), "rooms", "name", type="public.place[]")
    old = locks.with_column(old, "messages", "content", type="public.shape")
    place, *others = old.composites
    new = replace(old, composites=(replace(place, fields=()), *others), json_casts=())
    cast, changed = sorted(locks.compare(old, new), key=lambda change: change.id)

    assert (changed.object, changed.payload.effect.value, changed.topics) == (
        "public.place",
        "breaking",
        (LOBBY,),
    )
    assert (cast.object, cast.payload.effect.value, cast.topics) == ("public.shape", "breaking", (CHAT,))
