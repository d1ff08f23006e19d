from __future__ import annotations

import pytest

from pedschema.endpoint.changes import echo_changes, refuse_changes
from pedschema.endpoint.config import parse_config


@pytest.mark.parametrize(
    ("given", "read"),
    [(True, True), ("true", True), ("True", True), (False, False), ("no", False), (1, False)],
)
def test_flags_may_be_texts(given: object, read: bool) -> None:  # noqa: FBT001
    assert parse_config({"config": {"private": given}}, "a").private is read


@pytest.mark.parametrize(
    "payload", [{}, {"config": None}, {"config": []}, {"config": {"broadcast": "x", "presence": 1}}]
)
def test_what_cannot_be_read_counts_as_not_given(payload: dict[str, object]) -> None:
    config = parse_config(payload, "a")

    assert [config.private, config.ack, config.presence, config.has_replay] == [False] * 4
    assert len(config.presence_key) == 36


def test_replay_that_is_null_is_there_all_the_same() -> None:
    config = parse_config({"config": {"broadcast": {"replay": None}}}, "a")

    assert config.has_replay
    assert config.replay is None


def test_presence_keys_may_be_numbers() -> None:
    assert parse_config({"config": {"presence": {"key": 7}}}, "a").presence_key == "7"
    assert parse_config({"config": {"presence": {"key": ""}}}, "a").presence_key != ""


@pytest.mark.parametrize(
    ("payload", "token"),
    [
        ({"access_token": "a.b.c"}, "a.b.c"),
        ({"user_token": "d.e.f", "access_token": "a.b.c"}, "d.e.f"),
        ({"access_token": "sb_publishable_x"}, None),
        ({"access_token": None}, None),
        ({}, None),
    ],
)
def test_the_persons_token_is_optional(payload: dict[str, object], token: str | None) -> None:
    assert parse_config({"config": {}, **payload}, "a").token == token


def test_a_join_without_config_names_a_table_by_its_topic() -> None:
    assert parse_config({}, "public:notes").changes == ({"schema": "public", "table": "notes"},)


def test_subscriptions_come_back_with_an_id_that_stays() -> None:
    wanted = {"event": "*", "schema": "public", "table": "notes"}

    (echoed,) = echo_changes([wanted])

    assert echoed.items() > wanted.items()
    assert echo_changes([wanted]) == [echoed]


@pytest.mark.parametrize(
    ("subscription", "told"),
    [
        (
            {"event": "*", "schema": "public", "table": "notes"},
            "[event: *, schema: public, table: notes, filters: []]",
        ),
        ({"event": "insert", "schema": "public"}, "[event: INSERT, schema: public, table: *, filters: []]"),
        (
            {"event": "*", "schema": "s", "table": "t", "filter": "id=in.(1,2)"},
            '[event: *, schema: s, table: t, filters: [{"id", "in", "{1,2}"}]]',
        ),
    ],
)
def test_changes_are_refused_as_for_a_table_that_is_not_published(
    subscription: dict[str, object], told: str
) -> None:
    start = "Unable to subscribe to changes with given parameters. Please check Realtime is enabled"

    assert refuse_changes(subscription) == f"{start} for the given connect parameters: {told}"
