"""SARIF 2.1.0, which code scanning of GitHub, GitLab and editors reads."""

from __future__ import annotations

__all__ = ["render"]

import hashlib
import json
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import quote

from pedschema.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pedschema.findings import Finding, Place
    from pedschema.report.result import Result, RuleText

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_FINGERPRINT = "pedschema/v1"


def render(result: Result) -> str:
    """Return one SARIF log with one run."""
    indexes = {rule.id: index for index, rule in enumerate(result.rules)}
    seen: Counter[str] = Counter()
    run = {
        "tool": {
            "driver": {
                "name": "pedschema",
                **({"version": result.version} if result.version else {}),
                "rules": [_rule(rule) for rule in result.rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, indexes, seen) for finding in result.findings],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1) + "\n"


def _rule(rule: RuleText) -> dict[str, object]:
    return {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": f"{rule.consequence}."},
        "help": {"text": rule.help, "markdown": rule.help},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(finding: Finding, indexes: Mapping[str, int], seen: Counter[str]) -> dict[str, object]:
    key = f"{finding.id}\n{finding.place.object or finding.place.file}\n{finding.what}"
    seen[key] += 1
    digest = hashlib.sha256(f"{key}\n{seen[key]}".encode("utf-8", "backslashreplace")).hexdigest()
    detail = f"\n\n{finding.detail.rstrip()}" if finding.detail else ""
    text = f"{finding.what}: {finding.consequence}. To fix it: {finding.fix}.{detail}"
    result: dict[str, object] = {
        "ruleId": finding.id,
        "level": _LEVELS[finding.severity],
        "message": {"text": text},
        "partialFingerprints": {_FINGERPRINT: digest},
    }
    if finding.id in indexes:
        result["ruleIndex"] = indexes[finding.id]
    location = _location(finding.place)
    return {**result, "locations": [location]} if location else result


def _location(place: Place) -> dict[str, object]:
    location: dict[str, object] = {}
    if place.file:
        physical: dict[str, object] = {"artifactLocation": {"uri": _uri(place.file)}}
        if place.line:
            physical["region"] = _region(place)
        location["physicalLocation"] = physical
    if place.object:
        location["logicalLocations"] = [{"fullyQualifiedName": place.object}]
    return location


def _region(place: Place) -> dict[str, int]:
    values = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }
    return {name: value for name, value in values.items() if value}


def _uri(file: str) -> str:
    path = quote(file.replace("\\", "/"), safe="/-._~", errors="surrogateescape")
    return f"file://{path}" if path.startswith("/") else path.removeprefix("./")
