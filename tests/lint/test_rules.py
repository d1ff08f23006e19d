"""Every rule against its own examples; a rule is tested by what its file says."""

from __future__ import annotations

import re
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from pedschema.lint.build import build_project
from pedschema.lint.engine import run_rules
from pedschema.lint.read import load_project
from pedschema.lint.registry import load_rules
from pedschema.lint.rule import EXAMPLE
from pedschema.lint.source import Origin, Source

if TYPE_CHECKING:
    from pathlib import Path

    from pedschema.lint.engine import Outcome
    from pedschema.lint.rule import Rule

RULES = load_rules()
STATIC = [rule for rule in RULES if not rule.live and rule.file != "client.ts"]


def _examples(kind: str) -> list[object]:
    return [
        pytest.param(rule, text, id=f"{rule.id}-{rule.name}-{kind}-{number}")
        for rule in STATIC
        for number, text in enumerate(getattr(rule, kind), start=1)
    ]


def _lint(rule: Rule, text: str, folder: Path) -> Outcome:
    if rule.file == EXAMPLE:
        return run_rules(build_project([Source(text, Origin.SCRIPT, EXAMPLE)]), RULES)
    for part in f"--- {rule.file}\n{dedent(text).lstrip()}".split("--- ")[1:]:
        name, _, content = part.partition("\n")
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    return run_rules(load_project([folder]), RULES)


@pytest.mark.parametrize(("rule", "text"), _examples("bad"))
def test_bad_example_is_found(rule: Rule, text: str, tmp_path: Path) -> None:
    outcome = _lint(rule, text, tmp_path)

    assert rule.id in {finding.id for finding in outcome.findings}


@pytest.mark.parametrize(("rule", "text"), _examples("good"))
def test_good_example_is_silent(rule: Rule, text: str, tmp_path: Path) -> None:
    outcome = _lint(rule, text, tmp_path)

    assert rule.id not in {finding.id for finding in outcome.findings}


@pytest.mark.parametrize(("rule", "text"), [*_examples("good"), *_examples("bad")])
def test_no_rule_breaks_on_an_example_of_any_rule(rule: Rule, text: str, tmp_path: Path) -> None:
    outcome = _lint(rule, text, tmp_path)

    assert outcome.failures == ()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_page_says_what_why_and_what_instead(rule: Rule) -> None:
    paragraphs = rule.page.strip().split("\n\n")

    assert re.fullmatch(r"[A-Z]{3}\d{3}", rule.id)
    assert len(rule.title) <= 90
    assert rule.title.endswith(".")
    assert len(rule.consequence) > 20
    assert any(paragraph.startswith("Instead:") for paragraph in paragraphs)
    assert rule.good
    assert rule.bad


def test_ids_and_names_are_unique() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert len({rule.name for rule in RULES}) == len(RULES)
