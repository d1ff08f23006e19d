"""Bodies of functions in a database: what they read, call and send."""

from __future__ import annotations

__all__ = ["find_functions", "find_senders", "find_tables", "read_body", "search_schemas", "sends"]

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.lint.build import build_project
from pedschema.lint.source import Origin, Source
from pedschema.model.names import QualifiedName
from pedschema.syntax.scope import find_uses
from pedschema.syntax.tree import is_node, read_name, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.live import Live
    from pedschema.lint.live_facts import LiveFunction, LiveTable, LiveTrigger
    from pedschema.lint.subjects import FunctionSubject

_MESSAGES = ("realtime", "messages")


@lru_cache(maxsize=4096)
def _read(definition: str) -> FunctionSubject | None:
    functions = build_project([Source(definition, Origin.DATABASE)]).functions
    return functions[0] if functions else None


def read_body(function: LiveFunction) -> FunctionSubject | None:
    """Return the function as rules look at it, or None for one of the platform's."""
    return _read(function.definition) if function.definition else None


def search_schemas(function: LiveFunction) -> tuple[str, ...]:
    """Return the schemas in which the function finds names without one, as far as that is known."""
    path = function.settings.get("search_path", "public")
    return tuple(part for each in path.split(",") if (part := each.strip().strip('"')))


def find_tables(live: Live, function: LiveFunction) -> Iterator[tuple[LiveTable, frozenset[str]]]:
    """Yield the tables and views that the body reads, each with the columns that are known to be read."""
    body = read_body(function)
    if body is None:
        return
    columns, relations = find_uses(tuple(tree for tree, _ in body.queries))
    used: dict[QualifiedName, set[str]] = {}
    for use in columns:
        if len(use.tables) == 1 and use.column:
            used.setdefault(use.tables[0], set()).add(use.column)
    for schema, name, _ in dict.fromkeys(relations):
        for place in (schema,) if schema else search_schemas(function):
            table = live.table(QualifiedName(place, name))
            if table:
                yield table, frozenset(used.get(table.name, ())) & frozenset(table.columns)
                break


def find_functions(live: Live, function: LiveFunction) -> Iterator[LiveFunction]:
    """Yield the functions of the database that the body calls, all of the same name together."""
    body = read_body(function)
    if body is None:
        return
    calls = set(body.calls)
    for tree, _ in body.queries:
        calls |= {read_name(node.funcname) for node in walk(tree) if is_node(node, ast.FuncCall)}
    for schema, name in sorted(calls):
        for place in (schema,) if schema else search_schemas(function):
            yield from live.functions_of(QualifiedName(place, name))


@lru_cache(maxsize=1)
def find_senders(live: Live) -> tuple[tuple[LiveTrigger, LiveFunction], ...]:
    """Return the triggers that fire and whose function sends, by itself or through what it calls."""
    known: dict[int, bool] = {}
    return tuple(
        (trigger, function)
        for trigger in live.triggers
        if trigger.enabled
        and (function := live.functions.get(trigger.function))
        and _reaches(live, function, known)
    )


def sends(function: LiveFunction) -> bool:
    """Return whether the body itself puts messages into `realtime.messages`."""
    body = read_body(function)
    return body is not None and (
        bool(body.sends) or any(_inserts(node) for tree, _ in body.queries for node in walk(tree))
    )


def _reaches(live: Live, function: LiveFunction, known: dict[int, bool]) -> bool:
    if function.oid not in known:
        # A function that calls itself adds nothing.
        known[function.oid] = False
        known[function.oid] = sends(function) or any(
            _reaches(live, called, known) for called in find_functions(live, function)
        )
    return known[function.oid]


def _inserts(node: Any) -> bool:
    target = node.relation if is_node(node, ast.InsertStmt) else None
    return target is not None and (target.schemaname, target.relname) == _MESSAGES
