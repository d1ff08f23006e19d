"""A comment allows something and gives no reason.

The comment is ignored, and what it was to allow is found. Without its reason nobody can tell later whether
an exception still holds.

Instead: say why, behind a dash or a colon.

    -- pedschema: allow always-true — the lobby is for everybody, decided on 3 May
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
    "LNT005",
    Severity.WARNING,
    good=(
        """
        -- pedschema: allow always-true — the lobby is for everybody
        create policy a on realtime.messages for select to authenticated using (true);
        """,
        "-- pedschema allows much\nselect 1;",
    ),
    bad=(
        """
        -- pedschema: allow always-true
        create policy a on realtime.messages for select to authenticated using (true);
        """,
        "select 1; -- pedschema: allow — it is fine",
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield what reading noted."""
    return project.noted(NoteKind.ALLOW_WITHOUT_REASON)
