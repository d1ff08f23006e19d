"""A message is sent to a topic that begins with `realtime:`.

Clients do not receive it: their library adds the prefix and the server takes it off, so the channel that a
client calls `room:1` has the topic `room:1` in the database.

Instead: send to the name that the client gives to `channel()`.

    perform realtime.send(payload, 'changed', 'room:1');
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.findings import Severity
from pedschema.lint.constants import bare, read_text
from pedschema.lint.rule import rule
from pedschema.lint.sending import read_sending
from pedschema.syntax.tree import is_node, read_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit

_PREFIX = "realtime:"
_JOINING = frozenset({"concat", "format"})


@rule(
    "TRG031",
    Severity.ERROR,
    good=(
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{}', 'changed', 'room:realtime:1');
            return null;
        end $$;
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{}', 'realtime:changed', 'room:1');
            return null;
        end $$;
        """,
    ),
    bad=(
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{}', 'changed', 'realtime:room:1');
            return null;
        end $$;
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        declare
            topic text := 'realtime:' || new.room;
        begin
            perform realtime.send('{}', 'changed', topic);
            return null;
        end $$;
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{}', 'changed', format('realtime:room:%s', new.id));
            return null;
        end $$;
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield calls whose topic is written with the prefix."""
    sending = read_sending(project)
    yield from dict.fromkeys(
        message.hit('the topic begins with "realtime:"', "leave the prefix out")
        for message in sending.starts()
        if any(_begin(tree).startswith(_PREFIX) for tree, _ in sending.values(message, message.topic))
    )


def _begin(tree: Any) -> str:
    """Return the text that the expression begins with, as far as it is written."""
    tree = bare(tree)
    while is_node(tree, ast.A_Expr) and tree.name[-1].sval == "||":
        tree = bare(tree.lexpr)
    if is_node(tree, ast.FuncCall) and read_name(tree.funcname)[1] in _JOINING and tree.args:
        tree = tree.args[0]
    return read_text(tree) or ""
