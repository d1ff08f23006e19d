"""A BEFORE trigger sends.

Clients are told what is not stored: triggers that fire later may change the row, a constraint may refuse it,
an INSERT with ON CONFLICT may skip it, and generated columns are still null.

Instead: send from an AFTER trigger.

    create trigger tell after insert on app.posts for each row execute function app.tell();
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.rule import rule
from pedschema.lint.sending import read_sending

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


@rule(
    "TRG010",
    Severity.WARNING,
    good=(
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', 'room:1', true);
            return null;
        end $$;
        create trigger tell after insert on public.posts
            for each row execute function public.tell();
        """,
        """
        create function public.touch() returns trigger language plpgsql as $$
        begin
            new.changed_at := now();
            return new;
        end $$;
        create trigger tell before update on public.posts
            for each row execute function public.touch();
        """,
    ),
    bad=(
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', 'room:1', true);
            return new;
        end $$;
        create trigger tell before insert on public.posts
            for each row execute function public.tell();
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield BEFORE triggers that reach a sending call."""
    for trigger, _ in read_sending(project).by_trigger():
        if trigger.timing == "BEFORE":
            yield trigger.hit(f'trigger "{trigger.name}" sends before the row is stored', "declare it AFTER")
