"""Anonymous blocks: the statements that `DO` runs."""

from __future__ import annotations

__all__ = ["find_inner_statements"]

from typing import TYPE_CHECKING

from pglast import ast

from pedschema.lint.body import find_places
from pedschema.lint.depth import TooDeepError, is_deep
from pedschema.lint.plpgsql import parse_body
from pedschema.lint.statements import parse_source
from pedschema.syntax.source import SqlError
from pedschema.syntax.tree import is_node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.subjects import StatementSubject


def find_inner_statements(statement: StatementSubject) -> Iterator[StatementSubject]:
    """Yield the statements of a DO block in PL/pgSQL, those too that it runs as a string without a part.

    Whether a branch is taken nobody knows before: all count, in the order in which they stand.

    Raises:
        TooDeepError: one of them is nested too deeply.
    """
    if not is_node(statement.node, ast.DoStmt):
        return
    options = {option.defname: option.arg for option in statement.node.args or ()}
    if "as" not in options or ("language" in options and options["language"].sval != "plpgsql"):
        return
    body = options["as"].sval
    start = statement.index + max(0, statement.text.find(body))
    for written, place in find_places(parse_body(statement.text), body):
        text = written.text
        begin, end = start + place, start + place + len(text)
        if text.startswith("'") and text.endswith("'") and "'" not in text[1:-1]:
            begin, end = begin + 1, end - 1
        if place >= 0:
            try:
                found = parse_source(statement.source.part(begin, end))
            except SqlError:
                continue
            if any(is_deep(each.node) for each in found):
                raise TooDeepError
            yield from found
