from __future__ import annotations

import pytest

from pedschema.lint.pattern import Strength, find_wildcard, is_anchored, judge_regex

HEX4 = "[0-9a-f]{4}"


@pytest.mark.parametrize(
    "pattern",
    [
        f"^room:[0-9a-f]{{8}}-{HEX4}-{HEX4}-{HEX4}-[0-9a-f]{{12}}$",
        "^room:[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$",
        "^room:[[:xdigit:]]{8}-([[:xdigit:]]{4}-){3}[[:xdigit:]]{12}(:chat)?$",
        "^(?:room|hall):[a-f0-9]{8}-[a-f0-9]{4}-[1-5][a-f0-9]{3}-[89ab][a-f0-9]{3}-[a-f0-9]{12}:",
        "^[0-9A-F]{8}-[0-9A-F]{4}-4[0-9A-F]{3}-[0-9A-F]{4}-[0-9A-F]{12}$",
    ],
)
def test_expression_of_nothing_but_uuids_is_strict(pattern: str) -> None:
    assert judge_regex(pattern, "uuid") is Strength.STRICT


@pytest.mark.parametrize(
    "pattern",
    [
        "^room:[0-9a-f-]{36}$",
        "^room:[0-9a-f-]+$",
        "^room:[0-9a-z]{8}(-[0-9a-z]{4}){3}-[0-9a-z]{12}$",
        "^room:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
        "^room:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12,}$",
        "^room:[0-9a-f]{8}(-[0-9a-f]{4}){2}-[0-9a-f]{12}$",
        "^room:([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]+)$",
        "room:x[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
    ],
)
def test_expression_of_more_than_uuids_is_weak(pattern: str) -> None:
    assert judge_regex(pattern, "uuid") is Strength.WEAK


@pytest.mark.parametrize("pattern", ["^room:", "^room:.*$", "^room:[^:]+$", "^(room|hall):.+"])
def test_expression_of_a_prefix_names_the_family_only(pattern: str) -> None:
    assert judge_regex(pattern, "uuid") is Strength.FAMILY


def test_what_is_cut_out_needs_no_bounds() -> None:
    uuid = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

    assert judge_regex(uuid, "uuid", extracts=True) is Strength.STRICT
    assert judge_regex("[0-9a-f-]{36}", "uuid", extracts=True) is Strength.WEAK
    assert judge_regex(r"\d+", "bigint") is Strength.STRICT


@pytest.mark.parametrize(
    "pattern", ["^a", "^a|^b", "^(a|b)", "(^a|^b)c", "(?:^a)", r"\Aa", "***:^a", "(?i)^a"]
)
def test_expression_is_anchored(pattern: str) -> None:
    assert is_anchored(pattern)


@pytest.mark.parametrize("pattern", ["a", "^a|b", "(^a|b)c", ".^a", r"\^a", "[^a]b", "^?a", ""])
def test_expression_is_not_anchored(pattern: str) -> None:
    assert not is_anchored(pattern)


def test_escaped_wildcard_is_none() -> None:
    assert find_wildcard("room_%", "_") == 4
    assert find_wildcard(r"chat\_room_%", "_") == 10
    assert find_wildcard(r"chat\_room:%", "_") == -1
    assert find_wildcard("chat!_room:%", "_", "!") == -1
    assert find_wildcard(r"chat\_room:%", "_", "") == 5
