"""A file cannot be read.

Nothing in the file is judged. It is binary, in another encoding than UTF-8, larger than 20 MB, or belongs
to somebody else.

Instead: save it as UTF-8, take data out of it, or leave it out of the paths.
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
    "LNT002",
    Severity.ERROR,
    good=("select 'ünï';", "select 1;"),
    bad=("select 'a\0b';",),
    file="file.sql",
)
def check(project: Project) -> Iterator[Hit]:
    """Yield what reading noted."""
    return project.noted(NoteKind.UNREADABLE_FILE)
