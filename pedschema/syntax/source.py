"""SQL source text: where things stand in it, and where a statement begins and ends."""

from __future__ import annotations

__all__ = [
    "NestedSqlError",
    "SqlError",
    "Statement",
    "find_position",
    "parse_statements",
    "scan_tokens",
    "split_statements",
]

from dataclasses import dataclass
from typing import Any

from pglast import parse_sql, scan, split
from pglast.parser import ParseError

from pedschema.syntax.chain import find_long_chain


class SqlError(ValueError):
    """Text that is not the SQL it should be.

    Attributes:
        message: what is wrong, in PostgreSQL's words or ours, without the position.
        index: offset in characters of the place in the text.
    """

    def __init__(self, message: str, index: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.index = index


class NestedSqlError(SqlError):
    """Text that the parser cannot take in without ending the process."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a text, without comments around it and without its semicolon.

    Attributes:
        index: offset in characters of its first word.
        line: line of that word, from 1.
        node: pglast's tree; its locations count from the start of the whole text.
    """

    text: str
    index: int
    line: int
    node: Any


def find_position(text: str, index: int) -> tuple[int, int]:
    """Return line and column, both from 1, of the character at `index`."""
    before = text[:index]
    return before.count("\n") + 1, index - (before.rfind("\n") + 1) + 1


def parse_statements(text: str) -> tuple[Any, ...]:
    """Return pglast's tree of each statement of `text`.

    Raises:
        SqlError: PostgreSQL's grammar refuses the text.
    """
    if "\0" in text:
        raise SqlError("a zero byte cannot stand in SQL", text.index("\0"))
    place = find_long_chain(text)
    if place is not None:
        raise NestedSqlError("it is nested too deeply", place)
    try:
        return tuple(raw.stmt for raw in parse_sql(text))
    except ParseError as error:
        raise _refuse(text, error) from None


def scan_tokens(text: str) -> tuple[Any, ...]:
    """Return pglast's tokens of `text` without its comments; their `end` is the last character's place.

    Raises:
        SqlError: a string, a comment or a name does not end.
    """
    try:
        return tuple(token for token in scan(text) if "COMMENT" not in token.name)
    except ParseError as error:
        raise _refuse(text, error) from None


def split_statements(text: str) -> tuple[Statement, ...]:
    """Return the statements of `text` in order.

    Raises:
        SqlError: PostgreSQL's grammar refuses the text.
    """
    nodes = parse_statements(text)
    places = split(text, only_slices=True) if nodes else ()
    return tuple(
        Statement(_trim(text[place]), place.start, find_position(text, place.start)[0], node)
        for place, node in zip(places, nodes, strict=True)
    )


def _trim(statement: str) -> str:
    """Return the statement up to its last word: a line comment at its end would swallow what follows."""
    return statement[: scan_tokens(statement)[-1].end + 1]


def _refuse(text: str, error: ParseError) -> SqlError:
    message, index = error.args
    return SqlError(message, len(text.rstrip()) if index is None else index)
