"""SARIF against its schema, and against what its readers ask of a log besides."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from pedschema.cli.linting import describe_result
from pedschema.findings import Place
from pedschema.lint.build import build_project
from pedschema.lint.engine import run_rules
from pedschema.lint.registry import load_rules
from pedschema.lint.source import Origin, Source
from pedschema.report.formats.sarif import render
from pedschema.report.result import Result

SCHEMA = json.loads((Path(__file__).parent / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))


def _mistakes(log: object) -> list[str]:
    return [error.json_path for error in Draft4Validator(SCHEMA).iter_errors(log)]


def _run(result: Result) -> dict[str, Any]:
    log = json.loads(render(result))
    assert log.keys() == {"$schema", "version", "runs"}
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    return dict(run)


def test_log_names_tool_and_rules_with_their_help(result: Result) -> None:
    driver = _run(result)["tool"]["driver"]

    assert (driver["name"], driver["version"]) == ("pedschema", "1.2.3")
    assert [rule["id"] for rule in driver["rules"]] == ["POL001", "POL002"]
    for rule in driver["rules"]:
        assert re.fullmatch(r"[A-Za-z]+", rule["name"])
        assert rule["shortDescription"]["text"]
        assert rule["help"]["markdown"].startswith("# POL002")
        assert rule["defaultConfiguration"] == {"level": "error"}


def test_results_point_at_their_rule_and_place(result: Result) -> None:
    run = _run(result)
    rules = run["tool"]["driver"]["rules"]

    assert run["columnKind"] == "unicodeCodePoints"
    assert [each["level"] for each in run["results"]] == ["note", "error", "warning", "error"]
    assert all(rules[each["ruleIndex"]]["id"] == each["ruleId"] for each in run["results"])
    (location,) = run["results"][1]["locations"]
    assert location == {
        "physicalLocation": {
            "artifactLocation": {"uri": "sql/a%2C%20b%25.sql"},
            "region": {"startLine": 2, "startColumn": 8, "endLine": 2, "endColumn": 12},
        },
        "logicalLocations": [{"fullyQualifiedName": 'policy "a" on realtime.messages'}],
    }
    assert "physicalLocation" not in run["results"][0]["locations"][0]
    assert run["results"][3]["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "sql/%C3%A9.sql"}
    }


def test_fingerprints_tell_findings_apart_and_stay_when_lines_move(result: Result) -> None:
    def prints(findings: tuple[Any, ...]) -> list[str]:
        run = _run(Result(findings, result.rules))
        return [each["partialFingerprints"]["pedschema/v1"] for each in run["results"]]

    first = prints(result.findings)
    moved = [type(each.place)(each.place.file, 99, 1, 99, 2, each.place.object) for each in result.findings]
    again = prints(
        tuple(
            type(each)(place, each.id, each.name, each.severity, each.what, each.consequence, each.fix)
            for each, place in zip(result.findings, moved, strict=True)
        )
    )

    assert len(set(first)) == len(first)
    assert first == again


def test_log_without_findings_has_an_empty_list(empty: Result) -> None:
    assert _run(empty)["results"] == []


def test_log_is_valid_by_the_schema(result: Result, empty: Result) -> None:
    assert _mistakes(json.loads(render(result))) == []
    assert _mistakes(json.loads(render(empty))) == []


def test_log_of_all_rules_and_their_bad_examples_is_valid_by_the_schema() -> None:
    rules = load_rules()
    texts = [text for rule in rules if rule.file == "example.sql" and not rule.live for text in rule.bad]
    sources = [Source(text, Origin.SCRIPT, f"{number} %.sql") for number, text in enumerate(texts)]
    findings = [each for source in sources for each in run_rules(build_project([source]), rules).findings]
    log = json.loads(render(describe_result(findings, rules)))

    assert len(log["runs"][0]["results"]) >= len(texts)
    assert _mistakes(log) == []


@pytest.mark.parametrize(
    ("place", "path"),
    [
        (Place("a.sql", -1), "$.runs[0].results[0].locations[0].physicalLocation.region.startLine"),
        (Place("a.sql", 1, -1), "$.runs[0].results[0].locations[0].physicalLocation.region.startColumn"),
    ],
)
def test_schema_refuses_places_that_are_none(place: Place, path: str, result: Result) -> None:
    broken = replace(result, findings=(replace(result.findings[0], place=place),))

    assert _mistakes(json.loads(render(broken))) == [path]
