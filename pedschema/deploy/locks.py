"""The table locks that a statement takes, told from its tree."""

from __future__ import annotations

__all__ = ["Call", "Lock", "StatementLocks", "find_locks", "find_routine_locks"]

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pedschema.deploy.body import find_inner
from pedschema.deploy.kinds import ALTER_TABLE, ALTER_TABLE_OTHERWISE, KINDS, LEAST
from pedschema.deploy.mode import LockMode
from pedschema.deploy.statement import Table, read_statement, table_of
from pedschema.ops.retired import is_grants
from pedschema.syntax.function import parse_function
from pedschema.syntax.scope import find_uses
from pedschema.syntax.source import SqlError, Statement, split_statements
from pedschema.syntax.tree import read_name, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pedschema.deploy.kinds import Effect
    from pedschema.deploy.statement import Named

_MODES = tuple(LockMode)
_WRITES = {"InsertStmt", "UpdateStmt", "DeleteStmt"}
_READING = {"SELECT", "INSERT", "UPDATE", "DELETE", "CALL", "CREATE VIEW", "REPLACE VIEW", "CREATE TABLE AS"}
_CALLED_LATER = {
    "CREATE POLICY",
    "ALTER POLICY",
    "CREATE TRIGGER",
    "CREATE FUNCTION",
    "CREATE TABLE",
    "CREATE RULE",
    "CREATE VIEW",
    "REPLACE VIEW",
}
"""Kinds that store what they name for later, and call nothing of it."""

Call = tuple[str, str]
"""Schema, empty when it is not written, and name of a function."""


@dataclass(frozen=True, slots=True, order=True)
class Lock:
    """A lock on one table.

    Attributes:
        relation: `schema.table` without quotes; without a schema if the statement writes none.
        mode: the strongest lock that the statement takes on it.
        children: whether partitions and inheriting tables are locked alike.
        needs: `TRIGGER` or `POLICY` and its name, if the lock is taken only where the table has it.
    """

    relation: str
    mode: LockMode
    children: bool = False
    needs: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class StatementLocks:
    """What one statement is, and what it locks.

    Attributes:
        kind: `CREATE POLICY`; for a statement that is not known here, its tree's name.
        locks: one for each table, by name.
        is_read: whether it takes no more than `locks`, but for what the functions that it calls take.
        makes: table, `TRIGGER` or `POLICY`, and name of what it creates.
        calls: the functions that it calls, those of PostgreSQL's own too.
    """

    kind: str
    locks: tuple[Lock, ...] = ()
    is_read: bool = True
    makes: tuple[tuple[str, str, str], ...] = ()
    calls: tuple[Call, ...] = ()

    @property
    def is_all(self) -> bool:
        """Whether it takes no more than `locks`."""
        return self.is_read and not self.calls


def find_locks(sql: str) -> tuple[StatementLocks, ...]:
    """Return kind and locks of each statement in `sql`; in the place of a DO block, those of what it runs.

    Locks on indexes follow those on their tables and are left out, as are those on catalog tables, and that
    on what a validated foreign key refers to. A text that EXECUTE builds is not known, nor is what a called
    function does.
    """
    try:
        return tuple(found for statement in split_statements(sql) for found in _find_each(statement))
    except SqlError:
        return (StatementLocks("UNREADABLE", is_read=False),)


def find_routine_locks(statement: Statement) -> tuple[StatementLocks, ...]:
    """Return kind and locks of each statement that the function of CREATE FUNCTION runs when it is called."""
    node = statement.node
    if _is_sql(node):
        body = [option.arg[0].sval for option in node.options or () if option.defname == "as"]
        if body:
            return find_locks(body[0])
        parts = node.sql_body if isinstance(node.sql_body, tuple) else (node.sql_body,)
        trees = [tree for part in parts for tree in (part if isinstance(part, tuple) else (part,))]
        return tuple(_find(Statement("", 0, 1, tree)) for tree in trees)
    return _find_inner(statement.text)


def _find_each(statement: Statement) -> tuple[StatementLocks, ...]:
    node = statement.node
    if type(node).__name__ != "DoStmt":
        return (_find(statement),)
    languages = [option.arg.sval for option in node.args or () if option.defname == "language"]
    if languages not in ([], ["plpgsql"]):
        return (StatementLocks("DO", is_read=False),)
    if any(is_grants(option.arg.sval) for option in node.args or () if option.defname == "as"):
        return (StatementLocks("GRANT"),)
    return _find_inner(statement.text) or (StatementLocks("DO"),)


def _find_inner(create: str) -> tuple[StatementLocks, ...]:
    """Return what a PL/pgSQL body runs; what neither locks nor calls anything is left out."""
    found: list[StatementLocks] = []
    try:
        statements = [*find_inner(create)]
    except SqlError:
        return (StatementLocks("UNREADABLE", is_read=False),)
    for statement in statements:
        each = (StatementLocks("EXECUTE", is_read=False),) if statement is None else _find_each(statement)
        found += [part for part in each if part.locks or not part.is_all or part.kind != "SELECT"]
    return tuple(found)


