"""Bodies of functions in a database: what they read, call and send."""

from __future__ import annotations

__all__ = [
    "find_functions",
    "find_reaching",
    "find_senders",
    "find_tables",
    "may_send",
    "read_body",
    "search_schemas",
    "sends",
]

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.lint.build import build_project
from pedschema.lint.source import Origin, Source
from pedschema.model.names import QualifiedName
from pedschema.syntax.scope import find_uses
from pedschema.syntax.tree import is_node, read_name, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pedschema.lint.live import Live
    from pedschema.lint.live_facts import LiveFunction, LiveTable, LiveTrigger
    from pedschema.lint.subjects import FunctionSubject

_SCHEMA = "realtime"
_MESSAGES = re.compile(r"messages(_\d{4}_\d{2}_\d{2})?")
"""The table of the messages and its daily partitions (Realtime 2.129.8)."""

_NAMED = re.compile(rf"(?<![\w.]){_SCHEMA}(?!\w)", re.IGNORECASE)
_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
_BUILT = ("PLpgSQL_stmt_dynexecute", "PLpgSQL_stmt_dynfors", "dynquery")
_READABLE = {"sql", "plpgsql"}


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
    return find_reaching(live, sends)


def find_reaching(
    live: Live, does: Callable[[LiveFunction], bool]
) -> tuple[tuple[LiveTrigger, LiveFunction], ...]:
    """Return the triggers that fire and whose function does something, by itself or through what it calls."""
    known: dict[int, bool] = {}
    return tuple(
        (trigger, function)
        for trigger in live.triggers
        if trigger.enabled
        and (function := live.functions.get(trigger.function))
        and _reaches(live, function, does, known)
    )


def sends(function: LiveFunction) -> bool:
    """Return whether the body itself puts messages into `realtime.messages`."""
    body = read_body(function)
    if body is None:
        return False
    schemas = search_schemas(function)
    return bool(body.sends) or any(_writes(node, schemas) for tree, _ in body.queries for node in walk(tree))


def may_send(function: LiveFunction) -> bool:
    """Return whether the body names Realtime where what it does cannot be read.

    That is in SQL that it puts together, or anywhere in a body that no parser here takes apart.
    """
    body = read_body(function)
    if body is None:
        return False
    if body.language not in _READABLE or not (body.queries or body.code.trees):
        return bool(_NAMED.search(_COMMENT.sub(" ", body.body)))
    if not any(name in found for found in _walk_code(body.code.trees) for name in _BUILT):
        return False
    texts = [
        node.val.sval
        for written in body.code.written
        for tree in written.nodes
        for node in walk(tree)
        if is_node(node, ast.A_Const) and is_node(node.val, ast.String)
    ]
    return any(_NAMED.search(between.join(texts)) for between in ("", " "))


def _reaches(
    live: Live, function: LiveFunction, does: Callable[[LiveFunction], bool], known: dict[int, bool]
) -> bool:
    seen, waiting = {function.oid}, [function]
    while waiting:
        found = waiting.pop()
        if known.get(found.oid) or (found.oid not in known and does(found)):
            known[function.oid] = True
            return True
        called = [each for each in find_functions(live, found) if each.oid not in seen]
        seen.update(each.oid for each in called)
        waiting += called
    # Whatever can be reached from here does nothing either.
    known.update(dict.fromkeys(seen, False))
    return False


def _writes(node: Any, schemas: tuple[str, ...]) -> bool:
    target = node.relation if is_node(node, ast.InsertStmt) or is_node(node, ast.MergeStmt) else None
    if target is None or not _MESSAGES.fullmatch(target.relname):
        return False
    first = next((schema for schema in schemas if not schema.startswith("pg_")), "")
    return bool((target.schemaname or first) == _SCHEMA)


def _walk_code(tree: Any) -> Iterator[dict[str, Any]]:
    waiting = [tree]
    while waiting:
        found = waiting.pop()
        if isinstance(found, dict):
            yield found
            waiting += found.values()
        elif isinstance(found, list | tuple):
            waiting += found
