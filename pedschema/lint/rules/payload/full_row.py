"""A message carries the whole row.

Everybody who may read the topic receives every column: grants on columns and the table's policies do not
apply to messages, and a column that is added next year goes out by itself. On UPDATE the old values go out
too.

Instead: send the columns that the clients use.

    perform realtime.send(
        jsonb_build_object('id', new.id, 'title', new.title), 'changed', 'room:' || new.room_id
    );
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.payloads import read_rows
from pedschema.lint.rule import rule
from pedschema.lint.sending import read_sending
from pedschema.lint.tables import in_public

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


@rule(
    "PAY001",
    Severity.ERROR,
    good=(
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send(
                jsonb_build_object('title', new.title, 'state', to_jsonb(new) ->> 'state'),
                'changed', 'room:1', true
            );
            return null;
        end $$;
        create trigger tell after insert on public.posts
            for each row execute function public.tell();
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.broadcast_changes('room:1', tg_op, tg_op, 'posts', 'public', record.*, null)
            from (select new.id, new.title) as record;
            return null;
        end $$;
        create trigger tell after insert on public.posts
            for each row execute function public.tell();
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send(
                jsonb_build_object('moved', new is distinct from old),
                'changed', 'room:1', true
            );
            return null;
        end $$;
        create trigger tell after update on public.posts
            for each row execute function public.tell();
        """,
    ),
    bad=(
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.broadcast_changes(
                'room:' || new.id,
                tg_op, tg_op, tg_table_name, tg_table_schema, new, old
            );
            return null;
        end $$;
        create trigger tell after insert or update or delete on public.posts
            for each row execute function public.tell();
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send(
                to_jsonb(new),
                'changed', 'room:1', true
            );
            return null;
        end $$;
        create trigger tell after insert on public.posts
            for each row execute function public.tell();
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send(
                jsonb_build_object('record', row_to_json(new.*), 'at', now()),
                'changed', 'room:1', true
            );
            return null;
        end $$;
        create trigger tell after insert on public.posts
            for each row execute function public.tell();
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        declare
            payload jsonb := to_jsonb(new) - 'secret';
        begin
            perform realtime.send(
                payload,
                'changed', 'room:1', true
            );
            return null;
        end $$;
        create trigger tell after insert on public.posts
            for each row execute function public.tell();
        """,
        """
        create function public.post(payload jsonb) returns void language sql as $$
            select realtime.send(payload, 'changed', 'room:1')
        $$;
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform public.post(to_jsonb(new));
            return null;
        end $$;
        create trigger tell after insert on public.posts
            for each row execute function public.tell();
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send(
                jsonb_build_object('rows', (select jsonb_agg(to_jsonb(n)) from new_rows as n)),
                'changed', 'room:1', true
            );
            return null;
        end $$;
        create trigger tell after insert on public.posts
            referencing new table as new_rows for each statement execute function public.tell();
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield calls that send a row as it is, or all of it but some keys."""
    sending = read_sending(project)
    hits = []
    for message in sending.starts():
        rows = read_rows(sending, message) if message.function.returns_trigger else ()
        if rows:
            hits.append(
                message.hit(
                    f'function {in_public(message.function.name)} sends every column of "{rows[0]}"',
                    "send an object of the columns that clients need",
                )
            )
    yield from dict.fromkeys(hits)
