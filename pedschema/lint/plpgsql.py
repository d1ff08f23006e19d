"""Bodies in PL/pgSQL: libpg_query's trees of them, in which each statement and expression is parsed too."""

from __future__ import annotations

__all__ = [
    "EMPTY",
    "EXPRESSION",
    "Code",
    "Written",
    "find_written",
    "parse_body",
    "parse_queries",
    "parse_written",
]

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pglast import parse_plpgsql
from pglast.parser import ParseError

from pedschema.lint.depth import SHALLOW, TooDeepError, is_deep
from pedschema.syntax.source import NestedSqlError, SqlError, parse_statements

if TYPE_CHECKING:
    from collections.abc import Iterator

_STATEMENT = 0
EXPRESSION = 2
"""How PL/pgSQL parses the text; all ways but these two are for assignments."""

_KEY = "PLpgSQL_expr"
_SELECT = "SELECT "


@dataclass(frozen=True, slots=True)
class Written:
    """A statement or an expression, as it is written in a body.

    Attributes:
        target: what an assignment sets; empty for everything else.
        nodes: the trees of the text, none where it cannot be read; an expression, and what is assigned, is
            the only column of a SELECT.
        moved: how much further on everything stands in the trees than in the text.
    """

    text: str
    target: str
    nodes: tuple[Any, ...]
    moved: int


@dataclass(frozen=True, slots=True)
class Code:
    """The body of a function or a block.

    Attributes:
        trees: libpg_query's, `Written` in the place of each of its expressions.
        written: these, in order.
    """

    trees: tuple[Any, ...]
    written: tuple[Written, ...]


EMPTY = Code((), ())


def parse_body(create: str) -> Code:
    """Return the PL/pgSQL in a CREATE FUNCTION or DO statement, `EMPTY` if libpg_query cannot read it.

    Raises:
        TooDeepError: something in it is nested too deeply.
    """
    try:
        trees = tuple(parse_plpgsql(create))
    except (ParseError, RecursionError, ValueError):
        return EMPTY
    found = []
    for holder in _find_holders(trees):
        expression = holder[_KEY]
        written = parse_written(expression.get("query", ""), expression.get("parseMode", _STATEMENT))
        holder[_KEY] = written
        found.append(written)
    return Code(trees, tuple(found))


def parse_written(text: str, mode: int) -> Written:
    """Return what is written in a body.

    Raises:
        TooDeepError: it is nested too deeply.
    """
    if mode == _STATEMENT:
        return Written(text, "", parse_queries(text), 0)
    begin = 0
    if mode != EXPRESSION:
        begin = min((text.find(sign) + len(sign) for sign in (":=", "=") if sign in text), default=0)
    nodes = parse_queries(_SELECT + text[begin:])
    return Written(text, text[:begin].rstrip(":= \t\n"), nodes, len(_SELECT) - begin)


def parse_queries(sql: str) -> tuple[Any, ...]:
    """Return the trees of statements, none where they cannot be read.

    Raises:
        TooDeepError: one of them is nested too deeply.
    """
    try:
        nodes = parse_statements(sql)
    except (NestedSqlError, RecursionError):
        raise TooDeepError from None
    except SqlError:
        return ()
    if len(sql) > SHALLOW and any(map(is_deep, nodes)):
        raise TooDeepError
    return nodes


def find_written(tree: Any) -> Iterator[Written]:
    """Yield the statements and expressions in a part of a body, in order."""
    return (holder[_KEY] for holder in _find_holders(tree))


def _find_holders(tree: Any) -> Iterator[dict[str, Any]]:
    waiting = [tree]
    while waiting:
        found = waiting.pop()
        if isinstance(found, dict) and _KEY in found:
            yield found
        else:
            below = list(found.values()) if isinstance(found, dict) else found
            waiting += [each for each in reversed(below) if isinstance(each, dict | list)]
