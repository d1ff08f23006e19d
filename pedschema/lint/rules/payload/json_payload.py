"""A payload is of type json or text, and `realtime.send` takes jsonb.

No function of that signature exists: the first write that fires the trigger fails with "function
realtime.send(json, …) does not exist" and is rolled back.

Instead: build jsonb.

    perform realtime.send(to_jsonb(new), 'changed', 'room:1');
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.findings import Severity
from pedschema.lint.rule import rule
from pedschema.lint.sending import read_sending
from pedschema.syntax.tree import is_node, read_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit

_FUNCTIONS = frozenset(
    {
        "row_to_json",
        "to_json",
        "json_build_object",
        "json_build_array",
        "json_agg",
        "json_object_agg",
        "json_object",
    }
)


_TYPES = frozenset({"json", "text", "varchar"})


@rule(
    "PAY010",
    Severity.ERROR,
    good=(
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send(
                row_to_json(new)::jsonb,
                'changed', 'room:1', true
            );
            return null;
        end $$;
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send(
                jsonb_build_object('a', json_build_object('b', 1)),
                'changed', 'room:1', true
            );
            return null;
        end $$;
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send(
                '{}',
                'changed', 'room:1', true
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
            perform realtime.send(
                row_to_json(new),
                'changed', 'room:1', true
            );
            return null;
        end $$;
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send(
                json_build_object('a', 1),
                'changed', 'room:1', true
            );
            return null;
        end $$;
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send(
                '{}'::json,
                'changed', 'room:1', true
            );
            return null;
        end $$;
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield calls of `realtime.send` whose payload is json."""
    for message in read_sending(project).direct():
        if message.send.function == "send" and _is_json(message.arguments.get("payload")):
            yield message.hit(
                "the payload is json or text, not jsonb", "use the jsonb function, or cast to jsonb"
            )


def _is_json(tree: Any) -> bool:
    if is_node(tree, ast.TypeCast):
        return tree.typeName.names[-1].sval in _TYPES
    return bool(is_node(tree, ast.FuncCall) and read_name(tree.funcname)[1] in _FUNCTIONS)
