"""A SECURITY DEFINER function sends under the search_path of whoever writes the row.

A writer who may create a schema or a temporary table decides which tables and functions the owner's rights
are used on. The same function also fails for a writer whose path lacks the schema it was tested with, and
then the write is rolled back.

Instead: pin the path and write every name with its schema.

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
    "TRG002",
    Severity.WARNING,
    good=(
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', 'room:' || new.id, true);
            return null;
        end $$;
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', 'room:' || new.id, true);
            return null;
        end $$;
        alter function public.tell() set search_path = '';
        """,
        """
        create function public.tell() returns trigger language plpgsql as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', 'room:' || new.id, true);
            return null;
        end $$;
        """,
        """
        create function public.count_rooms() returns bigint language sql security definer as $$
            select count(*) from public.rooms
        $$;
        """,
    ),
    bad=(
        """
        create function public.tell() returns trigger language plpgsql security definer as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', 'room:' || new.id, true);
            return null;
        end $$;
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', 'room:' || new.id, true);
            return null;
        end $$;
        alter function public.tell() reset search_path;
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield definer functions that reach a sending call and set no search_path."""
    for messages in read_sending(project).messages.values():
        function = messages[0].function if messages else None
        if function and function.security_definer and "search_path" not in function.settings:
            yield function.hit(
                f"function {in_public(function.name)} runs as its owner without a pinned search_path",
                "add SET search_path = '' and write every name with its schema",
            )
