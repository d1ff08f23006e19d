"""A function with an empty search_path names something without its schema.

Its first call fails with "does not exist", and the write that fired the trigger is rolled back: only
`pg_catalog` is searched.

Instead: write the schema in front of every name.

    perform realtime.broadcast_changes(…);
    select title into name from app.rooms where id = new.room_id;
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pglast import ast

from pedschema.findings import Severity
from pedschema.lint.rule import rule
from pedschema.lint.sending import read_sending
from pedschema.lint.tables import read_tables
from pedschema.syntax.tree import is_node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.flow import Step
    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit

_SENDING = frozenset({"broadcast_changes", "send_binary"})


@rule(
    "TRG034",
    Severity.ERROR,
    good=(
        """
        create table public.rooms (id uuid primary key, title text);
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send(jsonb_build_object('title', title), 'changed', 'room:' || id)
            from public.rooms where id = new.room_id;
            return null;
        end $$;
        """,
        """
        create table rooms (id uuid primary key, title text);
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = public as $$
        begin
            perform realtime.send(jsonb_build_object('title', title), 'changed', 'room:' || id)
            from rooms where id = new.room_id;
            return null;
        end $$;
        """,
        """
        create table public.rooms (id uuid primary key, title text);
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform (
                with rooms as (select 1 as id)
                select realtime.send('{}', 'changed', 'room:' || id) from rooms
            );
            return null;
        end $$;
        """,
    ),
    bad=(
        """
        create table public.rooms (id uuid primary key, title text);
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send(jsonb_build_object('title', title), 'changed', 'room:' || id)
            from rooms where id = new.room_id;
            return null;
        end $$;
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform broadcast_changes('room:1', tg_op, tg_op, 'posts', 'public', new, old);
            return null;
        end $$;
        """,
        """
        create function public.room_topic(id uuid) returns text language sql as $$ select 'room:' || id $$;
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{}', 'changed', room_topic(new.id));
            return null;
        end $$;
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield sending functions with an empty path that name a known table or function without its schema."""
    sending, tables = read_sending(project), read_tables(project)
    known = {name.name for name in tables}
    functions = {name.name for name in sending.bodies} | _SENDING
    for name, messages in sending.messages.items():
        function = messages[0].function if messages else None
        if function is None or function.settings.get("search_path", "public") not in {"", '""'}:
            continue
        found = [
            (word, step.start + place)
            for step in sending.bodies[name].steps
            for word, place in _find_bare(step, known, functions)
        ]
        if found:
            yield function.hit(
                f'"{found[0][0]}" is named without a schema under an empty search_path',
                "write its schema in front of it",
                at=found[0][1],
            )


def _find_bare(step: Step, tables: set[str], functions: set[str]) -> Iterator[tuple[str, int]]:
    named = {node.ctename for node in step.nodes if is_node(node, ast.CommonTableExpr)}
    for node in step.nodes:
        if is_node(node, ast.RangeVar) and not node.schemaname and node.relname in tables - named:
            yield node.relname, node.location
        elif is_node(node, ast.FuncCall) and len(node.funcname) == 1 and node.funcname[0].sval in functions:
            yield node.funcname[0].sval, node.location
