"""A policy on realtime.messages searches a table by columns that no index begins with.

Each join reads the whole table: 63 to 883 ms on a million rows instead of 0.3 ms with an index. After a
restart of the server all clients join at once, wait for the few connections of the check, and time out.

Instead: make an index that begins with the column that names the user, then the key of the topic.

    create index on public.members (user_id, room_id);
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.live_hit import table_hit
from pedschema.lint.live_search import find_searches
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


@rule(
    "PRF003",
    Severity.ERROR,
    good=(
        """
        create policy a on realtime.messages for select to authenticated
            using (exists (select from public.members where user_id = (select auth.uid())));
        """,
        """
        create table public.guests (room_id uuid, user_id uuid);
        create index on public.guests (room_id);
        create function public.invited(room uuid) returns boolean language sql stable security definer
            set search_path = ''
            as $$ select exists (select from public.guests where user_id = auth.uid() and room_id = room) $$;
        create policy a on realtime.messages for select to authenticated
            using ((select public.invited(null)));
        """,
        """
        create table public.guests (room_id uuid, user_id uuid);
        create policy a on realtime.messages for select to authenticated
            using (exists (select from public.guests));
        """,
        """
        create table public.guests (room_id uuid, user_id uuid);
        create policy a on public.messages for select to authenticated
            using (exists (select from public.guests where user_id = (select auth.uid())));
        """,
    ),
    bad=(
        """
        create table public.guests (id uuid primary key, room_id uuid, user_id uuid);
        create policy a on realtime.messages for select to authenticated
            using (exists (select from public.guests where user_id = (select auth.uid())));
        """,
        """
        create table public.guests (room_id uuid, user_id uuid);
        create function public.invited(room uuid) returns boolean language sql stable security definer
            set search_path = ''
            as $$ select exists (select from public.guests where user_id = auth.uid() and room_id = room) $$;
        create policy a on realtime.messages for select to authenticated
            using ((select public.invited(null)));
        """,
        """
        create table public.guests (room_id uuid, user_id uuid);
        create index on public.guests (room_id, user_id);
        create policy a on realtime.messages for select to authenticated using (
            exists (select from public.guests as g where g.user_id in (select auth.uid()))
        );
        """,
    ),
    live=True,
)
def check(project: Project) -> Iterator[Hit]:
    """Yield tables that policies search by columns without an index."""
    if project.live is None:
        return
    for table, columns, by in find_searches(project.live):
        if columns.isdisjoint(table.leading):
            names = ", ".join(f'"{name}"' for name in sorted(columns))
            what = f"{by} searches it by {names}, with which no index begins"
            yield table_hit(table, what, "create an index that begins with the column of the user")
