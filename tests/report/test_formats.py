from __future__ import annotations

import json
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from rich.text import Text

from pedschema.report.find import find_format, list_formats
from pedschema.report.result import Result


def _render(name: str, result: Result) -> str:
    rendered = find_format(name)(result)
    return rendered.plain if isinstance(rendered, Text) else rendered


def test_formats_are_the_files_of_their_folder() -> None:
    assert list_formats() == ("github", "json", "junit", "sarif", "text")
    with pytest.raises(KeyError):
        find_format("find")


def test_text_says_where_what_why_and_how_to_repair(result: Result) -> None:
    paragraphs = _render("text", result).split("\n\n")

    assert paragraphs[0].splitlines() == [
        'policy "a" on realtime.messages: info POL002 always-true',
        "  it is true",
        "  why: All may read",
        "  fix: name the topic",
    ]
    assert paragraphs[1].splitlines() == [
        'sql/a, b%.sql:2:8: error POL002 always-true in policy "a" on realtime.messages',
        "  it is true",
        "  2 |     using (true) ;",
        "    |           ^^^^",
        "  why: All may read",
        "  fix: name the topic",
    ]
    assert paragraphs[2].splitlines()[2:4] == ["  2 |     using (true) ;", "    | ^^^^^^^^^^^^^^^"]


def test_text_steers_no_terminal(result: Result) -> None:
    assert "\x1b" not in _render("text", result)


def test_name_with_line_breaks_begins_no_line_of_the_text(result: Result) -> None:
    finding = result.findings[0]
    place = replace(finding.place, object='policy "a\n::error::x\r\u2028b"')
    text = _render("text", Result((replace(finding, place=place, what='"y\n::error::z" is true'),)))

    assert text.splitlines()[0].startswith('policy "a ::error::x')
    assert not any(line.startswith("::") for line in text.splitlines())


def test_text_shows_a_part_of_a_long_line(result: Result) -> None:
    finding = result.findings[1]
    place = type(finding.place)("long.sql", 1, 5_001, 1, 5_005)
    long = Result(
        (type(finding)(place, *_rest(finding)),), lines={"long.sql": [" " * 5_000 + "true" + " " * 90]}
    )
    shown, mark = _render("text", long).splitlines()[2:4]

    assert shown.index("true") == mark.index("^^^^")
    assert len(shown) < 200


def _rest(finding: object) -> list[object]:
    names = ("id", "name", "severity", "what", "consequence", "fix")
    return [getattr(finding, name) for name in names]


def test_text_is_empty_without_findings(empty: Result) -> None:
    assert _render("text", empty) == ""


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("text", "  - 1\n  + 2\n  why: "),
        ("json", '"detail": "- 1\\n+ 2"'),
        ("sarif", "name the topic.\\n\\n- 1\\n+ 2"),
        ("github", "it is true%0A- 1%0A+ 2%0AAll may read"),
        ("junit", "- 1\n+ 2\nwhy: All may read"),
    ],
)
def test_every_format_shows_the_detail_of_a_finding(form: str, shown: str, result: Result) -> None:
    detailed = replace(result, findings=(replace(result.findings[1], detail="- 1\n+ 2"),))

    assert shown in _render(form, detailed)
    assert shown not in _render(form, result)


def test_json_holds_every_part(result: Result) -> None:
    document = json.loads(_render("json", result))

    assert document["version"] == 1
    assert document["summary"] == {"error": 2, "warning": 1, "info": 1}
    assert document["findings"][1] == {
        "rule": "POL002",
        "name": "always-true",
        "severity": "error",
        "file": "sql/a, b%.sql",
        "line": 2,
        "column": 8,
        "end_line": 2,
        "end_column": 12,
        "object": 'policy "a" on realtime.messages',
        "what": "it is true",
        "consequence": "All may read",
        "fix": "name the topic",
        "detail": None,
    }
    assert document["findings"][0]["file"] is None


def test_github_escapes_what_would_be_a_command(result: Result) -> None:
    lines = _render("github", result).splitlines()

    assert lines[0].startswith("::notice title=POL002 always-true::policy")
    assert lines[1].startswith(
        "::error file=sql/a%2C b%25.sql,line=2,endLine=2,col=8,endColumn=12,title=POL002 always-true::"
    )
    assert lines[2].startswith("::warning file=sql/a%2C b%25.sql,line=2,endLine=4,title=")
    assert '::a <b> & "c"%0A::error::100%25' in lines[3]
    assert len(lines) == 4


def test_junit_has_a_test_for_each_rule_that_passes_and_each_finding(result: Result, empty: Result) -> None:
    suites = ET.fromstring(_render("junit", result).encode())  # noqa: S314 - our own text
    names = [case.get("name") for case in suites.iter("testcase")]

    assert (suites.get("tests"), suites.get("failures")) == ("5", "4")
    assert names[:2] == ["POL001 role-public", 'POL002 always-true policy "a" on realtime.messages']
    assert len(list(suites.iter("failure"))) == 4
    passed = ET.fromstring(_render("junit", empty).encode())  # noqa: S314 - our own text
    assert (passed.get("tests"), passed.get("failures")) == ("2", "0")
