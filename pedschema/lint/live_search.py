"""By which columns the policies on `realtime.messages`, and what they call, search each table."""

from __future__ import annotations

__all__ = ["find_searches"]

from typing import TYPE_CHECKING, Any

from pglast import ast
from pglast.enums import A_Expr_Kind, SubLinkType

from pedschema.lint.live_body import read_body, search_schemas
from pedschema.lint.live_reach import read_reach
from pedschema.model.names import QualifiedName
from pedschema.syntax.source import SqlError, parse_statements
from pedschema.syntax.tree import child_nodes, is_node, walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pedschema.lint.live import Live
    from pedschema.lint.live_facts import LiveTable

_EQUAL = frozenset({A_Expr_Kind.AEXPR_OP, A_Expr_Kind.AEXPR_IN, A_Expr_Kind.AEXPR_OP_ANY})


def find_searches(live: Live) -> Iterator[tuple[LiveTable, frozenset[str], str]]:
    """Yield each table that is searched, the columns that one query compares, and whose query it is.

    A query that compares no column of a table reads all of it by design and is left out, as are the
    platform's tables. Each group of columns of a table comes once.
    """
    seen: set[tuple[int, frozenset[str]]] = set()
    for by, schemas, trees in _bodies(live):
        for tree in trees:
            for select in walk(tree):
                if not is_node(select, ast.SelectStmt) or not select.fromClause:
                    continue
                for table, columns in _read_select(live, select, schemas).items():
                    key = (table.oid, columns)
                    if columns and key not in seen:
                        seen.add(key)
                        yield table, columns, by


def _bodies(live: Live) -> Iterator[tuple[str, tuple[str, ...], Sequence[Any]]]:
    reach = read_reach(live)
    for (oid, _), policy in reach.policies.items():
        if policy.command in {"UPDATE", "DELETE"}:
            continue
        by = f'policy "{policy.name}" on {live.tables[oid].name}'
        for text in filter(None, (policy.using, policy.check)):
            try:
                yield by, (), parse_statements(f"SELECT {text}")
            except SqlError:
                continue
    for function in reach.functions.values():
        body = read_body(function)
        if body:
            yield f"function {function.name}", search_schemas(function), [tree for tree, _ in body.queries]


def _read_select(live: Live, select: Any, schemas: tuple[str, ...]) -> dict[LiveTable, frozenset[str]]:
    tables: dict[str, LiveTable] = {}
    conditions = [select.whereClause] if select.whereClause else []
    waiting = list(select.fromClause)
    while waiting:
        item = waiting.pop()
        if is_node(item, ast.JoinExpr):
            waiting += [item.larg, item.rarg]
            conditions += [item.quals] if item.quals else []
        elif is_node(item, ast.RangeVar):
            for schema in (item.schemaname,) if item.schemaname else schemas:
                table = live.table(QualifiedName(schema, item.relname))
                if table and table.is_table and not table.platform:
                    tables[item.alias.aliasname if item.alias else item.relname] = table
                    break
    found: dict[LiveTable, set[str]] = {table: set() for table in tables.values()}
    for condition in conditions:
        for column in _compared(condition):
            for table, name in _owners(column, tables):
                found[table].add(name)
    return {table: frozenset(names) for table, names in found.items()}


def _compared(node: Any) -> Iterator[Any]:
    """Yield the columns that stand alone on a side of `=`, `IN` or `= ANY`, queries of their own left out."""
    if is_node(node, ast.SubLink):
        if node.subLinkType == SubLinkType.ANY_SUBLINK and is_node(node.testexpr, ast.ColumnRef):
            yield node.testexpr
        return
    if is_node(node, ast.A_Expr) and node.kind in _EQUAL and node.name[-1].sval == "=":
        yield from (side for side in (node.lexpr, node.rexpr) if is_node(side, ast.ColumnRef))
    for child in child_nodes(node):
        yield from _compared(child)


def _owners(column: Any, tables: dict[str, LiveTable]) -> Iterator[tuple[LiveTable, str]]:
    names = [part.sval for part in column.fields if is_node(part, ast.String)]
    if len(names) != len(column.fields):
        return
    relation = names[-2] if len(names) > 1 else ""
    for alias, table in tables.items():
        if relation in {"", alias} and names[-1] in table.columns:
            yield table, names[-1]
