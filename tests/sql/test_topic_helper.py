from __future__ import annotations

import random
from typing import Any

import psycopg
import pytest

from pedschema.model.topic import TopicPattern

pytestmark = pytest.mark.db

ROOM = "11111111-1111-4111-8111-111111111111"
CHAT = "room:{room_id}:chat"
TYPES = ["uuid", "text", "bigint"]
PIECES = [
    *("room", "chat", ROOM, ROOM.upper(), ROOM[:-1], "{" + ROOM + "}", "", " ", "0", "-0", "00", "7", "-7"),
    *("+7", "9" * 18, "9" * 19, "9" * 400, "1e3", "a", "A", "ä", "%", "_", "\\", "'", '"', "$$", "\n", "a\n"),
    *("\t", "{}", "{room_id}", "{", "}", "é" * 300, "x" * 65, "null", "::uuid", "*", ".*", "[", "(?i)a"),
    *("***=a", "🙂", "\x01"),
]


@pytest.fixture
def part(app: Any, publication: Any) -> Any:
    """Return a function that asks a helper, as a client role, about a topic."""
    app.publish(publication())

    def ask(topic: str | None, pattern: str | None, name: str | None, type_: str = "uuid") -> Any:
        app.connection.execute("select set_config('realtime.topic', %s, true)", (topic,))
        return app.ask(f"select chat.topic_{type_}(%s, %s)::text", pattern, name, role="authenticated")

    app.connection.execute("grant usage on schema chat to authenticated")
    return ask


@pytest.mark.parametrize(
    ("topic", "pattern", "type_", "expected"),
    [
        (f"room:{ROOM}:chat", CHAT, "uuid", ROOM),
        (f"room:{ROOM}", "room:{room_id}", "uuid", ROOM),
        (f"{ROOM}:x:room", "{room_id}:{other}:room", "uuid", ROOM),
        ("room:a.b_c-1:chat", CHAT, "text", "a.b_c-1"),
        ("room:0:chat", CHAT, "bigint", "0"),
        ("room:-42:chat", CHAT, "bigint", "-42"),
        ("room:999999999999999999:chat", CHAT, "bigint", "999999999999999999"),
    ],
)
def test_part_of_a_topic_that_matches(part: Any, topic: str, pattern: str, type_: str, expected: str) -> None:
    assert part(topic, pattern, "room_id", type_) == expected


@pytest.mark.parametrize(
    ("topic", "type_"),
    [
        (f"room:{ROOM}", "uuid"),
        (f"room:{ROOM}:chat:", "uuid"),
        (f"room:{ROOM}:chat:x", "uuid"),
        (f":room:{ROOM}:chat", "uuid"),
        (f"room:{ROOM}:Chat", "uuid"),
        (f"room:{ROOM}:chatx", "uuid"),
        (f"rooms:{ROOM}:chat", "uuid"),
        (f"room:{ROOM.replace('1', 'A')}:chat", "uuid"),
        (f"room:{ROOM.replace('-', '')}:chat", "uuid"),
        (f"room:{{{ROOM}}}:chat", "uuid"),
        (f"room: {ROOM}:chat", "uuid"),
        (f"room:{ROOM}\n:chat", "uuid"),
        ("room::chat", "text"),
        ("room:A:chat", "text"),
        ("room:a\n:chat", "text"),
        (f"room:{'x' * 65}:chat", "text"),
        ("room:007:chat", "bigint"),
        ("room:-0:chat", "bigint"),
        ("room:+7:chat", "bigint"),
        ("room:7.0:chat", "bigint"),
        ("room:9223372036854775808:chat", "bigint"),
        ("", "text"),
        (None, "text"),
    ],
)
def test_topic_that_does_not_match_gives_null(part: Any, topic: str | None, type_: str) -> None:
    assert part(topic, CHAT, "room_id", type_) is None


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        (None, "room_id"),
        (CHAT, None),
        (CHAT, "room"),
        ("", "room_id"),
        ("{room_id}", "room_id"),
        ("room", "room"),
    ],
)
def test_odd_pattern_gives_null(part: Any, pattern: str | None, name: str | None) -> None:
    assert part(f"room:{ROOM}:chat", pattern, name) is None


def test_other_parts_must_not_be_empty(part: Any) -> None:
    assert part(f"a:{ROOM}:b", "a:{id}:{rest}", "id") == ROOM
    assert part(f"a:{ROOM}:", "a:{id}:{rest}", "id") is None


@pytest.mark.parametrize("type_", TYPES)
def test_no_topic_and_no_pattern_raises(part: Any, type_: str) -> None:
    dice = random.Random(type_)  # noqa: S311
    declared = TopicPattern.parse(f"room:{{room_id:{type_}}}:chat")
    for piece in PIECES:
        topic = f"room:{piece}:chat"
        assert part(topic, CHAT, "room_id", type_) == (piece if declared.matches(topic) else None)
    for _ in range(300):
        topic, pattern = (":".join(dice.choices(PIECES, k=dice.randint(1, 5))) for _ in range(2))
        part(topic, pattern, dice.choice(["room_id", "", "room", "{", *PIECES]), type_)


def test_helpers_are_for_client_roles_only(app: Any, publication: Any) -> None:
    app.publish(publication())
    app.connection.execute("grant usage on schema chat to anon")
    with pytest.raises(psycopg.errors.InsufficientPrivilege), app.connection.transaction():
        app.ask("select chat.topic_uuid('room:{id}', 'id')", role="anon")
