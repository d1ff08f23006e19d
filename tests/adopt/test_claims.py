"""Which topics a condition of a policy is about."""

from __future__ import annotations

from typing import Any

import pytest

from pedschema.adopt.claim import find_claims, find_type, is_bounded
from pedschema.model.names import QualifiedName
from pedschema.model.table import Column, SchemaLock, Table
from pedschema.syntax.source import parse_statements

LOCK = SchemaLock(
    (Table(QualifiedName("public", "members"), (Column("room_id", "uuid", nullable=False),), ("room_id",)),)
)

CLAIMS = {
    "equality": ("realtime.topic() = 'lobby'", "lobby", "lobby:1"),
    "equality of the row's topic": ("messages.topic = 'lobby'", "lobby", "hall"),
    "equality in a SELECT": ("(select realtime.topic()) = 'lobby'", "lobby", "hall"),
    "one of several": ("realtime.topic() = any (array['lobby', 'hall'])", "hall", "room"),
    "in": ("realtime.topic() in ('lobby', 'hall')", "hall", "room"),
    "joined text": ("realtime.topic() = 'room:' || m.room_id::text", "room:7", "room:7:chat"),
    "concat": ("realtime.topic() = concat('room:', m.room_id)", "room:7", "user:7"),
    "format": ("realtime.topic() = format('room:%s', m.room_id)", "room:7", "user:7"),
    "like": ("realtime.topic() like 'room:%'", "room:7:chat", "user:7"),
    "like with a purpose": ("realtime.topic() like 'room:%:chat'", "room:7:chat", "room:7:votes"),
    "escaped like": ("realtime.topic() like 'my\\_room:%'", "my_room:7", "myxroom:7"),
    "regular expression": ("realtime.topic() ~ '^room:[0-9a-f-]{36}$'", "room:7", "user:7"),
    "starts with": ("starts_with(realtime.topic(), 'room:')", "room:7", "user:7"),
    "part": ("split_part(realtime.topic(), ':', 1) = 'room'", "room:7", "user:7"),
    "later part": ("split_part(realtime.topic(), ':', 3) = 'chat'", "room:7:chat", "room:chat"),
    "array": ("(string_to_array(realtime.topic(), ':'))[1] = 'room'", "room:7", "user:7"),
}


@pytest.mark.parametrize("name", CLAIMS)
def test_a_comparison_admits_its_topics_and_no_others(name: str) -> None:
    condition, inside, outside = CLAIMS[name]

    (claim,) = find_claims(_parse(condition))

    assert claim.admits(inside)
    assert not claim.admits(outside)


@pytest.mark.parametrize(
    "condition",
    [
        "true",
        "not (realtime.topic() like 'room:%')",
        "realtime.topic() not like 'room:%'",
        "t.topic = 'lobby'",
        "realtime.topic() = m.topic",
        "messages.extension = 'broadcast'",
    ],
)
def test_what_names_no_topics_is_no_bound(condition: str) -> None:
    assert not is_bounded(_parse(condition)) or not [
        form for claim in find_claims(_parse(condition)) for form in claim.forms if form != "\0"
    ]


@pytest.mark.parametrize(
    ("condition", "bounded"),
    [
        ("realtime.topic() = 'a' or realtime.topic() = 'b'", True),
        ("realtime.topic() = 'a' or auth.uid() is not null", False),
        ("realtime.topic() = 'a' and auth.uid() is not null", True),
        ("split_part(realtime.topic(), ':', 3) = 'chat'", False),
        ("exists (select from members as m where 'room:' || m.room_id = realtime.topic())", True),
    ],
)
def test_every_way_through_a_condition_has_to_name_its_topics(condition: str, *, bounded: bool) -> None:
    assert is_bounded(_parse(condition)) is bounded


@pytest.mark.parametrize(
    ("condition", "type_"),
    [
        ("f(split_part(realtime.topic(), ':', 2)::uuid)", "uuid"),
        ("f(split_part(realtime.topic(), ':', 2)::bigint)", "bigint"),
        ("realtime.topic() = 'user:' || auth.uid()", "uuid"),
        ("realtime.topic() = 'room:' || m.room_id", "uuid"),
        ("realtime.topic() ~ '^room:[0-9a-f-]{36}$'", "uuid"),
        ("realtime.topic() ~ '^room:\\d+$'", "bigint"),
        ("realtime.topic() like 'room:%'", "text"),
    ],
)
def test_the_type_of_a_part_comes_from_what_it_is_compared_with(condition: str, type_: str) -> None:
    assert find_type(_parse(condition), LOCK) == type_


def _parse(condition: str) -> Any:
    return parse_statements(f"select {condition}")[0].targetList[0].val
