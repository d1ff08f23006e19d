"""A function that sends, or that a policy calls, names what its database does not have.

PL/pgSQL looks at a statement when it first runs: the error comes with a user's write, which fails, or is
swallowed by an exception handler together with the message. A function of a policy that fails closes every
topic.

Instead: correct the function in the migration that changes the table. With the extension plpgsql_check in
the database each statement is checked; without it the columns of NEW and OLD are, and functions in SQL.
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.live_body import find_functions, find_senders
from pedschema.lint.live_hit import function_hit
from pedschema.lint.live_reach import read_reach
from pedschema.lint.live_record import find_absent_columns
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.live import Live
    from pedschema.lint.live_facts import LiveFunction
    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


@rule(
    "TRG005",
    Severity.ERROR,
    good=(
        """
        create function public.tell() returns trigger language plpgsql security definer as $$
        begin perform realtime.send('{}', 'messages', new.room_id::text); return null; end $$;
        create trigger tell after insert on public.messages for each row execute function public.tell();
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer as $$
        begin
            if tg_table_name = 'members' then
                perform realtime.send(jsonb_build_object('id', new.user_id), 'members', 'room:1');
            end if;
            return null;
        end $$;
        create trigger tell after insert on public.messages for each row execute function public.tell();
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer as $$
        begin
            perform realtime.send(jsonb_build_object('n', (select count(new.subject) from new)), 'm', '1');
            return null;
        end $$;
        create trigger tell after insert on public.messages
            referencing new table as new for each statement execute function public.tell();
        """,
        """
        create function public.unused() returns bigint language sql as 'select count(*) from public.members';
        drop table public.members cascade;
        """,
        """
        create function public.count_members() returns bigint language sql stable security definer
            set search_path = public as 'select count(*) from members';
        create policy a on realtime.messages for select to authenticated
            using ((select public.count_members()) > 0);
        """,
    ),
    bad=(
        """
        create function public.tell() returns trigger language plpgsql security definer as $$
        begin perform realtime.send('{}', 'messages', new.place_id::text); return null; end $$;
        create trigger tell after insert on public.messages for each row execute function public.tell();
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer as $$
        begin
            if old.content is distinct from new.content then
                perform realtime.send('{}', 'messages', 'room:1');
            end if;
            return null;
        end $$;
        create trigger tell after update on public.messages for each row execute function public.tell();
        alter table public.messages rename column content to body;
        """,
        """
        create function public.count_rooms() returns bigint language sql stable security definer
            set search_path = '' as 'select count(room_id) from public.members';
        create policy a on realtime.messages for select to authenticated
            using ((select public.count_rooms()) > 0);
        alter table public.members rename column room_id to place_id;
        """,
    ),
    live=True,
)
def check(project: Project) -> Iterator[Hit]:
    """Yield what PostgreSQL, or a look at the columns, finds wrong with functions that matter to messages."""
    if project.live is None:
        return
    for function in _find_relevant(project.live).values():
        for flaw in function.flaws:
            yield function_hit(function, flaw, "correct the function, or bring back what it names")
    for trigger, function in find_senders(project.live):
        table = project.live.tables.get(trigger.table)
        if table and not function.flaws:
            for name in find_absent_columns(trigger, function, table):
                what = f'"{name}" is no column of "{table.name}", on which trigger "{trigger.name}" fires'
                yield function_hit(function, what, "correct the function, or bring back the column")


def _find_relevant(live: Live) -> dict[int, LiveFunction]:
    found = dict(read_reach(live).functions)
    waiting = [function for _, function in find_senders(live)]
    while waiting:
        function = waiting.pop()
        if function.oid not in found:
            found[function.oid] = function
            waiting += find_functions(live, function)
    return dict(sorted(found.items()))
