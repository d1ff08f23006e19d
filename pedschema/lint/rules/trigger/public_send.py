"""A function sends to the public channel, which nobody has to be allowed to join.

Everybody who has the project's public key receives the message: a public channel runs no policy. A private
channel of the same name is another channel and never gets it, so clients that join as they should hear
nothing.

Instead: send to the private channel; true is the default of the last argument.

    perform realtime.send(payload, 'changed', 'room:1', true);
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.constants import read_flag
from pedschema.lint.rule import rule
from pedschema.lint.sending import read_sending
from pedschema.lint.tables import in_public

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


@rule(
    "TRG003",
    Severity.ERROR,
    good=(
        """
        create function public.tell() returns void language plpgsql as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', 'room:1');
        end $$;
        """,
        """
        create function public.tell() returns void language plpgsql as $$
        begin
            perform realtime.send('{"a": false}', 'changed', 'room:1', private => true);
        end $$;
        """,
    ),
    bad=(
        """
        create function public.tell() returns void language plpgsql as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', 'room:1', false);
        end $$;
        """,
        """
        create function public.tell() returns void language sql as $$
            select realtime.send('{"a": 1}', 'changed', 'room:1', private => false)
        $$;
        """,
        """
        create function public.post(topic text, open boolean) returns void language sql as $$
            select realtime.send('{"a": 1}', 'changed', topic, open)
        $$;
        create function public.tell() returns void language sql as $$
            select public.post('room:1', false)
        $$;
        """,
        """
        create function public.tell() returns void language sql as $$
            insert into realtime.messages (topic, event, extension, payload)
            values ('room:1', 'changed', 'broadcast', '{"a": 1}')
        $$;
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield calls whose flag is false, and inserts that leave it at its default, which is false there."""
    sending = read_sending(project)
    hits = []
    for message in sending.starts():
        flags = [read_flag(tree) for tree, _ in sending.values(message, message.arguments.get("private"))]
        named = bool(message.arguments) and "private" not in message.arguments
        if False in flags or (message.send.function == "insert" and named):
            hits.append(
                message.hit(
                    f"function {in_public(message.holder.name)} sends to the public channel",
                    "pass true as the last argument, or leave it out of realtime.send",
                )
            )
    yield from dict.fromkeys(hits)
