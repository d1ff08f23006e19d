"""Statements changed token by token, so that no literal is ever touched."""

from __future__ import annotations

__all__ = ["retarget"]

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.model.names import QualifiedName

_TOKEN = re.compile(
    r"""
      (?P<space> \s+ | --[^\n]* | /\*(?:[^*/]|\*(?!/)|/(?!\*)|/\*(?:[^*]|\*(?!/))*\*/)*\*/ )
    | (?P<literal> [eE]'(?:[^'\\]|\\.|'')*' | '(?:[^']|'')*' | \$(?P<tag>(?:[^\W\d]\w*)?)\$.*?\$(?P=tag)\$ )
    | (?P<quoted> "(?:[^"]|"")*" )
    | (?P<word> [^\W\d][\w$]* )
    | (?P<other> . )
    """,
    re.DOTALL | re.VERBOSE,
)


def retarget(sql: str, name: QualifiedName, target: str, *, everywhere: bool = False) -> str:
    """Return `sql` with the qualified `name` replaced by `target`, which is SQL already.

    Args:
        sql: one statement; the name in it may be quoted or not.
        name: what to replace.
        target: what to put in its place.
        everywhere: replace each mention; else the first one, which names what the statement is about.
    """
    parts: list[str] = []
    end = 0
    for first, last in _find(sql, name):
        parts += [sql[end:first], target]
        end = last
        if not everywhere:
            break
    return "".join([*parts, sql[end:]])


def _find(sql: str, name: QualifiedName) -> Iterator[tuple[int, int]]:
    tokens = [token for token in _TOKEN.finditer(sql) if token.lastgroup != "space"]
    for schema, dot, relation in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if dot.group() == "." and (_spelled(schema), _spelled(relation)) == (name.schema, name.name):
            yield schema.start(), relation.end()


def _spelled(token: re.Match[str]) -> str | None:
    """Return the name that a token stands for, or None when it is no name."""
    if token["quoted"] is not None:
        return token["quoted"][1:-1].replace('""', '"')
    return token["word"].lower() if token["word"] is not None else None
