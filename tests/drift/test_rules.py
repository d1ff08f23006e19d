"""Every rule against its own examples: each is run on the deployed database and rolled back."""

from __future__ import annotations

import json
import re
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from pedschema.drift.read import judge_database
from pedschema.drift.registry import load_rules
from pedschema.lint.registry import load_rules as load_lint_rules
from pedschema.lint.rule import EXAMPLE

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from sqlalchemy import Connection

    Changed = Callable[[str], AbstractContextManager[Connection]]
    from pedschema.drift.read import Expected
    from pedschema.lint.rule import Rule
    from tests.drift.conftest import Project

RULES = load_rules()
IN_A_DATABASE = [rule for rule in RULES if rule.file == EXAMPLE]
IN_THE_CONTRACT = [rule for rule in RULES if rule.file != EXAMPLE]


def _examples(rules: list[Rule], kind: str) -> list[object]:
    return [
        pytest.param(rule, dedent(text), id=f"{rule.id}-{rule.name}-{kind}-{number}")
        for rule in rules
        for number, text in enumerate(getattr(rule, kind), start=1)
    ]


def _find(changed: Changed, expected: Expected, script: str) -> list[str]:
    with changed(script) as connection:
        outcome = judge_database(connection, expected, RULES)
    assert outcome.failures == ()
    return [finding.id for finding in outcome.findings]


@pytest.mark.db
@pytest.mark.parametrize(("rule", "script"), _examples(IN_A_DATABASE, "bad"))
def test_bad_example_is_found_and_nothing_else(
    rule: Rule, script: str, changed: Changed, expected: Expected
) -> None:
    assert set(_find(changed, expected, script)) == {rule.id}


@pytest.mark.db
@pytest.mark.parametrize(("rule", "script"), _examples(IN_A_DATABASE, "bad"))
def test_least_privileged_login_finds_the_same(
    rule: Rule, script: str, changed: Changed, expected: Expected, reader: str
) -> None:
    with changed(script) as connection:
        seen = judge_database(connection, expected, RULES)
        connection.exec_driver_sql(f"SET LOCAL ROLE {reader}")
        found = judge_database(connection, expected, RULES)

    assert found == seen, rule.id


@pytest.mark.db
@pytest.mark.parametrize(("rule", "script"), _examples(IN_A_DATABASE, "good"))
def test_good_example_is_silent(rule: Rule, script: str, changed: Changed, expected: Expected) -> None:
    assert _find(changed, expected, script) == [], rule.id


def _change_contract(project: Project, rule: Rule, text: str) -> None:
    """Let the example take the place of that file of the contract, or of these keys of the lock."""
    file = project.policies / rule.file
    if rule.file == "schema.lock":
        text = json.dumps(json.loads(file.read_text(encoding="utf-8")) | json.loads(text))
    file.write_text(text, encoding="utf-8")


@pytest.mark.db
@pytest.mark.parametrize(("rule", "text"), _examples(IN_THE_CONTRACT, "bad"))
def test_bad_example_of_a_contract_is_found_and_nothing_else(
    rule: Rule, text: str, changed: Changed, deployed: Project, tmp_path: Path
) -> None:
    project = deployed.copy(tmp_path / "rooms")
    _change_contract(project, rule, text)

    assert set(_find(changed, project.expected(), "select 1")) == {rule.id}


@pytest.mark.db
@pytest.mark.parametrize(("rule", "text"), _examples(IN_THE_CONTRACT, "good"))
def test_good_example_of_a_contract_is_silent(
    rule: Rule, text: str, changed: Changed, deployed: Project, tmp_path: Path
) -> None:
    project = deployed.copy(tmp_path / "rooms")
    _change_contract(project, rule, text)

    assert _find(changed, project.expected(), "select 1") == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_page_says_what_why_and_what_instead(rule: Rule) -> None:
    paragraphs = rule.page.strip().split("\n\n")

    assert re.fullmatch(r"DRF\d{3}", rule.id)
    assert len(rule.title) <= 90
    assert rule.title.endswith(".")
    assert len(rule.consequence) > 20
    assert any(paragraph.startswith("Instead:") for paragraph in paragraphs)
    assert rule.good
    assert rule.bad


def test_ids_and_names_are_unique_among_all_rules() -> None:
    rules = [*RULES, *load_lint_rules()]

    assert len({rule.id for rule in rules}) == len(rules)
    assert len({rule.name for rule in rules}) == len(rules)
