"""A payload has a key `id` of its own.

The key is where Realtime puts the id of the message: with one of your own in its place `payload.id` and
`meta.id` differ, and a client that remembers what it has seen by that key takes two messages about one row
for the same.

Instead: name the key after what it is the id of.

    jsonb_build_object('post_id', new.id)
"""

from __future__ import annotations

__all__ = ["check"]

import json
from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.findings import Severity
from pedschema.lint.constants import bare, read_text
from pedschema.lint.payloads import judge_sent
from pedschema.lint.rule import rule
from pedschema.syntax.tree import is_node, read_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


@rule(
    "PAY005",
    Severity.WARNING,
    good=(
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send(
                jsonb_build_object('post_id', new.id),
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
                jsonb_build_object('record', jsonb_build_object('id', new.id)),
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
                '{"post": {"id": 1}}',
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
                jsonb_build_object('id', new.id, 'title', new.title),
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
                '{"id": 1}',
                'changed', 'room:1', true
            );
            return null;
        end $$;
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        declare
            payload jsonb := jsonb_build_object('title', new.title, 'id', new.id);
        begin
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
    """Yield calls of `realtime.send` whose payload is written with a key `id` at its top."""
    what = 'the payload has a key "id", which is the message\'s'
    return judge_sent(project, lambda tree: "id" in _read_keys(tree), what, "give the key another name")


def _read_keys(tree: Any) -> set[str]:
    tree = bare(tree)
    if is_node(tree, ast.FuncCall) and read_name(tree.funcname)[1] == "jsonb_build_object":
        return {read_text(key) or "" for key in (tree.args or ())[::2]}
    try:
        value = json.loads(read_text(tree) or "null")
    except ValueError:
        return set()
    return set(value) if isinstance(value, dict) else set()
