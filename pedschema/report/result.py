"""What a report is about: findings, and the rules that were asked."""

from __future__ import annotations

__all__ = ["Result", "RuleText", "count_severities", "name_counts"]

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pedschema.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule as reports describe it.

    Attributes:
        title: the problem in one sentence.
        help: the rule's page, Markdown.
    """

    id: str
    name: str
    severity: Severity
    title: str
    consequence: str
    help: str


@dataclass(frozen=True, slots=True)
class Result:
    """What one run has to report.

    Attributes:
        findings: sorted.
        rules: that were asked, sorted by id.
        lines: the lines of files in which findings stand, as far as they are at hand.
        version: of pedschema.
    """

    findings: tuple[Finding, ...]
    rules: tuple[RuleText, ...] = ()
    lines: Mapping[str, Sequence[str]] = field(default_factory=dict)
    version: str = ""


def count_severities(findings: Iterable[Finding]) -> dict[Severity, int]:
    """Return how many findings there are of each severity, none left out."""
    counted = Counter(finding.severity for finding in findings)
    return {severity: counted[severity] for severity in Severity}


def name_counts(findings: Iterable[Finding]) -> list[str]:
    """Return how many findings there are of each severity that has any, in words: `1 error`, `2 warnings`."""
    counts = count_severities(findings)
    return [
        f"{count} {severity}{'s' if count > 1 and severity != Severity.INFO else ''}"
        for severity, count in counts.items()
        if count
    ]
