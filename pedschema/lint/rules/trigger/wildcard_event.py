"""A message's event is `*`, which clients read as every event.

A listener for this event alone is called for every event of the channel, and none can tell this one from the
others.

Instead: name the event.

    perform realtime.send(payload, 'changed', 'room:1');
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.constants import read_text
from pedschema.lint.rule import rule
from pedschema.lint.sending import read_sending

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


@rule(
    "TRG036",
    Severity.WARNING,
    good=(
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{}', 'changed', '*');
            return null;
        end $$;
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{}', 'changed.*', 'room:1');
            return null;
        end $$;
        """,
    ),
    bad=(
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{}', '*', 'room:1');
            return null;
        end $$;
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield calls whose event is the wildcard."""
    sending = read_sending(project)
    yield from dict.fromkeys(
        message.hit('the event is "*"', "name the event")
        for message in sending.starts()
        if any(read_text(tree) == "*" for tree, _ in sending.values(message, message.event))
    )
