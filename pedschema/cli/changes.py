"""Changes of the app's tables, as people, programs and GitHub read them."""

from __future__ import annotations

__all__ = ["ChangeFormat", "render_changes"]

import json
from enum import StrEnum
from typing import TYPE_CHECKING

from rich.text import Text

from pedschema.compare.wire import Effect
from pedschema.findings import Finding, Place, Severity
from pedschema.report.formats import github
from pedschema.report.result import Result

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pedschema.compare.lock import LockChange
    from pedschema.compare.wire import Verdict

_COLOURS = {Effect.BREAKING: "bold red", Effect.RISKY: "bold yellow", Effect.SAFE: "green"}
_SEVERITIES = {
    Effect.BREAKING: Severity.ERROR,
    Effect.RISKY: Severity.WARNING,
    Effect.SAFE: Severity.INFO,
}
_FIX = "follow it in the contract, then run `pedschema lock` and commit the result"


class ChangeFormat(StrEnum):
    """How changes are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


def render_changes(changes: Sequence[LockChange], form: ChangeFormat, lock: str) -> Text:
    """Return the changes in the form asked for.

    Args:
        changes: worst first.
        form: how.
        lock: path of the lock, where an annotation stands that no declaration is to blame for.
    """
    if form is ChangeFormat.JSON:
        return Text(
            json.dumps([_describe(change) for change in changes], indent=2, ensure_ascii=False) + "\n"
        )
    if form is ChangeFormat.GITHUB:
        return Text(github.render(Result(tuple(_make_finding(change, lock) for change in changes))))
    return Text.assemble(*(part for change in changes for part in _paragraph(change)))


def _describe(change: LockChange) -> dict[str, object]:
    return {
        "id": change.id,
        "object": change.object,
        "what": change.what,
        "effect": change.effect,
        "payload": {"effect": change.payload.effect, "reason": change.payload.reason},
        "policies": {"effect": change.policies.effect, "reason": change.policies.reason},
        "topics": change.topics,
        "surfaces": change.surfaces,
        "where": change.where,
    }


def _make_finding(change: LockChange, lock: str) -> Finding:
    file, _, line = (change.where or (f"{lock}:1",))[0].rpartition(":")
    worse = max(change.payload, change.policies, key=lambda verdict: verdict.effect.rank)
    touched = [f"topics: {', '.join(change.topics)}"] if change.topics else []
    touched += [f"surfaces: {', '.join(change.surfaces)}"] if change.surfaces else []
    return Finding(
        Place(file, int(line)),
        change.id,
        change.effect,
        _SEVERITIES[change.effect],
        change.what,
        "\n".join([worse.reason, *touched]),
        _FIX,
    )


def _paragraph(change: LockChange) -> Iterator[tuple[str, str]]:
    yield f"{change.effect} ", _COLOURS[change.effect]
    yield f"{change.id} ", "bold"
    yield f"{change.object}\n", ""
    yield f"  {change.what}\n", ""
    yield from _line("payload", change.payload)
    yield from _line("policies", change.policies)
    for name, values in (("topics", change.topics), ("surfaces", change.surfaces), ("at", change.where)):
        if values:
            yield f"  {name}: ", "cyan"
            yield f"{', '.join(values)}\n", ""
    yield "\n", ""


def _line(name: str, verdict: Verdict) -> Iterator[tuple[str, str]]:
    yield f"  {name}: ", "cyan"
    yield str(verdict.effect), _COLOURS[verdict.effect]
    yield f", {verdict.reason}\n", ""
