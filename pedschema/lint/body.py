"""Bodies of functions: the SQL in them, and the messages they send."""

from __future__ import annotations

__all__ = ["find_queries", "find_sends", "find_texts"]

from typing import TYPE_CHECKING, Any

from pglast import ast, parse_plpgsql
from pglast.parser import ParseError

from pedschema.lint.depth import SHALLOW, TooDeepError, is_deep
from pedschema.lint.subjects import Send
from pedschema.syntax.source import SqlError, parse_statements
from pedschema.syntax.tree import is_node, read_name, walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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


def find_queries(create: str, language: str, body: str, start: int) -> tuple[tuple[Any, int], ...]:
    """Return the tree of each statement and expression of a body, and the offset it counts from.

    A PL/pgSQL body that libpg_query cannot read has none, nor has a body of another language.

    Args:
        create: the CREATE FUNCTION statement.
        language: in lower case.
        body: the body's text.
        start: its offset.

    Raises:
        TooDeepError: one of the trees is nested too deeply.
    """
    if language == "sql":
        return tuple((node, start) for node in _parse(body))
    if language != "plpgsql":
        return ()
    return tuple(
        (node, start + max(place, 0) - skipped)
        for text, place in find_texts(create, body)
        for node, skipped in _read(text)
    )


def find_texts(create: str, body: str) -> tuple[tuple[str, int], ...]:
    """Return each statement and expression of a PL/pgSQL body and its offset in it, -1 where it is not found.

    Args:
        create: the CREATE FUNCTION or DO statement; one that libpg_query cannot read has none.
        body: the body's text.
    """
    try:
        texts = tuple(_texts(parse_plpgsql(create)))
    except (ParseError, RecursionError, ValueError):
        return ()
    found: list[tuple[str, int]] = []
    seen: dict[str, int] = {}
    for text in texts:
        place = _find(body, text, seen.get(text, 0))
        seen[text] = place + 1
        found.append((text, place))
    return tuple(found)


def find_sends(queries: Sequence[tuple[Any, int]]) -> tuple[Send, ...]:
    """Return the calls of Realtime's sending functions in the queries, in order."""
    sends: list[Send] = []
    for tree, start in queries:
        for node in walk(tree):
            if is_node(node, ast.FuncCall):
                schema, name = read_name(node.funcname)
                if name in _PARAMETERS and (schema == "realtime" or (not schema and name != "send")):
                    sends.append(Send(name, _arguments(name, node), start + node.location))
    return tuple(sends)


def _arguments(function: str, call: Any) -> dict[str, Any]:
    arguments = dict(zip(_PARAMETERS[function], call.args or (), strict=False))
    named = [argument for argument in call.args or () if is_node(argument, ast.NamedArgExpr)]
    unnamed = {name: tree for name, tree in arguments.items() if not is_node(tree, ast.NamedArgExpr)}
    return unnamed | {argument.name: argument.arg for argument in named}


def _texts(tree: Any) -> Iterator[str]:
    """Yield the text of each expression in PL/pgSQL's tree, in order."""
    if isinstance(tree, list):
        for item in tree:
            yield from _texts(item)
    elif isinstance(tree, dict):
        if isinstance(tree.get("PLpgSQL_expr"), dict):
            yield str(tree["PLpgSQL_expr"].get("query", ""))
        for value in tree.values():
            yield from _texts(value)


def _find(body: str, text: str, begin: int) -> int:
    place = body.find(text, begin)
    if place < 0 and text.upper().startswith(_SELECT):
        # PERFORM is kept as SELECT; its word is not in the body.
        rest = body.find(text[len(_SELECT) :].lstrip(), begin)
        return rest - len(_SELECT) if rest >= 0 else -1
    return place


def _read(text: str) -> list[tuple[Any, int]]:
    """Return the trees of a statement, an expression or the right side of an assignment."""
    nodes = _parse(text)
    if nodes:
        return [(node, 0) for node in nodes]
    for begin in (0, *(text.find(sign) + len(sign) for sign in (":=", "=") if sign in text)):
        nodes = _parse(_SELECT + text[begin:])
        if nodes:
            return [(node, len(_SELECT) - begin) for node in nodes]
    return []


def _parse(sql: str) -> tuple[Any, ...]:
    try:
        nodes = parse_statements(sql)
    except SqlError:
        return ()
    except RecursionError:
        raise TooDeepError from None
    if len(sql) > SHALLOW and any(map(is_deep, nodes)):
        raise TooDeepError
    return nodes
