"""A row that moves is told to its new topic only.

Everybody on the old topic keeps a row that is no longer there until they load the page again. On UPDATE
`coalesce(new.room_id, old.room_id)` is always the new value: it is right for INSERT and DELETE alone.

Instead: when the column changes, tell the old topic that the row is gone, then the new one.

    if tg_op = 'UPDATE' and new.room_id is distinct from old.room_id then
        perform realtime.send(…, 'room:' || old.room_id);
    end if;
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.findings import Severity
from pedschema.lint.nulls import read_row_column
from pedschema.lint.operation import is_reached
from pedschema.lint.rule import rule
from pedschema.lint.sending import read_sending
from pedschema.lint.tables import in_public, read_tables
from pedschema.syntax.tree import child_nodes, is_node, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.sending import Body, Message
    from pedschema.lint.subjects import Hit


@rule(
    "TRG006",
    Severity.WARNING,
    good=(
        """
        create table public.posts (id uuid primary key, room_id uuid not null);
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            if tg_op = 'UPDATE' and new.room_id is distinct from old.room_id then
                perform realtime.send('{"a": 1}', 'left', 'room:' || old.room_id, true);
            end if;
            perform realtime.send('{"a": 1}', 'changed', 'room:' || new.room_id, true);
            return null;
        end $$;
        create trigger tell after insert or update on public.posts
            for each row execute function public.tell();
        """,
        """
        create table public.posts (id uuid primary key, room_id uuid not null);
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.broadcast_changes(
                'room:' || coalesce(new.id, old.id),
                tg_op, tg_op, tg_table_name, tg_table_schema, new, old
            );
            return null;
        end $$;
        create trigger tell after insert or update or delete on public.posts
            for each row execute function public.tell();
        """,
        """
        create table public.posts (id uuid primary key, room_id uuid not null);
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.broadcast_changes(
                'room:' || coalesce(new.room_id, old.room_id),
                tg_op, tg_op, tg_table_name, tg_table_schema, new, old
            );
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
                'room:' || coalesce(new.room_id, old.room_id),
                tg_op, tg_op, tg_table_name, tg_table_schema, new, old
            );
            return null;
        end $$;
        create trigger tell after insert or update or delete on public.posts
            for each row execute function public.tell();
        """,
    ),
    bad=(
        """
        create table public.posts (id uuid primary key, room_id uuid not null);
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.broadcast_changes(
                'room:' || coalesce(new.room_id, old.room_id),
                tg_op, tg_op, tg_table_name, tg_table_schema, new, old
            );
            return null;
        end $$;
        create trigger tell after insert or update or delete on public.posts
            for each row execute function public.tell();
        """,
        """
        create table public.posts (id uuid primary key, room_id uuid not null);
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        declare
            topic text := 'room:' || new.room_id;
        begin
            perform realtime.send('{"a": 1}', 'changed', topic, true);
            return null;
        end $$;
        create trigger tell after update on public.posts
            for each row execute function public.tell();
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield triggers on UPDATE whose topics ask the new row alone for a column that can change."""
    sending, tables = read_sending(project), read_tables(project)
    for trigger, messages in sending.by_trigger():
        table = tables.get(in_public(trigger.table))
        if table is None or "UPDATE" not in trigger.events or not trigger.per_row:
            continue
        body = sending.bodies[in_public(trigger.function)]
        for message in messages:
            moving = (_asked(body, message) & set(table.columns)) - table.key
            if moving:
                moving -= _old_columns(body) | _columns_of(trigger.when, "old")
            if moving:
                yield trigger.hit(
                    f'the topic follows column "{min(moving)}"; an update of it tells the new topic only',
                    "when it changes, send to the topic of the old row too",
                )
                break


def _asked(body: Body, message: Message) -> set[str]:
    """Return the columns of the new row that the topic of an UPDATE is made of, variables followed."""
    found: set[str] = set()
    seen: set[int] = set()
    waiting = [(message.topic, message.step)]
    for tree, step in waiting:
        if tree is not None and id(tree) not in seen and is_reached(step, "UPDATE"):
            seen.add(id(tree))
            found |= _columns_of(tree, "new")
            names = (node for node in walk(tree) if is_node(node, ast.ColumnRef))
            waiting += [each for name in names for each in body.resolve(name, step)]
    return found


def _old_columns(body: Body) -> set[str]:
    """Return the columns of the old row that the function looks at apart from a coalesce with the new one."""
    return {name for step in body.steps for name in _columns_of(step.tree, "old")}


def _columns_of(tree: Any, row: str) -> set[str]:
    if tree is None:
        return set()
    if is_node(tree, ast.ColumnRef):
        name = read_row_column(tree)
        return {name[1]} if name[0] == row else set()
    if is_node(tree, ast.CoalesceExpr) and row == "old" and read_row_column(tree.args[0])[0] == "new":
        return set()
    return {name for child in child_nodes(tree) for name in _columns_of(child, row)}
