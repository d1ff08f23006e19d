"""SQL cannot be read.

No rule sees the statement: whatever it opens or breaks goes by unsaid. PostgreSQL refuses it too, unless it
is newer than the grammar here (PostgreSQL 18), a command of psql, or data behind `copy … from stdin`. The
other statements of the file are judged all the same.

Instead: correct it. Keep dumps with data, and scripts for psql, out of the folders that are linted.
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
    "LNT001",
    Severity.ERROR,
    good=(
        "create policy a on public.posts for select to authenticated using (true);",
        "select 'create polic y';",
    ),
    bad=(
        "create polic y on public.posts;",
        "select 1; selec 2; select 3;",
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield what reading noted."""
    return project.noted(NoteKind.SYNTAX)
