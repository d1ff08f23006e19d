"""A table in supabase_realtime has row-level security switched off.

Everybody who has the public key receives every change of every row: postgres_changes asks the table's
policies for each subscriber, and here there are none to ask.

Instead: enable row-level security and write the table's policies, or take the table out of the publication
and tell its changes by broadcast.
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.live_hit import table_hit
from pedschema.lint.live_publication import CHANGES
from pedschema.lint.live_query import CLIENT_ROLES
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


@rule(
    "PUB002",
    Severity.ERROR,
    good=(
        "alter publication supabase_realtime add table public.messages;",
        "create table public.posts (id uuid primary key);",
        """
        create table public.audit (id uuid primary key);
        revoke all on public.audit from anon, authenticated;
        alter publication supabase_realtime add table public.audit;
        """,
    ),
    bad=(
        """
        create table public.posts (id uuid primary key);
        alter publication supabase_realtime add table public.posts;
        """,
        """
        alter table public.messages disable row level security;
        alter publication supabase_realtime add table public.messages;
        """,
    ),
    live=True,
)
def check(project: Project) -> Iterator[Hit]:
    """Yield published tables without row-level security that clients may select from."""
    if project.live is None:
        return
    for table in project.live.tables.values():
        if CHANGES not in table.publications or table.secured:
            continue
        roles = [name for name in CLIENT_ROLES[:2] if table.readable(name)]
        if roles:
            names = " and ".join(f'"{name}"' for name in roles)
            what = f"it is published without row-level security, and {names} may select from it"
            yield table_hit(table, what, "enable row-level security, or take it out of the publication")
