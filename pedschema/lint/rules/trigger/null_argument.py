"""A message is sent without an event, a payload or its private flag.

The row is stored and the server drops it: nothing reaches a client, and the only trace is a line in the
server's log.

Instead: give every message an event and an object; an empty one is an object too.

    perform realtime.send('{}', 'reload', 'room:1');
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.constants import is_null
from pedschema.lint.rule import rule
from pedschema.lint.sending import read_sending

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit

_NEEDED = {"event": "event", "event_name": "event", "payload": "payload", "private": "private flag"}


@rule(
    "TRG018",
    Severity.ERROR,
    good=(
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{}', 'reload', 'room:1');
            return null;
        end $$;
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.broadcast_changes('room:1', tg_op, tg_op, 'posts', 'public', null, old);
            return null;
        end $$;
        create trigger tell after delete on public.posts
            for each row execute function public.tell();
        """,
    ),
    bad=(
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{}', null, 'room:1');
            return null;
        end $$;
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send(null, 'reload', 'room:1');
            return null;
        end $$;
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        declare
            payload jsonb := '{}';
        begin
            perform realtime.send(payload, 'reload', 'room:1', null);
            return null;
        end $$;
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield calls that give NULL for what every message needs."""
    sending = read_sending(project)
    hits = []
    for message in sending.starts():
        for parameter, word in _NEEDED.items():
            values = list(sending.values(message, message.arguments.get(parameter)))
            if values and all(is_null(tree) for tree, _ in values):
                hits.append(message.hit(f"the {word} is NULL", f"give the message its {word}"))
    yield from dict.fromkeys(hits)
