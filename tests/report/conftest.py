from __future__ import annotations

import pytest

from pedschema.findings import Finding, Place, Severity
from pedschema.report.result import Result, RuleText

HELP = "# POL002 always-true\n\nA page."


def _finding(place: Place, severity: Severity = Severity.ERROR, what: str = "it is true") -> Finding:
    return Finding(place, "POL002", "always-true", severity, what, "All may read", "name the topic")


@pytest.fixture
def result() -> Result:
    """Findings in a line, over lines, in a database, in a whole file; and text that formats escape."""
    policy = 'policy "a" on realtime.messages'
    findings = (
        _finding(Place("", object=policy), Severity.INFO),
        _finding(Place("sql/a, b%.sql", 2, 8, 2, 12, policy)),
        _finding(Place("sql/a, b%.sql", 2, 1, 4, 3, policy), Severity.WARNING),
        _finding(Place("sql/é.sql"), what='a <b> & "c"\n::error::100%\x1b[31m\ufffe'),
    )
    rules = (
        RuleText("POL001", "role-public", Severity.ERROR, "A policy is for all.", "It fails", HELP),
        RuleText("POL002", "always-true", Severity.ERROR, "It is true.", "All may read", HELP),
    )
    lines = {"sql/a, b%.sql": ["select 1;", "\tusing (true) ;", "x", "y"]}
    return Result(findings, rules, lines, "1.2.3")


@pytest.fixture
def empty(result: Result) -> Result:
    return Result((), result.rules)
