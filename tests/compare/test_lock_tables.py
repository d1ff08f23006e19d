from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from pedschema.model.names import QualifiedName
from pedschema.model.table import Table

if TYPE_CHECKING:
    from pedschema.compare.lock import LockChange
    from tests.compare.conftest import Locks

CHAT, LIVE, LOBBY = "room:{room_id:uuid}:chat", "room:{room_id:uuid}:live", "lobby"


def public(name: str) -> QualifiedName:
    return QualifiedName("public", name)


def effects(change: LockChange) -> tuple[str, str]:
    return change.payload.effect.value, change.policies.effect.value


def test_a_new_table_is_safe_and_must_be_listed(locks: Locks) -> None:
    new = replace(locks.lock, tables=(*locks.lock.tables, Table(public("polls"), (), ())))
    change = locks.change(locks.lock, new)

    assert (change.id, effects(change)) == ("table-added", ("safe", "safe"))
    assert "unpublished.toml" in change.payload.reason


@pytest.mark.parametrize(("table", "effect"), [("rooms", "breaking"), ("audit", "safe")])
def test_a_dropped_table_breaks_what_reads_it(locks: Locks, table: str, effect: str) -> None:
    tables = tuple(each for each in locks.lock.tables if each.name.name != table)
    change = locks.change(locks.lock, replace(locks.lock, tables=tables))

    assert (change.id, change.payload.effect.value) == ("table-dropped", effect)


def test_a_table_with_another_name_is_renamed(locks: Locks) -> None:
    change = locks.change(locks.lock, locks.with_table(locks.lock, "rooms", name=public("places")))

    assert (change.id, effects(change)) == ("table-renamed", ("breaking", "safe"))


@pytest.mark.parametrize(
    ("table", "changes", "id_", "expected"),
    [
        ("members", {"primary_key": ("room_id",)}, "primary-key-changed", ("breaking", "risky")),
        ("messages", {"primary_key": ()}, "primary-key-changed", ("risky", "safe")),
        ("audit", {"primary_key": ("at",)}, "primary-key-changed", ("safe", "safe")),
        ("profiles", {"unique": ()}, "unique-dropped", ("risky", "safe")),
        ("profiles", {"unique": (("name",), ("slug",))}, "unique-added", ("safe", "safe")),
        ("messages", {"foreign_keys": ()}, "foreign-key-dropped", ("safe", "safe")),
        ("rooms", {"partitioned": True}, "table-partitioned", ("risky", "safe")),
        ("audit", {"partitioned": True}, "table-partitioned", ("safe", "safe")),
        ("rooms", {"rls": False}, "rls-off", ("safe", "breaking")),
        ("members", {"rls": False}, "rls-off", ("safe", "breaking")),
        ("audit", {"rls": False}, "rls-off", ("safe", "risky")),
        ("rooms", {"replica_identity": "nothing"}, "replica-identity", ("safe", "safe")),
    ],
)
def test_changes_of_whole_tables_are_judged(
    locks: Locks, table: str, changes: dict[str, Any], id_: str, expected: tuple[str, str]
) -> None:
    change = locks.change(locks.lock, locks.with_table(locks.lock, table, **changes))

    assert (change.id, effects(change)) == (id_, expected)


@pytest.mark.parametrize(("action", "effect"), [(" ON DELETE CASCADE", "risky"), ("", "safe")])
def test_a_foreign_key_that_acts_on_a_published_table_is_risky(
    locks: Locks, action: str, effect: str
) -> None:
    key = f"FOREIGN KEY (room_id) REFERENCES public.rooms(id){action}"
    old = locks.with_table(locks.lock, "messages", foreign_keys=())
    change = locks.change(old, locks.with_table(old, "messages", foreign_keys=(key,)))

    assert (change.id, change.payload.effect.value) == ("foreign-key-added", effect)


def test_row_level_security_switched_on_is_risky_only_where_a_policy_reads_the_table(
    locks: Locks,
) -> None:
    read, unread = (
        locks.change(locks.with_table(locks.lock, table, rls=False), locks.lock)
        for table in ("members", "rooms")
    )

    assert (read.id, effects(read), effects(unread)) == ("rls-on", ("safe", "risky"), ("safe", "safe"))


@pytest.mark.parametrize(
    ("identity", "effect"), [("nothing", "breaking"), ("full", "risky"), ("default", None)]
)
def test_the_replica_identity_of_a_table_in_a_publication_is_judged(
    locks: Locks, identity: str, effect: str | None
) -> None:
    old = locks.with_table(locks.lock, "rooms", publications=("supabase_realtime",))
    changes = locks.compare(old, locks.with_table(old, "rooms", replica_identity=identity))

    assert [change.payload.effect.value for change in changes] == ([effect] if effect else [])


@pytest.mark.parametrize(("rls", "policies"), [(True, "safe"), (False, "breaking")])
def test_joining_a_publication_opens_a_table_without_row_level_security(
    locks: Locks,
    *,
    rls: bool,
    policies: str,
) -> None:
    old = locks.with_table(locks.lock, "audit", rls=rls)
    new = locks.with_table(old, "audit", publications=("supabase_realtime",))
    joined, left = locks.change(old, new), locks.change(new, old)

    assert (joined.id, effects(joined)) == ("publication-joined", ("risky", policies))
    assert (left.id, effects(left)) == ("publication-left", ("risky", "safe"))


def test_a_publication_that_holds_another_part_is_judged(locks: Locks) -> None:
    old = locks.with_table(locks.lock, "audit", publications=("supabase_realtime",))
    limits = (("supabase_realtime", "columns (id)"),)
    new = locks.with_table(old, "audit", limits=limits)
    narrowed, widened = locks.change(old, new), locks.change(new, old)
    left = locks.compare(new, locks.with_table(old, "audit", publications=()))

    assert (narrowed.id, effects(narrowed)) == ("publication-limited", ("risky", "safe"))
    assert (widened.id, effects(widened)) == ("publication-limited", ("risky", "safe"))
    assert [change.id for change in left] == ["publication-left"]
