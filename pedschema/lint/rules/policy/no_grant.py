"""A policy on realtime.messages needs a privilege that its role does not have.

Every join of that role fails, whatever the topic: PostgreSQL evaluates all policies of a role together, and
one error ends the check. A write is refused without an error, an answer or a line in a log.

Instead: read the table in a function in SECURITY DEFINER that the role may execute, or grant the privilege.

    create function app.member(room uuid) returns boolean
    language sql stable security definer set search_path = ''
    as $$ select exists (select from public.members where room_id = room and user_id = auth.uid()) $$;
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

_REFUSED = "42501"


@rule(
    "POL010",
    Severity.ERROR,
    good=(
        """
        create policy a on realtime.messages for select to authenticated
            using (exists (select from public.members where user_id = (select auth.uid())));
        """,
        """
        create table public.vault (user_id uuid);
        revoke all on public.vault from authenticated;
        create function public.trusted() returns boolean language sql stable security definer
            set search_path = ''
            as $$ select exists (select from public.vault where user_id = auth.uid()) $$;
        create policy a on realtime.messages for select to authenticated using ((select public.trusted()));
        """,
        """
        create table public.vault (user_id uuid, secret text);
        revoke all on public.vault from authenticated;
        grant select (user_id) on public.vault to authenticated;
        create policy a on realtime.messages for select to authenticated
            using (exists (select from public.vault where user_id = (select auth.uid())));
        """,
        """
        create function public.trusted(room text) returns boolean language sql stable as 'select true';
        revoke all on function public.trusted(text) from public, authenticated;
        create function public.trusted() returns boolean language sql stable as 'select true';
        create function public.admits() returns boolean language sql stable as 'select public.trusted()';
        create policy a on realtime.messages for select to authenticated using ((select public.admits()));
        """,
        """
        create schema hidden;
        create function hidden.trusted() returns boolean language sql stable as 'select true';
        create policy a on realtime.messages for select to authenticated using ((select hidden.trusted()));
        """,
        """
        create table public.vault (user_id uuid);
        revoke all on public.vault from anon;
        create policy a on realtime.messages for select to authenticated
            using (exists (select from public.vault where user_id = (select auth.uid())));
        """,
    ),
    bad=(
        """
        create table public.vault (user_id uuid);
        revoke all on public.vault from authenticated;
        create policy a on realtime.messages for select to authenticated
            using (exists (select from public.vault where user_id = (select auth.uid())));
        """,
        """
        create policy a on realtime.messages for select to authenticated
            using (exists (select from auth.users where id = (select auth.uid())));
        """,
        """
        create table public.vault (user_id uuid, secret text);
        revoke all on public.vault from authenticated;
        grant select (user_id) on public.vault to authenticated;
        create policy a on realtime.messages for insert to authenticated
            with check (exists (select from public.vault where secret = (select realtime.topic())));
        """,
        """
        create function public.trusted() returns boolean language sql stable as 'select true';
        revoke all on function public.trusted() from public, authenticated;
        create policy a on realtime.messages for select to authenticated using ((select public.trusted()));
        """,
        """
        create schema hidden;
        create table hidden.vault (user_id uuid);
        grant select on hidden.vault to authenticated;
        create function public.trusted() returns boolean language sql stable
            as $$ select exists (select from hidden.vault where user_id = auth.uid()) $$;
        create policy a on realtime.messages for select to authenticated using ((select public.trusted()));
        """,
        """
        create table public.vault (user_id uuid);
        revoke all on public.vault from anon;
        create policy a on realtime.messages for select
            using (exists (select from public.vault where user_id = (select auth.uid())));
        """,
        """
        create table public.vault (user_id uuid);
        revoke all on public.vault from authenticated;
        create policy extra on public.members for select to authenticated
            using (exists (select from public.vault as v where v.user_id = members.user_id));
        create policy a on realtime.messages for select to authenticated
            using (exists (select from public.members where user_id = (select auth.uid())));
        """,
    ),
    live=True,
)
def check(project: Project) -> Iterator[Hit]:
    """Yield the privileges that are missing, or failing that the checks that PostgreSQL refuses."""
    if project.live is None:
        return
    gaps = read_reach(project.live).gaps
    for gap in gaps:
        way = f', which "{gap.through}" needs' if gap.through else ""
        what = f'role "{gap.role}" has no {gap.what}{way}'
        fix = "grant it, or ask in a function in SECURITY DEFINER that the role may execute"
        yield policy_hit(gap.policy, what, fix)
    if not gaps:
        for refusal in find_refusals(project.live):
            if refusal.sqlstate == _REFUSED:
                yield object_hit("policies on realtime.messages", str(refusal), "grant what PostgreSQL names")
