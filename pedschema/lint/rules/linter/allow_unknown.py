"""A comment allows what no rule is called.

The comment does nothing: what it was to allow is found. A misspelt or retired rule is told here, so that it
does not look like an exception that somebody made.

Instead: write the id or the name that stands in the finding.
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.note import NoteKind
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


@rule(
    "LNT006",
    Severity.WARNING,
    good=(
        """
        -- pedschema: allow POL002: the lobby is for everybody
        create policy a on realtime.messages for select to authenticated using (true);
        """,
        """
        -- pedschema: allow Always-True: the lobby is for everybody
        create policy a on realtime.messages for select to authenticated using (true);
        """,
    ),
    bad=(
        """
        -- pedschema: allow allways-true: the lobby is for everybody
        create policy a on realtime.messages for select to authenticated using (true);
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield what reading noted."""
    return project.noted(NoteKind.ALLOW_UNKNOWN)
