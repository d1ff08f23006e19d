"""Bodies of functions: the SQL in them, and the messages they send."""

from __future__ import annotations

__all__ = ["find_places", "find_queries", "find_sends", "read_send"]

from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.lint.plpgsql import parse_queries
from pedschema.lint.subjects import Send
from pedschema.syntax.tree import is_node, read_name, walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pedschema.lint.plpgsql import Code, Written

_PARAMETERS = {
    "send": ("payload", "event", "topic", "private"),
    "send_binary": ("payload", "event", "topic", "private"),
    "broadcast_changes": (
        "topic_name",
        "event_name",
        "operation",
        "table_name",
        "table_schema",
        "new",
        "old",
        "level",
    ),
}
_SELECT = "SELECT "


def find_queries(language: str, body: str, start: int, code: Code) -> tuple[tuple[Any, int], ...]:
    """Return the tree of each statement and expression of a body, and the offset it counts from.

    A PL/pgSQL body that libpg_query cannot read has none, nor has a body of another language.

    Args:
        language: in lower case.
        body: the body's text.
        start: its offset.
        code: the body in PL/pgSQL.

    Raises:
        TooDeepError: the SQL is nested too deeply.
    """
    if language == "sql":
        return tuple((node, start) for node in parse_queries(body))
    return tuple(
        (node, start + max(place, 0) - written.moved)
        for written, place in find_places(code, body)
        for node in written.nodes
    )


def find_places(code: Code, body: str) -> Iterator[tuple[Written, int]]:
    """Yield what is written in a PL/pgSQL body, and its offset in it, -1 where it is not found."""
    seen: dict[str, int] = {}
    for written in code.written:
        place = _find(body, written.text, seen.get(written.text, 0))
        seen[written.text] = place + 1
        yield written, place


def find_sends(queries: Sequence[tuple[Any, int]]) -> tuple[Send, ...]:
    """Return the calls of Realtime's sending functions in the queries, in order."""
    return tuple(
        send
        for tree, start in queries
        for node in walk(tree)
        if is_node(node, ast.FuncCall)
        for send in read_send(node, start)
    )


def read_send(call: Any, start: int) -> Iterator[Send]:
    """Yield the call when it is one of Realtime's sending functions; places count from `start`."""
    schema, name = read_name(call.funcname)
    if name in _PARAMETERS and (schema == "realtime" or (not schema and name != "send")):
        yield Send(name, _arguments(name, call), start + call.location)


def _arguments(function: str, call: Any) -> dict[str, Any]:
    arguments = dict(zip(_PARAMETERS[function], call.args or (), strict=False))
    named = [argument for argument in call.args or () if is_node(argument, ast.NamedArgExpr)]
    unnamed = {name: tree for name, tree in arguments.items() if not is_node(tree, ast.NamedArgExpr)}
    return unnamed | {argument.name: argument.arg for argument in named}


def _find(body: str, text: str, begin: int) -> int:
    place = body.find(text, begin)
    if place < 0 and text.upper().startswith(_SELECT):
        # PERFORM is kept as SELECT; its word is not in the body.
        rest = body.find(text[len(_SELECT) :].lstrip(), begin)
        return rest - len(_SELECT) if rest >= 0 else -1
    return place
