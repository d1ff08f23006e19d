from __future__ import annotations

from dataclasses import replace

import pytest

from pedschema.compare import compare_owned, compare_sources
from pedschema.model.names import QualifiedName
from pedschema.model.owned import Change, Identity, Kind, Owned


def make(
    kind: Kind, name: str, canonical: str = "a", *, version: int = 0, after: tuple[Owned, ...] = ()
) -> Owned:
    schema = {Kind.TRIGGER: "public", Kind.POLICY: "realtime"}.get(kind, "rooms")
    of = {Kind.TRIGGER: "public.rooms", Kind.POLICY: "realtime.messages"}.get(kind, "")
    identity = Identity(kind, QualifiedName(schema, name), of)
    return Owned(identity, (f"create {name}",), canonical, version, tuple(each.identity for each in after))


SCHEMA = make(Kind.SCHEMA, "rooms")
SWITCH = make(Kind.SWITCH, "switch")
CALLED = make(Kind.RULE, "zz_called")
CALLER = make(Kind.RULE, "a_caller", after=(CALLED,))
FUNCTION = make(Kind.TRIGGER_FUNCTION, "chat", version=1)
TRIGGER = make(Kind.TRIGGER, "chat")
POLICY = make(Kind.POLICY, "read")
EVERYTHING = (SCHEMA, SWITCH, CALLED, CALLER, FUNCTION, TRIGGER, POLICY)


def test_equal_states_need_no_change() -> None:
    assert compare_owned(EVERYTHING, tuple(reversed(EVERYTHING))) == ()


def test_everything_is_created_in_an_order_that_works() -> None:
    changes = compare_owned(tuple(reversed(EVERYTHING)), ())
    assert [change.after for change in changes] == list(EVERYTHING)


def test_drops_take_triggers_and_policies_before_what_they_call() -> None:
    changes = compare_owned((), EVERYTHING)
    dropped = [change.before for change in changes]
    assert dropped == [TRIGGER, FUNCTION, POLICY, CALLER, CALLED, SWITCH, SCHEMA]


def test_another_canonical_text_is_a_replacement() -> None:
    changed = replace(POLICY, canonical="b")
    assert compare_owned((changed,), (POLICY,)) == (Change(POLICY, changed),)


def test_a_new_version_is_created_before_its_triggers_and_the_old_one_dropped_after() -> None:
    second = replace(FUNCTION, version=2, canonical="b")
    moved = replace(TRIGGER, canonical="b")
    changes = compare_owned((second, moved), (FUNCTION, TRIGGER))
    assert changes == (Change(None, second), Change(TRIGGER, moved), Change(FUNCTION, None))


def test_a_version_left_over_is_dropped_though_the_current_one_is_as_declared() -> None:
    second = replace(FUNCTION, version=2)
    assert compare_owned((second,), (FUNCTION, second)) == (Change(FUNCTION, None),)


def test_policies_are_dropped_then_replaced_then_created() -> None:
    gone, new = make(Kind.POLICY, "z_gone"), make(Kind.POLICY, "a_new")
    changed = replace(POLICY, canonical="b")
    changes = compare_owned((new, changed), (POLICY, gone))
    assert changes == (Change(gone, None), Change(POLICY, changed), Change(None, new))


def test_the_way_back_runs_in_reverse() -> None:
    forth = compare_owned(EVERYTHING, ())
    back = tuple(change.reverse() for change in reversed(forth))
    assert [change.before for change in back] == list(reversed(EVERYTHING))


def test_sources_are_the_same_when_a_policy_differs_in_layout_only() -> None:
    other = replace(POLICY, sql=("CREATE read",))
    assert compare_sources((other,), (POLICY,), lambda a, b: a.lower() == b.lower()) == ()


def test_sources_of_generated_objects_are_compared_letter_by_letter() -> None:
    other = replace(TRIGGER, sql=("CREATE chat",))
    changes = compare_sources((other,), (TRIGGER,), lambda a, b: a.lower() == b.lower())
    assert changes == (Change(TRIGGER, other),)


@pytest.mark.parametrize("sql", [("create read", "grant"), ("create other",)])
def test_sources_that_say_something_else_differ(sql: tuple[str, ...]) -> None:
    other = replace(POLICY, sql=sql)
    assert compare_sources((other,), (POLICY,), lambda a, b: a.lower() == b.lower()) == (
        Change(POLICY, other),
    )


def test_sources_ignore_canonical_texts() -> None:
    assert compare_sources((replace(POLICY, canonical=""),), (POLICY,), lambda a, b: a == b) == ()
