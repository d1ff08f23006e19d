"""Annotations that GitHub Actions shows beside the lines of a pull request."""

from __future__ import annotations

__all__ = ["render"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity

if TYPE_CHECKING:
    from pedschema.findings import Finding
    from pedschema.report.result import Result

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(result: Result) -> str:
    """Return one workflow command a finding."""
    return "".join(f"{_command(finding)}\n" for finding in result.findings)


def _command(finding: Finding) -> str:
    place = finding.place
    properties: dict[str, object] = {}
    if place.file:
        properties["file"] = place.file
    if place.file and place.line:
        properties |= {"line": place.line, "endLine": max(place.line, place.end_line)}
        if place.end_line == place.line:
            # GitHub refuses columns of what goes over several lines.
            properties |= {"col": place.column, "endColumn": place.end_column}
    properties["title"] = f"{finding.id} {finding.name}"
    about = f"{place.object}: " if place.object else ""
    detail = f"\n{finding.detail.rstrip()}" if finding.detail else ""
    message = f"{about}{finding.what}{detail}\n{finding.consequence}\nfix: {finding.fix}"
    listed = ",".join(f"{name}={_escape_property(str(value))}" for name, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {listed}::{_escape(message)}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")
