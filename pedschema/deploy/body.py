"""The statements in a PL/pgSQL body, each as if it stood alone."""

from __future__ import annotations

__all__ = ["find_inner"]

from typing import TYPE_CHECKING, Any

from pedschema.lint.depth import TooDeepError
from pedschema.lint.plpgsql import EMPTY, find_written, parse_body
from pedschema.syntax.source import SqlError, Statement, split_statements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.plpgsql import Written

_RUN_AS_TEXT = {
    "PLpgSQL_stmt_dynexecute": "query",
    "PLpgSQL_stmt_dynfors": "query",
    "PLpgSQL_stmt_open": "dynquery",
    "PLpgSQL_stmt_return_query": "dynquery",
}
"""Statements that run a text, and where it stands in them."""


def find_inner(create: str) -> Iterator[Statement | None]:
    """Yield what the PL/pgSQL of a DO or CREATE FUNCTION statement runs; expressions as SELECTs.

    Whether a branch is taken nobody knows before: all count. None stands for a text that EXECUTE builds; one
    that is a constant is read.

    Raises:
        SqlError: libpg_query does not understand the body, which PostgreSQL may still do.
    """
    try:
        code = parse_body(create)
    except TooDeepError:
        code = EMPTY
    if code == EMPTY:
        raise SqlError("the body cannot be read")
    for tree in _find_texts(code.trees):
        for written in find_written(tree):
            yield from _read_text(written)
    for written in code.written:
        if not written.nodes and written.text.strip():
            yield None
        yield from (Statement(written.text, 0, 1, node) for node in written.nodes)


def _find_texts(tree: Any) -> Iterator[Any]:
    """Yield the trees of what is run as text."""
    below = tree.items() if isinstance(tree, dict) else enumerate(tree)
    for key, found in below:
        name = _RUN_AS_TEXT.get(key) if isinstance(key, str) else None
        if name and name in found:
            yield found[name]
        if isinstance(found, dict | list | tuple):
            yield from _find_texts(found)


def _read_text(written: Written) -> Iterator[Statement | None]:
    """Yield the statements of a text that is one constant, else None."""
    (value,) = written.nodes[0].targetList if written.nodes else (None,)
    constant = getattr(value.val, "val", None) if value else None
    if constant is None or type(constant).__name__ != "String":
        yield None
        return
    try:
        yield from split_statements(constant.sval)
    except SqlError:
        yield None
