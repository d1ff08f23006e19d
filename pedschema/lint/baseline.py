"""Findings that were there when linting began: they are known, and only new ones count."""

from __future__ import annotations

__all__ = ["compare_baseline", "parse_baseline", "render_baseline"]

import json
from collections import Counter
from typing import TYPE_CHECKING

from pedschema.errors import Mistake, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pedschema.findings import Finding

VERSION = 1
Key = tuple[str, str, str]
"""Rule, object (the file when the finding is about no object), fact: what a change of lines leaves alone."""


def render_baseline(findings: Iterable[Finding]) -> str:
    """Return the findings as a baseline, sorted, one a line."""
    counted = sorted(Counter(map(_key, findings)).items())
    entries = [
        json.dumps({"rule": rule, "object": object_, "what": what, "count": count}, ensure_ascii=False)
        for (rule, object_, what), count in counted
    ]
    lines = ",".join(f"\n  {entry}" for entry in entries)
    return f'{{\n "version": {VERSION},\n "findings": [{lines}\n ]\n}}\n'


def parse_baseline(text: str, file: str) -> Counter[Key]:
    """Return how often each finding is known.

    Raises:
        UsageError: the text is no baseline of this version.
    """
    try:
        data = json.loads(text)
        known = Counter(
            {
                (str(each["rule"]), str(each["object"]), str(each["what"])): int(each["count"])
                for each in data["findings"]
            }
        )
        version = data["version"]
    except (ValueError, KeyError, TypeError, RecursionError):
        version = None
    if version != VERSION:
        what = f"the file is no baseline of version {VERSION}"
        fix = "write it anew with --write-baseline"
        raise UsageError(Mistake(file, what, fix, "baseline-unreadable"))
    return known


def compare_baseline(
    findings: Iterable[Finding], known: Counter[Key]
) -> tuple[tuple[Finding, ...], tuple[Key, ...]]:
    """Return the findings that are new, and the known ones that are gone.

    Of several alike the last ones count as new.
    """
    left = Counter(known)
    new = []
    for finding in findings:
        key = _key(finding)
        if left[key] > 0:
            left[key] -= 1
        else:
            new.append(finding)
    return tuple(new), tuple(sorted(key for key, count in left.items() if count > 0))


def _key(finding: Finding) -> Key:
    return finding.id, finding.place.object or finding.place.file, finding.what
