"""Runs: rules are asked, comments allow, nothing stops the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pedschema.errors import UsageError
from pedschema.findings import Place, Severity
from pedschema.lint.build import build_project
from pedschema.lint.engine import run_rules
from pedschema.lint.read import load_project
from pedschema.lint.registry import load_rules
from pedschema.lint.rule import Rule
from pedschema.lint.select import find_rule, select_rules
from pedschema.lint.source import Origin, Source
from pedschema.lint.subjects import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pedschema.lint.project import Project

RULES = [rule for rule in load_rules() if rule.id[:3] == "LNT" or rule.name == "always-true"]
POLICY = "create policy a on realtime.messages\n  for select to authenticated\n  using (true);"


def _ids(text: str) -> list[str]:
    project = build_project([Source(text, Origin.SCRIPT, "a.sql")])
    return [finding.id for finding in run_rules(project, RULES).findings]


@pytest.mark.parametrize(
    "comment",
    [
        "-- pedschema: allow always-true — for all",
        "-- pedschema: allow always-true - for all",
        "-- pedschema: allow always-true -- for all",
        "-- pedschema: allow always-true: for all",
        "--pedschema:allow POL002 \u2013 for all",
        "-- pedschema: allow pol002: for all",
        "/* pedschema: allow always-true — for all */",
        "-- pedschema: allow always-true — for all\n-- a remark\n",
    ],
)
def test_comment_above_a_statement_speaks_for_all_of_it(comment: str) -> None:
    assert _ids(f"select 1;\n{comment}\n{POLICY}") == []


@pytest.mark.parametrize("line", [0, 1, 2])
def test_comment_beside_any_line_of_what_is_found_speaks_for_it(line: int) -> None:
    lines = POLICY.split("\n")
    lines[line] += " -- pedschema: allow always-true — for all"

    assert _ids("\n".join(lines)) == []


def test_comment_speaks_for_its_statement_in_a_file_that_does_not_parse() -> None:
    comment = "-- pedschema: allow always-true — for all\n"

    assert _ids(f"selec 1;\nselect 1;\n{comment}{POLICY}") == ["LNT001"]


def test_comment_speaks_for_nothing_else() -> None:
    comment = "-- pedschema: allow always-true — for all\n"
    other = POLICY.replace("policy a", "policy b")

    assert _ids(f"{comment}{POLICY}\n{other}") == ["POL002"]
    assert _ids(f"{POLICY}\n\n{comment}{other.replace('true', 'false')}") == ["POL002", "LNT007"]
    assert _ids(f"{POLICY}\nselect '-- pedschema: allow always-true — for all';") == ["POL002"]


@pytest.mark.parametrize("reason", ["", " —", ": ", " - …", " because"])
def test_comment_without_a_reason_allows_nothing(reason: str) -> None:
    assert sorted(_ids(f"-- pedschema: allow always-true{reason}\n{POLICY}")) == ["LNT005", "POL002"]


@pytest.mark.parametrize("dash", "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212")
def test_reason_stands_behind_any_dash(dash: str) -> None:
    assert _ids(f"-- pedschema: allow always-true {dash} for all\n{POLICY}") == []


def test_each_name_that_allows_nothing_is_told() -> None:
    assert _ids(f"-- pedschema: allow always-true, syntax, nothing: for all\n{POLICY}") == [
        "LNT006",
        "LNT007",
    ]


def test_comment_for_a_rule_that_is_not_asked_is_not_called_unused() -> None:
    project = build_project(
        [Source("select 1; -- pedschema: allow always-true: for all", Origin.SCRIPT, "a")]
    )
    others = [rule for rule in RULES if rule.name != "always-true"]

    assert [each.id for each in run_rules(project, RULES).findings] == ["LNT007"]
    assert run_rules(project, others).findings == ()


def test_comments_of_a_revision_speak_for_steps_and_lines(tmp_path: Path) -> None:
    def ids(text: str) -> list[str]:
        (tmp_path / "a.py").write_text(text, encoding="utf-8")
        return [finding.id for finding in run_rules(load_project([tmp_path]), RULES).findings]

    step = f'    op.execute(\n        """\n{POLICY}\n"""\n    )\n'
    comment = "    # pedschema: allow always-true — for all\n"

    assert ids(f"def upgrade():\n{step}") == ["POL002"]
    assert ids(f"def upgrade():\n{comment}{step}") == []
    assert ids(f"def upgrade():\n{comment}    pass\n{step}") == ["LNT007", "POL002"]
    inside = step.replace("true);", "true); -- pedschema: allow always-true — for all")
    assert ids(f"def upgrade():\n{inside}") == []
    line = POLICY.replace("\n", " ")
    assert ids(f"def upgrade():\n    op.execute('{line}')  # pedschema: allow POL002: for all\n") == []


def _broken(_: Project) -> Iterator[Hit]:
    yield Hit(Place("a.sql", 1, 1, 1, 2), "a fact", "a repair")
    raise LookupError("no such thing")


def test_rule_that_breaks_is_told_and_stops_no_other() -> None:
    broken = Rule("XXX001", "broken", Severity.INFO, "A.\n\nB.", ("",), ("",), _broken)
    project = build_project([Source(POLICY, Origin.SCRIPT, "a.sql")])

    outcome = run_rules(project, [broken, *RULES])

    assert [finding.id for finding in outcome.findings] == ["POL002"]
    assert [failure.id for failure in outcome.failures] == ["rule-broke"]
    assert "LookupError: no such thing" in outcome.failures[0].what


def test_findings_are_sorted_by_place_and_each_is_told_once() -> None:
    text = "\n".join(POLICY.replace("policy a", f"policy {name}") for name in "cab")
    project = build_project([Source(text, Origin.SCRIPT, "a.sql")])
    rules = [*RULES, *RULES]

    assert [finding.place.line for finding in run_rules(project, rules).findings] == [1, 4, 7]


def test_rules_are_chosen_by_id_beginning_and_name() -> None:
    rules = load_rules()

    def chosen(select: list[str], ignore: list[str]) -> list[str]:
        return [rule.id for rule in select_rules(rules, select, ignore)]

    assert chosen(["POL002"], []) == chosen(["always-true"], []) == chosen(["always_true"], []) == ["POL002"]
    assert chosen(["lnt"], ["LNT001,allow-unused"]) == ["LNT002", "LNT003", "LNT004", "LNT005", "LNT006"]
    assert chosen([], []) == [rule.id for rule in rules]
    assert "POL002" not in chosen([], ["POL"])


def test_unknown_rule_is_refused_with_the_nearest() -> None:
    with pytest.raises(UsageError) as caught:
        select_rules(load_rules(), ["allways-true"])

    assert caught.value.mistakes[0].fix == 'did you mean "always-true"?'
    with pytest.raises(UsageError):
        find_rule(load_rules(), "POL")
