"""A trigger sends for each row of a table that is written in bulk.

Twenty thousand rows take 4.3 s instead of 0.08 s, and every one of their messages counts against the limit of
messages per second: what is over it is dropped, and so are the messages of all other topics for half a
minute. One message per statement takes 0.5 s.

Instead: send once per statement, from the transition table.

    create trigger tell after insert on app.posts
        referencing new table as new_rows for each statement execute function app.tell_all();
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.findings import Severity
from pedschema.lint.rule import rule
from pedschema.lint.sending import read_sending
from pedschema.lint.tables import in_public
from pedschema.model.names import QualifiedName
from pedschema.syntax.tree import is_node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.sending import Sending
    from pedschema.lint.subjects import Hit

_MANY = 100


@rule(
    "TRG015",
    Severity.INFO,
    good=(
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', 'room:' || new.id, true);
            return null;
        end $$;
        create trigger tell after insert on public.posts
            for each row execute function public.tell();
        insert into public.posts (id) values (1);
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', 'room:' || new.id, true);
            return null;
        end $$;
        create trigger tell after insert on public.posts
            for each row execute function public.tell();
        insert into public.notes select * from public.old_notes;
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', 'room:' || new.id, true);
            return null;
        end $$;
        create trigger tell after insert on public.posts
            for each row execute function public.tell();
        update public.posts set title = '';
        """,
        """
        insert into public.posts select * from public.old_posts;
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', 'room:' || new.id, true);
            return null;
        end $$;
        create trigger tell after insert on public.posts
            for each row execute function public.tell();
        """,
    ),
    bad=(
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', 'room:' || new.id, true);
            return null;
        end $$;
        create trigger tell after insert on public.posts
            for each row execute function public.tell();
        insert into public.posts select * from public.old_posts;
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', 'room:' || new.id, true);
            return null;
        end $$;
        create trigger tell after insert or update on public.posts
            for each row execute function public.tell();
        create function public.close_all() returns void language sql as $$
            update public.posts set open = false
        $$;
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield row triggers that send, on tables that a function, or a later statement, writes in bulk."""
    sending = read_sending(project)
    order = {id(statement.node): number for number, statement in enumerate(project.statements)}
    bulk = _find_bulk(project, sending)
    for trigger, _ in sending.by_trigger():
        created = order.get(id(trigger.statement.node), len(order))
        if not trigger.per_row:
            continue
        for operation in trigger.events:
            where = [
                place
                for number, place in bulk.get((in_public(trigger.table), operation), ())
                if number > created
            ]
            if where:
                yield trigger.hit(
                    f'trigger "{trigger.name}" sends for each row, and {where[0]} writes many at once',
                    "send once per statement, from a transition table",
                )
                break


def _find_bulk(project: Project, sending: Sending) -> dict[tuple[QualifiedName, str], list[tuple[int, str]]]:
    """Return when and where a table is written in bulk; a function may run at any time."""
    found: dict[tuple[QualifiedName, str], list[tuple[int, str]]] = {}
    always = len(project.statements) + 1
    written = [(number, "a statement", statement.node) for number, statement in enumerate(project.statements)]
    written += [
        (always, f"function {in_public(body.function.name)}", step.tree)
        for body in sending.bodies.values()
        for step in body.steps
    ]
    for number, place, node in written:
        operation = _read_bulk(node)
        if operation:
            table = in_public(QualifiedName(node.relation.schemaname or "", node.relation.relname))
            found.setdefault((table, operation), []).append((number, place))
    return found


def _read_bulk(node: Any) -> str:
    """Return the operation of a statement that writes many rows, or empty."""
    if is_node(node, ast.InsertStmt) and node.selectStmt is not None:
        query = node.selectStmt
        return "INSERT" if query.fromClause or query.op or len(query.valuesLists or ()) > _MANY else ""
    if is_node(node, ast.CopyStmt) and node.relation is not None:
        return "INSERT" if node.is_from else ""
    if is_node(node, ast.UpdateStmt) and node.whereClause is None:
        return "UPDATE"
    return "DELETE" if is_node(node, ast.DeleteStmt) and node.whereClause is None else ""
