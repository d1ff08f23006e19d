"""Bodies of functions: the tables and columns that they read."""

from __future__ import annotations

__all__ = ["Body", "parse_body"]

from dataclasses import dataclass
from typing import Any

from pglast import ast

from pedschema.model.names import QualifiedName
from pedschema.syntax.scope import ColumnUse, find_uses
from pedschema.syntax.source import SqlError, parse_statements, scan_tokens
from pedschema.syntax.tree import find_literals, is_node


@dataclass(frozen=True, slots=True)
class Body:
    """What the body of a function names.

    Attributes:
        relations: tables that are named with their schema.
        columns: as an SQL body uses them; None for a body in another language.
        words: for such a body, every word in it; a column that is none of them is not read.
    """

    relations: tuple[QualifiedName, ...]
    columns: tuple[ColumnUse, ...] | None
    words: frozenset[str]
    literals: frozenset[str]


def parse_body(sql: str) -> Body:
    """Return what the body of the CREATE FUNCTION statement `sql` names.

    Raises:
        SqlError: the text is no such statement, or the body of a function in SQL does not parse.
    """
    (node, *_) = parse_statements(sql) or (None,)
    if not is_node(node, ast.CreateFunctionStmt):
        raise SqlError("no CREATE FUNCTION statement", 0)
    options = {option.defname: option.arg for option in node.options or ()}
    language = options["language"].sval.lower() if "language" in options else "sql"
    text = str(options["as"][0].sval) if "as" in options else ""
    if language == "sql":
        return _read_sql(parse_statements(text) if text else (node.sql_body,))
    return _read_words(text)


def _read_sql(nodes: tuple[Any, ...]) -> Body:
    columns, relations = find_uses(nodes)
    names = {QualifiedName(schema, name) for schema, name, _ in relations if schema}
    literals = frozenset(literal for node in nodes for literal in find_literals(node))
    return Body(tuple(sorted(names)), columns, frozenset(), literals)


def _read_words(text: str) -> Body:
    parts = [text[token.start : token.end + 1] for token in scan_tokens(text)]
    words = [_fold(part) for part in parts]
    names = {
        QualifiedName(words[place - 1], words[place + 1])
        for place, word in enumerate(words[:-1])
        if word == "." and place and words[place - 1] and words[place + 1]
    }
    literals = frozenset(part[1:-1].replace("''", "'") for part in parts if part.startswith("'"))
    return Body(tuple(sorted(names)), None, frozenset(words), literals)


def _fold(word: str) -> str:
    return word[1:-1].replace('""', '"') if word.startswith('"') else word.lower()
