"""What became of each database of a fleet."""

from __future__ import annotations

__all__ = ["DONE", "Outcome", "Result", "parse_results", "render_results"]

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from pedschema.errors import Mistake, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

VERSION = 1
"""Of the JSON: keys may come without a new one, none goes or changes what it means."""


class Outcome(StrEnum):
    """How the command ended on one database; the worse, the later."""

    CLEAN = "clean"
    RESUMED = "resumed"
    FINDINGS = "findings"
    INTERRUPTED = "interrupted"
    FAILED = "failed"


DONE = frozenset({Outcome.CLEAN, Outcome.RESUMED})
"""Outcomes after which a resumed run leaves a database alone."""


@dataclass(frozen=True, slots=True)
class Result:
    """One database's share of a run.

    Attributes:
        seconds: that it took.
        message: what the command said when it was not clean, in the three parts of every message.
        findings: severity to count.
        report: the findings themselves, as `--format json` gives them.
        digest: of the command and of the files it worked with.
    """

    name: str
    outcome: Outcome
    seconds: float = 0.0
    message: str = ""
    findings: Mapping[str, int] = field(default_factory=dict)
    report: tuple[Mapping[str, Any], ...] = ()
    digest: str = ""


def render_results(action: str, results: Iterable[Result]) -> str:
    """Return the JSON of a run, databases in the order of the results."""
    listed = list(results)
    counted = Counter(result.outcome for result in listed)
    document = {
        "version": VERSION,
        "action": action,
        "summary": {str(outcome): counted[outcome] for outcome in Outcome},
        "targets": [asdict(result) for result in listed],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def parse_results(text: str, where: str) -> tuple[str, tuple[Result, ...]]:
    """Return the action and the results of a run that `render_results` wrote.

    Raises:
        UsageError: the text is something else.
    """
    try:
        document = json.loads(text)
        listed = [
            Result(**entry | {"outcome": Outcome(entry["outcome"]), "report": tuple(entry["report"])})
            for entry in {VERSION: document["targets"]}[document["version"]]
        ]
        return str(document["action"]), tuple(listed)
    except (KeyError, TypeError, ValueError, RecursionError):
        what = "the file is no journal of a fleet"
        fix = "delete it, or run without --resume to write it anew"
        raise UsageError(Mistake(where, what, fix, "fleet-journal")) from None
