"""For programs: every finding with all its parts; the shape changes with its version only."""

from __future__ import annotations

__all__ = ["VERSION", "render"]

import json
from typing import TYPE_CHECKING

from pedschema.report.result import count_severities

if TYPE_CHECKING:
    from pedschema.findings import Finding
    from pedschema.report.result import Result

VERSION = 1
"""Of the shape: keys may come without a new one, none goes or changes what it means."""


def render(result: Result) -> str:
    """Return the findings as one JSON object."""
    document = {
        "version": VERSION,
        "findings": [_finding(finding) for finding in result.findings],
        "summary": {str(severity): count for severity, count in count_severities(result.findings).items()},
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _finding(finding: Finding) -> dict[str, object]:
    place = finding.place
    return {
        "rule": finding.id,
        "name": finding.name,
        "severity": str(finding.severity),
        "file": place.file or None,
        "line": place.line or None,
        "column": place.column or None,
        "end_line": place.end_line or None,
        "end_column": place.end_column or None,
        "object": place.object or None,
        "what": finding.what,
        "consequence": finding.consequence,
        "fix": finding.fix,
        "detail": finding.detail or None,
    }
