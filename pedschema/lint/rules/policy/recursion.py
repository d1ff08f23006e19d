"""A policy on realtime.messages comes back to a table whose policies are being worked out.

Every join of the role fails with "infinite recursion detected", whatever the topic. The circle is often in
a policy of a membership table that asks the same table who else is a member.

Instead: ask the table in a function in SECURITY DEFINER whose owner bypasses row-level security, and let
both policies call it.
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.live_hit import object_hit, policy_hit
from pedschema.lint.live_reach import read_reach
from pedschema.lint.live_refusal import find_refusals
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit

_RECURSION = frozenset({"42P17", "54001"})
_FIX = "ask the table in a function in SECURITY DEFINER whose owner bypasses row-level security"


@rule(
    "POL011",
    Severity.ERROR,
    good=(
        """
        create policy a on realtime.messages for select to authenticated
            using (exists (select from public.members where user_id = (select auth.uid())));
        """,
        """
        create function public.my_rooms() returns setof uuid language sql stable security definer
            set search_path = ''
            as $$ select room_id from public.members where user_id = auth.uid() $$;
        create policy co_members on public.members for select to authenticated
            using (room_id in (select public.my_rooms()));
        create policy a on realtime.messages for select to authenticated
            using (exists (select from public.members where user_id = (select auth.uid())));
        """,
        """
        create policy co_members on public.members for select to anon
            using (exists (select from public.members as o where o.room_id = members.room_id));
        create policy a on realtime.messages for select to authenticated
            using (exists (select from public.members where user_id = (select auth.uid())));
        """,
        """
        create policy co_members on public.members for select to authenticated
            using (exists (select from public.members as o where o.room_id = members.room_id));
        alter table public.members disable row level security;
        create policy a on realtime.messages for select to authenticated
            using (exists (select from public.members where user_id = (select auth.uid())));
        """,
    ),
    bad=(
        """
        create policy co_members on public.members for select to authenticated
            using (exists (select from public.members as o where o.room_id = members.room_id));
        create policy a on realtime.messages for select to authenticated
            using (exists (select from public.members where user_id = (select auth.uid())));
        """,
        """
        create policy a on realtime.messages for select to authenticated
            using (exists (select from realtime.messages as m where m.topic = 'lobby'));
        """,
        """
        create policy of_messages on public.messages for select to authenticated
            using (exists (select from public.members as m where m.room_id = messages.room_id));
        create policy of_members on public.members for select to authenticated
            using (exists (select from public.messages as m where m.room_id = members.room_id));
        create policy a on realtime.messages for insert to authenticated
            with check (exists (select from public.messages where room_id is not null));
        """,
        """
        create function public.mine() returns boolean language plpgsql stable
            as $$ begin return exists (select from public.members where user_id = auth.uid()); end $$;
        create policy co_members on public.members for select to authenticated using (public.mine());
        create policy a on realtime.messages for select to authenticated using ((select public.mine()));
        """,
    ),
    live=True,
)
def check(project: Project) -> Iterator[Hit]:
    """Yield the circles, or failing that the checks that end in one."""
    if project.live is None:
        return
    circles = read_reach(project.live).circles
    for circle in circles:
        way = " → ".join(f'"{name}"' for name in circle.path)
        yield policy_hit(circle.policy, f'for role "{circle.role}" it reads {way}', _FIX)
    if not circles:
        for refusal in find_refusals(project.live):
            if refusal.sqlstate in _RECURSION:
                yield object_hit("policies on realtime.messages", str(refusal), _FIX)
