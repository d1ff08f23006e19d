"""A trigger inserts into `realtime.messages` and lets its errors through.

When the partition of the day is missing, as in every new project until a client has connected, the insert
raises and the user's write is rolled back. `realtime.send` turns the same error into a warning.

Instead: send through `realtime.send`, or catch what the insert raises.

    exception when others then
        raise warning 'message lost: %', sqlerrm;
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
    "TRG032",
    Severity.ERROR,
    good=(
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            insert into realtime.messages (topic, event, extension, private, payload)
            values ('room:1', 'changed', 'broadcast', true, '{}');
            return null;
            exception when others then
                raise warning 'message lost: %', sqlerrm;
                return null;
        end $$;
        create trigger tell after insert on public.posts
            for each row execute function public.tell();
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{}', 'changed', 'room:1');
            return null;
        end $$;
        create trigger tell after insert on public.posts
            for each row execute function public.tell();
        """,
        """
        insert into realtime.messages (topic, event, extension, private, payload)
        values ('room:1', 'changed', 'broadcast', true, '{}');
        """,
    ),
    bad=(
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            insert into realtime.messages (topic, event, extension, private, payload)
            values ('room:1', 'changed', 'broadcast', true, '{}');
            return null;
        end $$;
        create trigger tell after insert on public.posts
            for each row execute function public.tell();
        """,
        """
        create function public.post(topic text) returns void language sql as $$
            insert into realtime.messages (topic, event, extension, private, payload)
            values (topic, 'changed', 'broadcast', true, '{}')
        $$;
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform public.post('room:1');
            return null;
        end $$;
        create trigger tell after insert on public.posts
            for each row execute function public.tell();
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield inserts that a trigger's function comes to make outside of any block with handlers."""
    yield from dict.fromkeys(
        message.hit(
            f"function {in_public(message.holder.name)} inserts a message and catches no error",
            "call realtime.send, or put the insert into a block with EXCEPTION WHEN OTHERS",
        )
        for _, messages in read_sending(project).by_trigger()
        for message in messages
        if message.send.function == "insert" and not message.handled
    )
