from __future__ import annotations

from pedschema.probe.lock import compare_access

LOCK = """\
# title
# member: of a room

declared               anon  member
room:<open>            -     r
room:<open>:lounge     -     rwpP

near misses and foreign topics, admitted or failing  anon  member

# refused to everybody: 10 near misses, 5 foreign topics
"""


def _changes(now: str) -> list[str]:
    return [str(change) for change in compare_access(LOCK, now)]


def test_equal_locks_have_no_changes() -> None:
    assert _changes(LOCK) == []


def test_gain_and_loss_are_told_by_persona_and_topic() -> None:
    now = LOCK.replace("-     rwpP", "r     rw").replace("-     r\n", "-     !\n")

    assert _changes(now) == [
        '"member" gains a failing check and loses read on room:<open> (r -> !)',
        '"anon" gains read on room:<open>:lounge (- -> r)',
        '"member" loses sight of presence, track on room:<open>:lounge (rwpP -> rw)',
    ]


def test_only_gains_widen() -> None:
    wider = compare_access(LOCK, LOCK.replace("-     r\n", "r     r\n"))
    narrower = compare_access(LOCK, LOCK.replace("-     r\n", "-     -\n"))
    failing = compare_access(LOCK, LOCK.replace("-     r\n", "-     r!\n"))

    assert [change.widens for change in (*wider, *narrower, *failing)] == [True, False, False]


def test_admitted_near_miss_is_a_gain() -> None:
    head = "admitted or failing  anon  member\n"
    now = LOCK.replace(head, f"{head}room:<open> with a trailing colon  -  r\n")

    assert '"member" gains read on room:<open> with a trailing colon (- -> r)' in _changes(now)


def test_new_persona_and_new_topic_are_told() -> None:
    now = LOCK.replace(
        "anon  member\nroom:<open>            -     r\n", "anon  member\nroom:<closed>  -  -\n"
    )

    assert _changes(now) == [
        "new topic room:<closed>",
        "gone topic room:<open>",
        '"member" loses read on room:<open> (r -> -)',
    ]


def test_changed_count_is_told() -> None:
    assert _changes(LOCK.replace("10 near", "11 near")) == [
        "gone line: # refused to everybody: 10 near misses, 5 foreign topics",
        "new line: # refused to everybody: 11 near misses, 5 foreign topics",
    ]
