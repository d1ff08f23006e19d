"""A statement trigger calls `realtime.broadcast_changes`, which is for rows.

There is no NEW and no OLD for a whole statement: the message says that a row changed and carries null for
both. With `tg_level` passed on, or on TRUNCATE, the call raises and the user's statement is rolled back.

Instead: declare the trigger FOR EACH ROW, or send one message about the statement with `realtime.send` and
transition tables.

    create trigger tell after update on app.posts
        referencing new table as new_rows for each statement execute function app.tell_all();
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.constants import read_text
from pedschema.lint.operation import is_reached
from pedschema.lint.rule import rule
from pedschema.lint.sending import read_sending, variable_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.sending import Message
    from pedschema.lint.subjects import Hit, TriggerSubject


@rule(
    "TRG008",
    Severity.ERROR,
    good=(
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
        create trigger tell after update on public.posts
            for each row execute function public.tell();
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send(jsonb_build_object('count', count(*)), 'changed', 'rooms', true)
            from new_rows;
            return null;
        end $$;
        create trigger tell after insert on public.posts
            referencing new table as new_rows for each statement execute function public.tell();
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.broadcast_changes(
                'room:' || r.id, tg_op, tg_op, 'posts', 'public', r, null
            )
            from new_rows as r;
            return null;
        end $$;
        create trigger tell after insert on public.posts
            referencing new table as new_rows for each statement execute function public.tell();
        """,
    ),
    bad=(
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.broadcast_changes(
                'room:' || 1,
                tg_op, tg_op, tg_table_name, tg_table_schema, new, old
            );
            return null;
        end $$;
        create trigger tell after update on public.posts
            for each statement execute function public.tell();
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.broadcast_changes(
                'rooms', tg_op, tg_op, 'posts', 'public', null, null, tg_level
            );
            return null;
        end $$;
        create trigger tell after insert on public.posts
            for each statement execute function public.tell();
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.broadcast_changes('rooms', tg_op, tg_op, 'posts', 'public', null, null);
            return null;
        end $$;
        create trigger tell after truncate on public.posts
            for each statement execute function public.tell();
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield statement triggers that reach `broadcast_changes` with NEW, OLD, TG_LEVEL or TRUNCATE."""
    for trigger, messages in read_sending(project).by_trigger():
        reasons = [reason for message in messages if (reason := _find_reason(trigger, message))]
        if reasons and not trigger.per_row:
            yield trigger.hit(
                f'trigger "{trigger.name}" fires for each statement, and {reasons[0]}',
                "declare it FOR EACH ROW, or send one message about the statement",
            )


def _find_reason(trigger: TriggerSubject, message: Message) -> str:
    if message.send.function != "broadcast_changes":
        return ""
    level = message.arguments.get("level")
    if variable_name(level) == "tg_level" or read_text(level) == "STATEMENT":
        return "broadcast_changes raises for that level"
    operation = message.arguments.get("operation")
    truncates = "TRUNCATE" in trigger.events and is_reached(message.step, "TRUNCATE")
    if truncates and variable_name(operation) == "tg_op":
        return "broadcast_changes raises on TRUNCATE"
    rows = {variable_name(message.arguments.get(row)) for row in ("new", "old")}
    has_from = getattr(message.step.tree, "fromClause", None)
    return "the rows it passes on are NULL" if rows & {"new", "old"} and not has_from else ""
