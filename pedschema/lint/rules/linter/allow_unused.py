"""A comment allows what is not there.

The comment hides nothing today, and hides the next mistake of that kind in silence. Rules that a run leaves
out, and those that need a database, are not told.

Instead: remove the comment, or the rule that is not found out of it.
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
    "LNT007",
    Severity.WARNING,
    good=(
        """
        -- pedschema: allow always-true — the lobby is for everybody
        create policy a on realtime.messages for select to authenticated using (true);
        """,
        """
        create policy a on realtime.messages for select to authenticated
            using (true); -- pedschema: allow POL002 — the lobby is for everybody
        """,
    ),
    bad=(
        """
        -- pedschema: allow always-true — the lobby is for everybody
        create policy a on realtime.messages for select to authenticated
            using ((select realtime.topic()) = 'lobby');
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield what reading noted."""
    return project.noted(NoteKind.ALLOW_UNUSED)
