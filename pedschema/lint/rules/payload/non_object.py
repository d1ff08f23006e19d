"""A payload is no JSON object.

The message is lost with a warning in the log of the database: Realtime adds a key `id` to the payload, which
an array, a text or a number cannot take.

Instead: put the value under a key.

    jsonb_build_object('rows', jsonb_agg(…))
"""

from __future__ import annotations

__all__ = ["check"]

import json
from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.findings import Severity
from pedschema.lint.constants import bare, read_text
from pedschema.lint.nulls import read_row_column
from pedschema.lint.payloads import judge_sent
from pedschema.lint.rule import rule
from pedschema.syntax.tree import is_node, read_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit

_LISTS = frozenset({"jsonb_build_array", "jsonb_agg"})


@rule(
    "PAY006",
    Severity.ERROR,
    good=(
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send(
                jsonb_build_object('rows', jsonb_build_array(1, 2)),
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
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send(
                to_jsonb(new),
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
                jsonb_build_array(1, 2),
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
                '[1, 2]',
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
                to_jsonb(new.title),
                'changed', 'room:1', true
            );
            return null;
        end $$;
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        declare
            payload jsonb;
        begin
            select jsonb_agg(n.id) into payload from new_rows as n;
            perform realtime.send(
                payload,
                'changed', 'room:1', true
            );
            return null;
        end $$;
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield calls whose payload is an array or a scalar, however it comes to be."""
    fix = "wrap it: jsonb_build_object('data', …)"
    return judge_sent(project, _is_plain, "the payload is no object", fix)


def _is_plain(tree: Any) -> bool:
    tree = bare(tree)
    if is_node(tree, ast.FuncCall):
        name = read_name(tree.funcname)[1]
        return name in _LISTS or (name == "to_jsonb" and _is_scalar(tree.args))
    text = read_text(tree)
    try:
        return text is not None and not isinstance(json.loads(text), dict)
    except ValueError:
        return False


def _is_scalar(arguments: Any) -> bool:
    """Return whether the argument of to_jsonb is a column, a constant or an array."""
    tree: Any = bare(arguments[0]) if arguments else None
    array = is_node(tree, ast.SubLink) and tree.subLinkType.name == "ARRAY_SUBLINK"
    constant = is_node(tree, ast.A_Const) and not tree.isnull
    return bool(array or constant or is_node(tree, ast.A_ArrayExpr) or read_row_column(tree)[0])
