"""JUnit's XML, which the test views of CI servers read: each rule is a test, each finding one that fails."""

from __future__ import annotations

__all__ = ["render"]

import re
from collections import defaultdict
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from pedschema.findings import Finding
    from pedschema.report.result import Result

_REFUSED = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 has no way to write."""


def render(result: Result) -> str:
    """Return one test suite; rules without findings are the tests that pass."""
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in result.findings:
        found[finding.id].append(finding)
    passed = [rule for rule in result.rules if rule.id not in found]
    counts = {"tests": str(len(passed) + len(result.findings)), "failures": str(len(result.findings))}
    suites = ET.Element("testsuites", counts)
    suite = ET.SubElement(suites, "testsuite", {"name": "pedschema lint", **counts, "errors": "0"})
    for rule in passed:
        ET.SubElement(suite, "testcase", {"classname": "pedschema", "name": f"{rule.id} {rule.name}"})
    for finding in result.findings:
        _add_failure(suite, finding)
    ET.indent(suites, " ")
    return f"<?xml version='1.0' encoding='utf-8'?>\n{ET.tostring(suites, encoding='unicode')}\n"


def _add_failure(suite: ET.Element, finding: Finding) -> None:
    place = finding.place
    case = {
        "classname": _clean(place.file or place.object or "project"),
        "name": _clean(f"{finding.id} {finding.name} {place}".rstrip()),
    }
    if place.file:
        case |= {"file": _clean(place.file), "line": str(place.line)}
    test = ET.SubElement(suite, "testcase", case)
    failure = ET.SubElement(test, "failure", {"type": str(finding.severity), "message": _clean(finding.what)})
    about = f"{place.object}\n" if place.object else ""
    detail = f"{finding.detail.rstrip()}\n" if finding.detail else ""
    failure.text = _clean(f"{about}{detail}why: {finding.consequence}\nfix: {finding.fix}")


def _clean(text: str) -> str:
    return _REFUSED.sub("\ufffd", text)