def _find(statement: Statement) -> StatementLocks:
    node = statement.node
    named = read_statement(node)
    is_read = named.kind not in LEAST
    match named.kind:
        case "ALTER TABLE":
            locks = [*_read_alter(named, node)]
        case "LOCK TABLE":
            mode = _MODES[node.mode - 1]
            locks = [Lock(table.name, mode, table.children) for table in named.tables]
        case "CREATE TABLE":
            locks = [*_read_create(node)]
        case kind if kind in KINDS:
            locks = [*_effect_on(KINDS[kind], named.tables)]
        case _:
            return StatementLocks(named.kind, is_read=False, calls=_read_calls(named.kind, node))
    strongest: dict[str, Lock] = {}
    for lock in sorted([*locks, *_read_uses(statement, named)], key=lambda each: each.mode.rank):
        strongest[lock.relation] = lock
    ordered = tuple(strongest[name] for name in sorted(strongest))
    calls = _read_calls(named.kind, node)
    return StatementLocks(named.kind, ordered, is_read, _read_made(named, node), calls)


def _read_calls(kind: str, node: Any) -> tuple[Call, ...]:
    if kind in _CALLED_LATER:
        return ()
    found = {read_name(each.funcname) for each in walk(node) if type(each).__name__ == "FuncCall"}
    return tuple(sorted((schema or "", name) for schema, name in found))


def _read_made(named: Named, node: Any) -> tuple[tuple[str, str, str], ...]:
    field = {"CREATE TRIGGER": "trigname", "CREATE POLICY": "policy_name"}.get(named.kind)
    if field is None:
        return ()
    return tuple((table.name, named.kind.split()[1], str(getattr(node, field))) for table in named.tables)


def _effect_on(effect: Effect, tables: Iterable[Table]) -> Iterator[Lock]:
    for table in tables:
        if effect.mode is not None:
            yield Lock(table.name, effect.mode, effect.children and table.children, table.needs)


def _read_alter(named: Named, node: Any) -> Iterator[Lock]:
    for command in node.cmds:
        form = command.subtype.name.removeprefix("AT_")
        other = command.def_
        referenced = [*_referenced(other)] if other is not None else []
        if referenced and form == "AddConstraint":
            form = "AddForeignKey"
        yield from _effect_on(ALTER_TABLE.get(form, ALTER_TABLE_OTHERWISE), named.tables)
        yield from referenced
        if form in {"AttachPartition", "DetachPartition"}:
            yield Lock(table_of(other.name).name, LockMode.ACCESS_EXCLUSIVE, children=True)


def _read_create(node: Any) -> Iterator[Lock]:
    parent = LockMode.ACCESS_EXCLUSIVE if node.partbound else LockMode.SHARE_UPDATE_EXCLUSIVE
    for relation in node.inhRelations or ():
        yield Lock(table_of(relation).name, parent)
    yield from _referenced(node)
    for element in node.tableElts or ():
        if type(element).__name__ == "TableLikeClause":
            yield Lock(table_of(element.relation).name, LockMode.ACCESS_SHARE)


def _referenced(node: Any) -> Iterator[Lock]:
    """Yield the locks on what the foreign keys below `node` refer to."""
    for found in walk(node):
        if type(found).__name__ == "Constraint" and found.pktable is not None:
            yield Lock(table_of(found.pktable).name, LockMode.SHARE_ROW_EXCLUSIVE)


def _read_uses(statement: Statement, named: Named) -> Iterator[Lock]:
    """Yield the locks on what the statement reads and writes by the way."""
    node = statement.node
    parts: tuple[Any, ...] = ()
    if named.kind in {"CREATE POLICY", "ALTER POLICY"}:
        parts = tuple(part for part in (node.qual, node.with_check) if part)
    elif named.kind in _READING:
        parts = (node,)
    mode = LockMode.ROW_SHARE if getattr(node, "lockingClause", None) else LockMode.ACCESS_SHARE
    created = {table.name for table in named.tables} if named.kind.startswith("CREATE") else set()
    for schema, name, _ in find_uses(parts)[1]:
        relation = ".".join(filter(None, (schema, name)))
        if relation not in created:
            yield Lock(relation, mode, children=True)
    for part in parts:
        for found in walk(part):
            if type(found).__name__ in _WRITES:
                yield Lock(table_of(found.relation).name, LockMode.ROW_EXCLUSIVE, children=True)
    if named.kind == "CREATE FUNCTION" and _is_sql(node):
        function = parse_function(statement)
        for schema, name in function.relations if function else ():
            yield Lock(".".join(filter(None, (schema, name))), LockMode.ACCESS_SHARE)


def _is_sql(node: Any) -> bool:
    languages = [option.arg.sval for option in node.options or () if option.defname == "language"]
    return [language.lower() for language in languages] in (["sql"], [])
