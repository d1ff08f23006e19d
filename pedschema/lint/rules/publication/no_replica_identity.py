"""A published table has nothing that identifies a row.

PostgreSQL refuses every UPDATE and DELETE of the table from the moment it is published: it "does not have a
replica identity and publishes updates". The app's writes fail, not only its messages.

Instead: give the table a primary key, or take it out of the publication.
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.live_hit import table_hit
from pedschema.lint.live_publication import CHANGES
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


@rule(
    "PUB010",
    Severity.ERROR,
    good=(
        "alter publication supabase_realtime add table public.messages;",
        "create table public.log (line text);",
        """
        create table public.log (line text);
        alter table public.log replica identity full;
        alter publication supabase_realtime add table public.log;
        """,
    ),
    bad=(
        """
        create table public.log (line text);
        alter publication supabase_realtime add table public.log;
        """,
        """
        alter table public.messages replica identity nothing;
        alter publication supabase_realtime add table public.messages;
        """,
    ),
    live=True,
)
def check(project: Project) -> Iterator[Hit]:
    """Yield published tables of the app without replica identity."""
    if project.live is None:
        return
    for table in project.live.tables.values():
        if CHANGES in table.publications and table.identity == "nothing" and not table.platform:
            what = "it is published, and neither a primary key nor a replica identity tells its rows apart"
            yield table_hit(table, what, "add a primary key, or take it out of the publication")
