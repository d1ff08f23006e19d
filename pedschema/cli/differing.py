"""Changes of the wire as findings: where they come from, which screens and releases they meet."""

from __future__ import annotations

__all__ = ["describe_changes", "find_builds"]

from typing import TYPE_CHECKING

from pedschema.cli.blaming import Blame
from pedschema.cli.history import list_tags, read_committed
from pedschema.compare.payloads import Category, Level, compare_wires
from pedschema.emit.ir import parse_ir
from pedschema.errors import ContractError, UsageError
from pedschema.findings import Finding, Place, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from pedschema.compare.payloads import WireChange
    from pedschema.model.catalogue import Catalogue
    from pedschema.model.wire import WireContract

_MOST_TAGS = 50

_SEVERITIES = {
    Level.BREAKING: ("DIF001", Severity.ERROR),
    Level.DANGEROUS: ("DIF002", Severity.WARNING),
    Level.SAFE: ("DIF003", Severity.INFO),
}
_FIXES = {
    Level.BREAKING: 'send it under an event of its own (`event = "….v2"`) beside the old one, with a sunset,'
    " or accept it in accepted.toml",
    Level.DANGEROUS: "release clients that can take it first, or accept it in accepted.toml",
    Level.SAFE: "run `pedschema gen`, so that new clients know it",
}


def find_builds(
    ir: Path, new: WireContract, changes: Sequence[WireChange], today: date
) -> dict[str, list[str]]:
    """Return, by key of a change, the tags whose clients it meets: they were built before it.

    Args:
        ir: where ir.json is in the repository; tags without it are no builds of clients.
        new: the wire as it will be.
        changes: those in question.
        today: the day, for events whose sunset is over.
    """
    wanted = {change.key for change in changes}
    met: dict[str, list[str]] = {}
    if not wanted:
        return met
    for tag in list_tags(ir)[:_MOST_TAGS]:
        try:
            text, where = read_committed(f"git:refs/tags/{tag}", ir)
            old = parse_ir(text, where)
        except (ContractError, UsageError):
            continue
        # Of one key there may be several changes, such as another type and null.
        for key in {change.key for change in compare_wires(old, new, today)} & wanted:
            met.setdefault(key, []).append(tag)
    return met


def describe_changes(
    changes: Iterable[WireChange], catalogue: Catalogue, lock: Path, builds: Mapping[str, Sequence[str]]
) -> tuple[Finding, ...]:
    """Return a finding for each change, sorted by place; its object is the key that accepts it."""
    findings = []
    blame = Blame(catalogue, lock)
    for change in changes:
        id_, severity = _SEVERITIES[change.level]
        place = Place(*blame.find(change), object=change.key)
        name = f"{change.level}-change"
        told = _tell(change, builds.get(change.key, ()))
        findings.append(Finding(place, id_, name, severity, change.what, told, _FIXES[change.level]))
    return tuple(sorted(findings))


def _tell(change: WireChange, builds: Sequence[str]) -> str:
    who = "programs that run" if change.category is Category.WIRE else "programs that are compiled anew"
    screens = f", on {', '.join(change.surfaces)}" if change.surfaces else ""
    tags = f"; built at {', '.join(builds)}" if builds else ""
    return f"{who} notice it{screens}{tags}"
