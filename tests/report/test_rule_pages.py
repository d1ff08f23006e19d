from __future__ import annotations

from pathlib import Path

import pytest

from pedschema.docgen.rules import load_all_rules, render_rule, render_rule_pages
from pedschema.lint.rule import Rule  # noqa: TC001

FOLDER = Path(__file__).parent.parent.parent / "docs" / "reference" / "rules"


def test_pages_are_up_to_date() -> None:
    wanted = render_rule_pages(load_all_rules())
    there = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}

    assert sorted(there) == sorted(wanted)
    assert there == wanted


@pytest.mark.parametrize("rule", load_all_rules(), ids=lambda rule: rule.id)
def test_page_holds_title_and_every_example(rule: Rule) -> None:
    page = render_rule(rule)

    assert page.startswith(f"# {rule.id} {rule.name}\n\n{rule.title}")
    assert page.count("\n```") >= 2 * (len(rule.good) + len(rule.bad))
