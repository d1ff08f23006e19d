"""NEW and OLD in a trigger's function: columns that the trigger's table does not have."""

from __future__ import annotations

__all__ = ["find_absent_columns"]

from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.lint.build import build_project
from pedschema.lint.live_body import read_body
from pedschema.lint.source import Origin, Source
from pedschema.syntax.tree import is_node, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.live_facts import LiveFunction, LiveTable, LiveTrigger

_RECORDS = frozenset({"new", "old"})
_ANY_TABLE = frozenset({"tg_argv", "tg_name", "tg_relid", "tg_relname", "tg_table_name", "tg_table_schema"})
"""A body that asks for these may do another thing for each table."""


def find_absent_columns(trigger: LiveTrigger, function: LiveFunction, table: LiveTable) -> Iterator[str]:
    """Yield `new.column` and `old.column` of the function that are not in the table, each once.

    A trigger for each statement has neither record, and names of its own may stand for them; a function
    that asks which table it is at is not judged.
    """
    body = read_body(function)
    if body is None or not _is_per_row(trigger):
        return
    names = [_split(node) for tree, _ in body.queries for node in walk(tree) if is_node(node, ast.ColumnRef)]
    if any(name[0] in _ANY_TABLE for name in names if name):
        return
    columns = frozenset(table.columns)
    absent = (name for name in names if len(name) == 2 and name[0] in _RECORDS and name[1] not in columns)
    yield from dict.fromkeys(".".join(name) for name in absent)


def _is_per_row(trigger: LiveTrigger) -> bool:
    triggers = build_project([Source(trigger.definition, Origin.DATABASE)]).triggers
    return any(each.per_row for each in triggers)


def _split(column: Any) -> tuple[str, ...]:
    names = tuple(part.sval for part in column.fields if is_node(part, ast.String))
    return names if len(names) == len(column.fields) else ()
