"""The topic of a message can be NULL.

The message is lost, and the log only shows a warning about a syntax error at or near "NULL". NEW is all
NULL when a trigger fires on DELETE, OLD when it fires on INSERT, and one NULL part makes the whole text
NULL.

Instead: take the row that is there, from columns that are NOT NULL.

    'room:' || coalesce(new.room_id, old.room_id)::text
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pglast import ast

from pedschema.findings import Severity
from pedschema.lint.nulls import Moment, find_null
from pedschema.lint.operation import is_reached
from pedschema.lint.rule import rule
from pedschema.lint.sending import read_sending
from pedschema.lint.tables import in_public, read_tables
from pedschema.syntax.tree import is_node, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.flow import Step
    from pedschema.lint.project import Project
    from pedschema.lint.sending import Message, Sending
    from pedschema.lint.subjects import Hit, TriggerSubject
    from pedschema.lint.tables import KnownTable


@rule(
    "TRG004",
    Severity.ERROR,
    good=(
        """
        create table public.posts (id uuid primary key, room_id uuid);
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        declare
            room uuid := case when tg_op = 'DELETE' then old.room_id else new.room_id end;
        begin
            if room is not null then
                perform realtime.send('{"a": 1}', 'changed', 'room:' || room::text, true);
            end if;
            return null;
        end $$;
        create trigger tell after insert or delete on public.posts
            for each row execute function public.tell();
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.broadcast_changes(
                'room:' || coalesce(new.room_id, old.room_id)::text,
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
        declare
            topic text;
        begin
            if tg_op = 'DELETE' then
                topic := 'room:' || old.room_id;
            else
                topic := 'room:' || new.room_id;
            end if;
            perform realtime.send('{"a": 1}', 'changed', topic, true);
            return null;
        end $$;
        create trigger tell after insert or delete on public.posts
            for each row execute function public.tell();
        """,
        """
        create table public.posts (id uuid primary key, room_id uuid);
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            if new.room_id is null then
                return null;
            end if;
            perform realtime.send('{"a": 1}', 'changed', 'room:' || new.room_id, true);
            return null;
        end $$;
        create trigger tell after insert on public.posts for each row execute function public.tell();
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send(
                '{"a": 1}', 'changed', 'room:' || case tg_op when 'DELETE' then old.id else new.id end, true
            );
            return null;
        end $$;
        create trigger tell after insert or delete on public.posts
            for each row execute function public.tell();
        """,
    ),
    bad=(
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        declare
            room uuid := new.room_id;
        begin
            perform realtime.send('{"a": 1}', 'changed', 'room:' || room::text, true);
            return null;
        end $$;
        create trigger tell after insert or delete on public.posts
            for each row execute function public.tell();
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.broadcast_changes(
                'room:' || new.room_id::text, tg_op, tg_op, tg_table_name, tg_table_schema, new, old
            );
            return null;
        end $$;
        create trigger tell after insert or update or delete on public.posts
            for each row execute function public.tell();
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        declare
            topic text := 'room:' || old.room_id;
        begin
            perform realtime.send('{"a": 1}', 'changed', topic, true);
            return null;
        end $$;
        create trigger tell after insert on public.posts for each row execute function public.tell();
        """,
        """
        create table public.posts (id uuid primary key, room_id uuid);
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', 'room:' || new.room_id, true);
            return null;
        end $$;
        create trigger tell after insert on public.posts for each row execute function public.tell();
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield sending calls whose topic is NULL for an operation of a trigger, or when a column is."""
    sending, tables = read_sending(project), read_tables(project)
    seen: set[int] = set()
    for trigger, messages in sending.by_trigger():
        table = tables.get(in_public(trigger.table))
        for message in messages if trigger.per_row else ():
            reason = _find_reason(sending, message, trigger, table)
            if reason and id(message.send) not in seen:
                seen.add(id(message.send))
                yield message.hit(
                    f'the topic can be NULL in trigger "{trigger.name}": {reason}',
                    "build it from a row and columns that are always there",
                )


def _find_reason(
    sending: Sending, message: Message, trigger: TriggerSubject, table: KnownTable | None
) -> str:
    body = sending.bodies[in_public(message.function.name)]
    asked = _asked(trigger, message.step)
    for operation in trigger.events:
        if is_reached(message.step, operation):
            reason = find_null(message.topic, Moment(operation, table, asked, body, message.step))
            if reason:
                return reason
    return ""


def _asked(trigger: TriggerSubject, step: Step) -> frozenset[str]:
    """Return the columns and variables that a condition looks at before the step sends."""
    conditions = [trigger.when, getattr(step.tree, "whereClause", None)]
    conditions += [condition for condition, _ in step.under]
    return frozenset(
        node.fields[-1].sval
        for condition in conditions
        if condition is not None
        for node in walk(condition)
        if is_node(node, ast.ColumnRef) and is_node(node.fields[-1], ast.String)
    )
