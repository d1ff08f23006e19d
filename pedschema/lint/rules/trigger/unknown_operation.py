"""The operation of a message is not INSERT, UPDATE or DELETE.

`realtime.broadcast_changes` raises and the user's write is rolled back. It compares to the letter: `insert`
and `lower(tg_op)` are refused as well.

Instead: pass TG_OP, and put a name of your own into the event.

    realtime.broadcast_changes(topic, 'post-added', tg_op, tg_table_name, tg_table_schema, new, old)
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.findings import Severity
from pedschema.lint.constants import bare, is_null, read_text
from pedschema.lint.rule import rule
from pedschema.lint.sending import read_sending, variable_name
from pedschema.syntax.tree import is_node, read_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit

_OPERATIONS = {"INSERT", "UPDATE", "DELETE"}


@rule(
    "TRG009",
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
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.broadcast_changes('room:1', 'removed', 'DELETE', 'posts', 'public', null, old);
            return null;
        end $$;
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.broadcast_changes(
                'room:1', lower(tg_op), upper(tg_op), 'posts', 'public', new, old
            );
            return null;
        end $$;
        """,
    ),
    bad=(
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.broadcast_changes('room:1', tg_op, lower(tg_op), 'posts', 'public', new, old);
            return null;
        end $$;
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.broadcast_changes('room:1', 'added', 'insert', 'posts', 'public', new, old);
            return null;
        end $$;
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        declare
            operation text := 'MOVE';
        begin
            perform realtime.broadcast_changes('room:1', 'moved', operation, 'posts', 'public', new, old);
            return null;
        end $$;
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield calls of `broadcast_changes` whose operation is written and not one that it knows."""
    sending = read_sending(project)
    hits = []
    for message in sending.starts():
        if message.send.function != "broadcast_changes":
            continue
        for tree, _ in sending.values(message, message.arguments.get("operation")):
            text = _read_operation(tree)
            if text is not None and text not in _OPERATIONS:
                hits.append(
                    message.hit(f'the operation is "{text}"', "pass tg_op, or INSERT, UPDATE or DELETE")
                )
    yield from dict.fromkeys(hits)


def _read_operation(tree: Any) -> str | None:
    tree = bare(tree)
    if is_node(tree, ast.FuncCall) and len(tree.args or ()) == 1:
        name, argument = read_name(tree.funcname)[1], tree.args[0]
        if name in {"lower", "initcap"} and variable_name(argument) == "tg_op":
            return f"{name}(tg_op)"
        return None
    return "NULL" if is_null(tree) else read_text(tree)
