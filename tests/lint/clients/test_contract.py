"""Channels with holes beside patterns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pedschema.lint.client import ClientChannel
from pedschema.lint.clients.contract import find_closest, find_topics, may_be

if TYPE_CHECKING:
    from pedschema.model.catalogue import Catalogue

ROOM = "aaaaaaaa-0000-4000-8000-000000000001"


def _find(topic: str | None, catalogue: Catalogue) -> list[str]:
    found = find_topics(ClientChannel(topic, private=True), catalogue)
    return [topic.pattern.untyped.rpartition(":")[2] for topic in found]


@pytest.mark.parametrize(
    ("topic", "found"),
    [
        (f"room:{ROOM}:chat", ["chat"]),
        ("room:7:chat", []),
        (f"room:{ROOM.upper()}:chat", []),
        ("room:{}:chat", ["chat"]),
        ("room:{}:chats", []),
        ("room:{}", []),
        ("room:{}:{}", ["chat", "live"]),
        ("{}:{}:live", ["live"]),
        ("room:{}:{}:chat", []),
        ("room:{}:ch{}", ["chat"]),
        ("room:{}:{}x", []),
        ("room:aaaaaaaa-{}:chat", ["chat"]),
        ("room:room-{}:chat", []),
        (None, []),
    ],
)
def test_hole_stands_for_one_part_or_a_stretch_of_one(
    topic: str | None, found: list[str], rooms: Catalogue
) -> None:
    assert _find(topic, rooms) == found


@pytest.mark.parametrize(
    ("topic", "closest"), [("rooms:{}:live", "room:{room_id}:live"), ("weather", None), (None, None)]
)
def test_closest_topic_is_named_when_one_is_close(
    topic: str | None, closest: str | None, rooms: Catalogue
) -> None:
    found = find_closest(ClientChannel(topic, private=True), rooms)

    assert (found and found.pattern.untyped) == closest


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("messages.INSERT", "messages.INSERT", True),
        ("Messages.insert", "messages.INSERT", True),
        ("{}.INSERT", "messages.INSERT", True),
        ("messages.{}", "messages.INSERT", True),
        ("{}.INSERTED", "messages.INSERT", False),
        ("messagesXINSERT", "messages.INSERT", False),
        ("message", "messages.INSERT", False),
    ],
)
def test_event_with_holes_may_be_a_name(text: str, name: str, *, expected: bool) -> None:
    assert may_be(text, name) is expected
