"""Two events of a topic differ by case alone, or one begins with the wildcard `*`.

Clients compare events without regard to case, and `*` stands for all of them: a listener for the one is
called with the payload of the other, whose keys it does not know.

Instead: name events after what happened, each with a word of its own.
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.example import make_contract
from pedschema.lint.note import NoteKind
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit

_OTHER = 'name = "other"\nevent = "%s"'


@rule(
    "TOP011",
    Severity.ERROR,
    good=(make_contract("text"), make_contract("text", "", _OTHER % "pages")),
    bad=(
        make_contract("text", "", _OTHER % "Posts"),
        make_contract("text", 'event = "*"'),
        make_contract("text", f'event = "{"x" * 250}"'),
    ),
    file="contract.toml",
)
def check(project: Project) -> Iterator[Hit]:
    """Yield what reading the contract noted about its events."""
    return project.noted(NoteKind.EVENT_NAME)
