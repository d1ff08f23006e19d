"""A revision puts its SQL together at run time.

What the revision does can only be known by running it, so no rule judges that statement. Neither does a
person who reviews it, nor the next person who reads it with other values around.

Instead: write the statement as one literal. Values belong into bound parameters.

    op.execute("create policy rooms_read on realtime.messages for select to authenticated using (…)")
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
    "LNT003",
    Severity.INFO,
    good=(
        """
        from alembic import op

        SQL = "create table public.rooms (id uuid primary key)"


        def upgrade():
            op.execute(SQL)
            op.execute("drop table " "public.old_rooms")
        """,
        """
        def downgrade():
            op.execute(f"drop table {name}")
        """,
    ),
    bad=(
        """
        from alembic import op


        def upgrade():
            op.execute(f"drop policy {name} on realtime.messages")
        """,
        """
        def upgrade():
            op.execute("drop policy %s on realtime.messages" % name)
        """,
    ),
    file="revision.py",
)
def check(project: Project) -> Iterator[Hit]:
    """Yield what reading noted."""
    return project.noted(NoteKind.SQL_AT_RUN_TIME)
