"""The channels of PED's clients as they are, and as they are with the contract."""

from __future__ import annotations

from pathlib import Path

import pytest

from pedschema.catalogue.load import load_catalogue
from pedschema.lint.clients.read import read_clients
from pedschema.lint.project import Project
from pedschema.lint.registry import load_rules

HERE = Path(__file__).parent / "ped"
CONTRACT = Path(__file__).parents[3] / "policies"


def _find(folder: str) -> set[tuple[str, str]]:
    project = Project(catalogue=load_catalogue(CONTRACT), clients=read_clients([HERE / folder]).channels)
    rules = [rule for rule in load_rules() if rule.file == "client.ts"]
    return {(finding.id, finding.what.split('"')[1]) for rule in rules for finding in rule.check(project)}


@pytest.mark.parametrize(
    "topic",
    [
        "chat:community:lobby",
        "chat:draft:{}",
        "game:{}:draft-meta",
        "game:{}:team-members",
        "games:list",
        "games:results",
        "games:{}:detail",
        "games:{}:queue",
        "memberships:pending-approvals:{}",
        "posts:feed",
    ],
)
def test_channel_of_today_is_no_topic(topic: str) -> None:
    assert ("CAT006", topic) in _find("before")


def test_channel_whose_name_is_a_topic_by_chance_is_none_of_them() -> None:
    assert ("CAT006", "game:{}:reviews") not in _find("before")


def test_only_chat_is_public_and_carries_messages() -> None:
    assert {name for id_, name in _find("before") if id_ == "CAT020"} == {
        "chat:community:lobby",
        "chat:draft:{}",
    }


def test_changes_of_today_are_told_by_topics_or_by_nothing() -> None:
    found = _find("before")

    assert {name for id_, name in found if id_ == "CAT021"} == {"public.posts"}
    assert {name.removeprefix("public.") for id_, name in found if id_ == "CAT022"} == {
        "community_ratings",
        "game_captains",
        "game_queue",
        "game_results",
        "game_reviews",
        "game_team_members",
        "game_teams",
        "games",
        "memberships",
    }


def test_client_of_the_contract_is_silent() -> None:
    assert _find("after") == set()


def test_client_of_the_contract_is_read_whole() -> None:
    channels = read_clients([HERE / "after"]).channels

    assert {channel.topic for channel in channels} == {
        "community:{}:admin",
        "community:{}:games",
        "game:{}",
        "game:{}:chat",
        "game:{}:draft",
        "game:{}:live",
    }
    assert all(channel.private for channel in channels)
