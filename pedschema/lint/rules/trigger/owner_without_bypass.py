"""A function in SECURITY DEFINER sends, and row-level security binds its owner.

Each message is lost with a warning in the log, while the write that caused it succeeds: the INSERT into
realtime.messages runs as the owner, and no policy there is for it.

Instead: let a role with BYPASSRLS own the function, such as postgres on the hosted platform.
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.live_body import find_functions, find_senders, sends
from pedschema.lint.live_hit import function_hit
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.live import Live
    from pedschema.lint.live_facts import LiveFunction, LiveRole
    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


@rule(
    "TRG020",
    Severity.ERROR,
    good=(
        """
        create function public.tell() returns trigger language plpgsql security definer as $$
        begin perform realtime.send('{}', 'messages', 'room:1'); return null; end $$;
        create trigger tell after insert on public.messages for each row execute function public.tell();
        """,
        """
        grant create on schema public to service_role;
        create function public.tell() returns trigger language plpgsql security definer as $$
        begin perform realtime.send('{}', 'messages', 'room:1'); return null; end $$;
        create trigger tell after insert on public.messages for each row execute function public.tell();
        alter function public.tell() owner to service_role;
        """,
        """
        grant create on schema public to authenticated;
        create function public.tell() returns trigger language plpgsql security definer as $$
        begin return null; end $$;
        create trigger tell after insert on public.messages for each row execute function public.tell();
        alter function public.tell() owner to authenticated;
        """,
        """
        grant create on schema public to authenticated;
        create function public.tell() returns trigger language plpgsql security definer as $$
        begin perform realtime.send('{}', 'messages', 'room:1'); return null; end $$;
        create trigger tell after insert on public.messages for each row execute function public.tell();
        alter function public.tell() owner to authenticated;
        create policy send on realtime.messages for insert to authenticated
            with check (messages.topic = 'room:1');
        """,
    ),
    bad=(
        """
        grant create on schema public to authenticated;
        create function public.tell() returns trigger language plpgsql security definer as $$
        begin perform realtime.send('{}', 'messages', 'room:1'); return null; end $$;
        create trigger tell after insert on public.messages for each row execute function public.tell();
        alter function public.tell() owner to authenticated;
        """,
        """
        grant create on schema public to authenticated;
        create function public.pass_on() returns void language sql
            as $$ select realtime.send('{}', 'messages', 'room:1') $$;
        create function public.tell() returns trigger language plpgsql security definer as $$
        begin perform public.pass_on(); return null; end $$;
        create trigger tell after insert on public.messages for each row execute function public.tell();
        alter function public.tell() owner to authenticated;
        """,
    ),
    live=True,
)
def check(project: Project) -> Iterator[Hit]:
    """Yield functions that let a send run as an owner whom policies bind."""
    if project.live is None:
        return
    told: set[int] = set()
    seen: set[tuple[int, int]] = set()
    for _, function in find_senders(project.live):
        for definer in _find_definers(project.live, function, None, seen):
            owner = project.live.roles.get(definer.owner)
            if owner and definer.oid not in told and not _may_insert(project.live, owner):
                told.add(definer.oid)
                what = f'its owner "{owner.name}" is bound by the policies of realtime.messages'
                yield function_hit(definer, what, "let a role with BYPASSRLS own it")


def _may_insert(live: Live, role: LiveRole) -> bool:
    return role.bypasses or any(policy.applies(role, "INSERT") for policy in live.message_policies)


def _find_definers(
    live: Live, function: LiveFunction, definer: LiveFunction | None, seen: set[tuple[int, int]]
) -> Iterator[LiveFunction]:
    """Yield the functions with whose owner's privileges something below `function` is sent."""
    definer = function if function.definer else definer
    key = (function.oid, definer.oid if definer else 0)
    if key in seen:
        return
    seen.add(key)
    if definer and sends(function):
        yield definer
    for called in find_functions(live, function):
        yield from _find_definers(live, called, definer, seen)
