"""A topic or an event is too long for the frames of the protocol.

The server cannot write the message to a client and drops it, although it is stored. One byte holds the length
of the event, 255 at most, and of `realtime:` with the topic, which leaves 246 for the topic.

Instead: keep names short, and put what is long into the payload.

    perform realtime.send(jsonb_build_object('path', path), 'moved', 'room:1');
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.findings import Severity
from pedschema.lint.constants import bare, read_text
from pedschema.lint.rule import rule
from pedschema.lint.sending import read_sending
from pedschema.model.topic import MAX_TOPIC_BYTES
from pedschema.syntax.tree import is_node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit

_MAX_EVENT_BYTES = 255


@rule(
    "TRG019",
    Severity.ERROR,
    good=(
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{}', 'changed', 'room:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa');
            return null;
        end $$;
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send(jsonb_build_object('path', repeat('a', 300)), 'changed', 'room:1');
            return null;
        end $$;
        """,
    ),
    bad=(
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{}', 'changed',
                'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'
                'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'
                'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'
                'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa');
            return null;
        end $$;
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{}',
                'eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee'
                'eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee'
                'eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee'
                'eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee', 'room:1');
            return null;
        end $$;
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield calls whose written topic or event is over the limit, whatever else is joined to it."""
    sending = read_sending(project)
    hits = []
    for message in sending.starts():
        for word, tree, most in (
            ("topic", message.topic, MAX_TOPIC_BYTES),
            ("event", message.event, _MAX_EVENT_BYTES),
        ):
            size = max(_count_bytes(value) for value, _ in sending.values(message, tree))
            if size > most:
                hits.append(
                    message.hit(f"the {word} takes {size} bytes or more, {most} fit", f"shorten the {word}")
                )
    yield from dict.fromkeys(hits)


def _count_bytes(tree: Any) -> int:
    """Return the bytes of the texts that are joined by `||`; what is not written counts nothing."""
    tree = bare(tree)
    if is_node(tree, ast.A_Expr) and tree.name[-1].sval == "||":
        return _count_bytes(tree.lexpr) + _count_bytes(tree.rexpr)
    return len((read_text(tree) or "").encode())
