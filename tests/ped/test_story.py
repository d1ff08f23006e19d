from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pedschema.catalogue.story import load_story
from pedschema.probe.play import play_story

if TYPE_CHECKING:
    from pedschema.model.catalogue import Catalogue
    from pedschema.model.persona import Cast
    from pedschema.probe.database import RealtimeDatabase
    from pedschema.probe.play import Scene

STORY = Path(__file__).parent.parent.parent / "policies" / "story.toml"
TOPIC = "game:90000000-0000-4000-8000-000000000001"

pytestmark = pytest.mark.db


@pytest.fixture
def scenes(realtime_db: RealtimeDatabase, realtime_contract: Catalogue, realtime_cast: Cast) -> list[Scene]:
    limit = realtime_contract.contract.limits.payload_bytes
    return list(play_story(realtime_db.connect, load_story(STORY), realtime_cast, payload_bytes=limit))


def test_no_action_sends_more_than_the_budget_of_a_topic(
    scenes: list[Scene], realtime_contract: Catalogue
) -> None:
    over = [
        (scene.title, topic, count)
        for scene in scenes
        for topic, count in Counter(delivery.message.topic for delivery in scene.deliveries).items()
        if count > _budget(topic, realtime_contract)
    ]

    assert over == []


def test_a_draft_of_twelve_takes_the_messages_that_its_steps_need(scenes: list[Scene]) -> None:
    draft = Counter(
        scene.title
        for scene in scenes
        for delivery in scene.deliveries
        if delivery.message.topic == f"{TOPIC}:draft"
    )

    assert draft == {
        "A player votes for two captains": 24,
        "Captains are named, the draft is ready": 1,
        "The draft starts": 4,
        "A captain picks a player": 29,
        "The last pick completes the draft": 2,
        "The draft is reset": 5,
    }


def test_every_message_reaches_all_who_joined_and_nobody_else(scenes: list[Scene]) -> None:
    joined: dict[str, set[str]] = {}
    for join in scenes[0].joins:
        if join.channel:
            joined.setdefault(join.access.topic, set()).add(join.persona)
    wrong = [
        (scene.title, delivery.message.topic, delivery.to)
        for scene in scenes
        for delivery in scene.deliveries
        if set(delivery.to) != joined.get(delivery.message.topic, set())
    ]

    assert wrong == []
    assert joined[f"{TOPIC}:draft"] == {"member", "grouped", "admin", "owner"}


def test_nothing_of_the_story_is_dropped_by_the_server(scenes: list[Scene]) -> None:
    assert [delivery.dropped for scene in scenes for delivery in scene.deliveries if delivery.dropped] == []


def _budget(topic: str, catalogue: Catalogue) -> int:
    declared = catalogue.topic_of(topic)
    assert declared is not None
    return declared.budget.burst
