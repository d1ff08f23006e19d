"""Baselines: what is known does not count, what is gone is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pedschema.errors import UsageError
from pedschema.findings import Finding, Place, Severity
from pedschema.lint.baseline import compare_baseline, parse_baseline, render_baseline

FINDING = Finding(
    Place("a.sql", 3, 1, 3, 9, 'policy "ä" on realtime.messages'),
    "POL002",
    "always-true",
    Severity.ERROR,
    "the condition is always true",
    "All may read",
    "name the topic",
)
MOVED = replace(FINDING, place=replace(FINDING.place, file="b.sql", line=40))
OTHER = replace(FINDING, place=replace(FINDING.place, object='policy "b" on realtime.messages'))
BARE = replace(FINDING, place=Place("a.sql", 1))


def test_finding_that_moved_is_known() -> None:
    known = parse_baseline(render_baseline([FINDING]), "base.json")

    assert compare_baseline([MOVED], known) == ((), ())


def test_finding_about_another_object_is_new_and_the_old_one_gone() -> None:
    known = parse_baseline(render_baseline([FINDING]), "base.json")
    new, gone = compare_baseline([OTHER], known)

    assert new == (OTHER,)
    assert gone == (("POL002", FINDING.place.object, FINDING.what),)


def test_second_of_a_kind_is_new() -> None:
    known = parse_baseline(render_baseline([FINDING]), "base.json")

    assert compare_baseline([FINDING, MOVED], known) == ((MOVED,), ())


def test_finding_about_no_object_is_known_by_its_file() -> None:
    known = parse_baseline(render_baseline([BARE]), "base.json")

    assert compare_baseline([replace(BARE, place=Place("a.sql", 9))], known)[0] == ()
    assert compare_baseline([replace(BARE, place=Place("b.sql", 1))], known)[0] != ()


def test_file_is_the_same_whatever_the_order() -> None:
    assert render_baseline([FINDING, OTHER, BARE]) == render_baseline([BARE, OTHER, FINDING])
    assert parse_baseline(render_baseline([]), "base.json") == {}


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"version": 2, "findings": []}', '{"version": 1, "findings": [1]}', "[" * 90_000],
)
def test_file_that_is_no_baseline_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_baseline(text, "base.json")
