"""A trigger function sends with the rights of whoever writes the row.

The row is kept and its message is lost, with nothing but a warning in the log of the database: the insert
into `realtime.messages` runs under the writer's policies. A writer without USAGE on the schema `realtime`,
such as `supabase_auth_admin` when a user is deleted, cannot write at all. An INSERT policy that lets the
message through also lets every client forge it.

Instead: declare the function SECURITY DEFINER with a pinned search_path, owned by a role that bypasses
row-level security.

    create function app.tell() returns trigger
        language plpgsql security definer set search_path = '' as …
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.rule import rule
from pedschema.lint.sending import read_sending
from pedschema.lint.tables import in_public

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


@rule(
    "TRG001",
    Severity.ERROR,
    good=(
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.broadcast_changes(
                'room:' || new.id, tg_op, tg_op, tg_table_name, tg_table_schema, new, old
            );
            return null;
        end $$;
        """,
        """
        create function public.tell(topic text) returns void language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', topic, true);
        end $$;
        create function public.changed() returns trigger language plpgsql as $$
        begin
            perform public.tell('room:' || new.id);
            return null;
        end $$;
        """,
        """
        create function public.tell() returns trigger language plpgsql as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', 'room:' || new.id, true);
            return null;
        end $$;
        alter function public.tell() security definer;
        """,
        """
        create function public.count_up() returns trigger language plpgsql as $$
        begin
            new.version := old.version + 1;
            return new;
        end $$;
        """,
    ),
    bad=(
        """
        create function public.tell() returns trigger language plpgsql as $$
        begin
            perform realtime.broadcast_changes(
                'room:' || new.id, tg_op, tg_op, tg_table_name, tg_table_schema, new, old
            );
            return null;
        end $$;
        """,
        """
        create function public.tell(topic text) returns void language plpgsql as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', topic, true);
        end $$;
        create function public.changed() returns trigger language plpgsql as $$
        begin
            perform tell('room:' || new.id);
            return null;
        end $$;
        create trigger changed after insert on public.rooms for each row execute function changed();
        """,
        """
        create function public.tell() returns trigger language plpgsql as $$
        begin
            insert into realtime.messages (topic, event, extension, private, payload)
            values ('room:' || new.id, 'changed', 'broadcast', true, '{"a": 1}');
            return null;
        exception when others then
            return null;
        end $$;
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield trigger functions that reach a sending call without any SECURITY DEFINER on the way."""
    for messages in read_sending(project).messages.values():
        for message in messages:
            definer = any(part.security_definer for part in message.chain)
            if message.function.returns_trigger and not definer:
                way = "" if message.direct else f" through {in_public(message.holder.name)}"
                yield message.function.hit(
                    f"function {in_public(message.function.name)} sends{way} with the writer's rights",
                    "declare it SECURITY DEFINER with SET search_path = ''",
                    at=None if not message.direct else message.send.index,
                )
                break
