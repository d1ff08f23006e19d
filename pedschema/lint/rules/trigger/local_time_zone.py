"""Sessions begin in another time zone than UTC, and a function that sends sets none.

Messages carry the local time: replay misses them or repeats old ones, and around midnight they fall into
the partition of another day, or into none and are lost.

Instead: leave database and roles at UTC, or pin the zone in the function.

    create function app.tell() returns trigger language plpgsql
    security definer set search_path = '' set timezone = 'UTC' as …
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.live_body import find_senders
from pedschema.lint.live_hit import function_hit
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


@rule(
    "TRG021",
    Severity.WARNING,
    good=(
        """
        create function public.tell() returns trigger language plpgsql security definer as $$
        begin perform realtime.send('{}', 'messages', 'room:1'); return null; end $$;
        create trigger tell after insert on public.messages for each row execute function public.tell();
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set timezone = 'UTC' as $$
        begin perform realtime.send('{}', 'messages', 'room:1'); return null; end $$;
        create trigger tell after insert on public.messages for each row execute function public.tell();
        do $$ begin
            execute format('alter database %I set timezone to ''Europe/Berlin''', current_database());
        end $$;
        """,
        """
        do $$ begin
            execute format('alter database %I set timezone to ''Europe/Berlin''', current_database());
        end $$;
        """,
    ),
    bad=(
        """
        create function public.tell() returns trigger language plpgsql security definer as $$
        begin perform realtime.send('{}', 'messages', 'room:1'); return null; end $$;
        create trigger tell after insert on public.messages for each row execute function public.tell();
        do $$ begin
            execute format('alter database %I set timezone to ''Europe/Berlin''', current_database());
        end $$;
        """,
    ),
    live=True,
)
def check(project: Project) -> Iterator[Hit]:
    """Yield functions of triggers that send in whatever zone the session has."""
    if project.live is None or not project.live.time_zones:
        return
    first = project.live.time_zones[0]
    whose = f'sessions of "{first.role}"' if first.role else "sessions of this database"
    functions = {function.oid: function for _, function in find_senders(project.live)}
    for function in functions.values():
        if "timezone" not in function.settings:
            what = f'{whose} begin in "{first.zone}", and it does not set a zone'
            yield function_hit(function, what, "add SET timezone = 'UTC' to it, or leave sessions at UTC")
