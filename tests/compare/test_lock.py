from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pedschema.model.names import QualifiedName
from pedschema.model.table import Column

if TYPE_CHECKING:
    from pedschema.compare.lock import LockChange
    from tests.compare.conftest import Locks

CHAT, LIVE, LOBBY = "room:{room_id:uuid}:chat", "room:{room_id:uuid}:live", "lobby"


def public(name: str) -> QualifiedName:
    return QualifiedName("public", name)


def effects(change: LockChange) -> tuple[str, str]:
    return change.payload.effect.value, change.policies.effect.value


def test_equal_locks_have_no_changes(locks: Locks) -> None:
    assert locks.compare(locks.lock, locks.lock) == ()


def test_versions_of_the_server_are_no_changes_of_the_app(locks: Locks) -> None:
    assert locks.compare(locks.lock, replace(locks.lock, server=17, realtime="1")) == ()


def test_dropping_a_published_column_breaks_its_topic_and_names_it(locks: Locks) -> None:
    change = locks.change(locks.lock, locks.without_column(locks.lock, "messages", "id"))

    assert (change.id, change.object, effects(change)) == (
        "column-dropped",
        "public.messages.id",
        ("breaking", "safe"),
    )
    assert change.topics == (CHAT,)
    assert change.surfaces == ("Chat", "Sidebar")
    assert change.where == (locks.place("chat/channels.toml:9"),)


def test_dropping_a_column_that_nobody_reads_is_safe(locks: Locks) -> None:
    change = locks.change(locks.lock, locks.without_column(locks.lock, "profiles", "slug"))

    assert effects(change) == ("safe", "safe")
    assert change.topics == ()


@pytest.mark.parametrize(
    ("table", "column", "topics", "expected"),
    [
        ("messages", "hidden_at", (CHAT,), ("breaking", "safe")),
        ("messages", "size", (CHAT,), ("breaking", "safe")),
        ("profiles", "name", (CHAT,), ("breaking", "safe")),
        ("profiles", "id", (CHAT,), ("breaking", "safe")),
        ("rooms", "status", (LOBBY,), ("breaking", "safe")),
        ("members", "seat", (LOBBY,), ("breaking", "safe")),
        ("members", "profile_id", (CHAT, LIVE), ("breaking", "breaking")),
    ],
    ids=[
        "audience",
        "computed",
        "lookup's value",
        "lookup's key",
        "other audience",
        "changed",
        "policy and rule",
    ],
)
def test_every_place_that_reads_a_column_is_found(
    locks: Locks, table: str, column: str, topics: tuple[str, ...], expected: tuple[str, str]
) -> None:
    change = locks.change(locks.lock, locks.without_column(locks.lock, table, column))

    assert effects(change) == expected
    assert change.topics == topics


def test_a_rule_in_another_language_is_read_by_its_words(locks: Locks) -> None:
    rule = replace(
        locks.catalogue.rules[0],
        sql="create function chat.member(room uuid) returns boolean language plpgsql as $$ begin"
        " return exists (select from public.profiles where slug = 'x'); end $$",
    )
    changed = replace(locks.catalogue, rules=(rule, *locks.catalogue.rules[1:]))

    read = locks.change(locks.lock, locks.without_column(locks.lock, "profiles", "slug"), changed)
    unread = locks.change(locks.lock, locks.without_column(locks.lock, "audit", "line"), changed)

    assert effects(read) == ("safe", "breaking")
    assert read.topics == (CHAT, LIVE)
    assert effects(unread) == ("safe", "safe")


def test_a_column_with_another_name_at_the_same_place_is_renamed(locks: Locks) -> None:
    change = locks.change(locks.lock, locks.with_column(locks.lock, "messages", "content", name="body"))

    assert (change.id, effects(change)) == ("column-renamed", ("breaking", "safe"))
    assert '"body"' in change.what


def test_a_column_with_another_type_too_is_dropped_and_added(locks: Locks) -> None:
    new = locks.with_column(locks.lock, "messages", "content", name="body", type="bytea")

    assert [each.id for each in locks.compare(locks.lock, new)] == [
        "column-dropped",
        "column-added",
    ]


def test_a_new_column_is_safe_and_told(locks: Locks) -> None:
    rooms = locks.lock.table(public("rooms"))
    assert rooms
    new = locks.with_table(
        locks.lock, "rooms", columns=(Column("seats", "integer", nullable=True), *rooms.columns)
    )
    change = locks.change(locks.lock, new)

    assert (change.id, effects(change)) == ("column-added", ("safe", "safe"))


def test_another_order_of_columns_is_safe(locks: Locks) -> None:
    rooms = locks.lock.table(public("rooms"))
    assert rooms
    new = locks.with_table(locks.lock, "rooms", columns=rooms.columns[::-1])

    assert locks.change(locks.lock, new).id == "columns-reordered"


@pytest.mark.parametrize(
    ("table", "column", "nullable", "expected"),
    [
        ("rooms", "name", True, ("breaking", "safe")),
        ("profiles", "name", False, ("safe", "safe")),
        ("rooms", "status", True, ("risky", "safe")),
        ("messages", "profile_id", False, ("safe", "safe")),
        ("profiles", "slug", True, ("safe", "safe")),
    ],
)
def test_nullability_is_judged_by_what_reads_it(
    locks: Locks,
    table: str,
    column: str,
    *,
    nullable: bool,
    expected: tuple[str, str],
) -> None:
    new = locks.with_column(locks.lock, table, column, nullable=nullable)
    change = locks.change(locks.lock, new)

    assert (change.id, effects(change)) == ("column-nullability", expected)


@pytest.mark.parametrize(("generated", "effect"), [("virtual", "breaking"), ("", "safe")])
def test_a_virtual_column_breaks_whatever_reads_it(locks: Locks, generated: str, effect: str) -> None:
    new = locks.with_column(locks.lock, "messages", "size", generated=generated)

    assert locks.change(locks.lock, new).payload.effect.value == effect


def test_an_identity_is_safe(locks: Locks) -> None:
    new = locks.with_column(locks.lock, "messages", "id", identity="always")

    assert effects(locks.change(locks.lock, new)) == ("safe", "safe")


def test_the_worst_stands_first(locks: Locks) -> None:
    new = locks.without_column(locks.without_column(locks.lock, "audit", "line"), "rooms", "name")

    assert [change.effect.value for change in locks.compare(locks.lock, new)] == [
        "breaking",
        "safe",
    ]
