"""Which relation each column of an expression belongs to: PostgreSQL's scoping, by names alone."""

from __future__ import annotations

__all__ = ["ColumnUse", "find_uses"]

from dataclasses import dataclass, field
from typing import Any

from pglast import ast

from pedschema.model.names import QualifiedName
from pedschema.syntax.tree import child_nodes, is_node


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """A column as an expression names it.

    Attributes:
        relation: what stands before the dot, or empty.
        column: the column; empty when the whole row is meant.
        outer: whether it belongs to what surrounds the expression, not to a subquery's own FROM.
        tables: for a column of a subquery, the tables that may have it; empty when that is not known.
    """

    relation: str
    column: str
    outer: bool
    tables: tuple[QualifiedName, ...]
    index: int


@dataclass(slots=True)
class _Frame:
    """The names that one query level brings: its FROM, its output columns."""

    tables: dict[str, QualifiedName | None] = field(default_factory=dict)
    outputs: set[str] = field(default_factory=set)


def find_uses(
    nodes: tuple[Any, ...], start: int = 0
) -> tuple[tuple[ColumnUse, ...], tuple[tuple[str, str, int], ...]]:
    """Return the columns and the relations that `nodes` name, places counted from `start`."""
    finder = _Finder(start)
    for node in nodes:
        finder.visit(node, (), frozenset())
    return tuple(finder.columns), tuple(finder.relations)


class _Finder:
    def __init__(self, start: int) -> None:
        self.start = start
        self.columns: list[ColumnUse] = []
        self.relations: list[tuple[str, str, int]] = []

    def visit(self, node: Any, frames: tuple[_Frame, ...], ctes: frozenset[str]) -> None:
        kind = node.__class__
        if kind is ast.SelectStmt:
            self._visit_select(node, frames, ctes)
        elif kind is ast.ColumnRef:
            self._visit_column(node, frames)
        elif kind is ast.RangeVar:
            if node.schemaname or node.relname not in ctes:
                self.relations.append((node.schemaname or "", node.relname, node.location - self.start))
        elif kind is ast.RangeSubselect and not node.lateral:
            self.visit(node.subquery, frames[:-1], ctes)
        elif kind is not ast.String:
            for child in child_nodes(node):
                self.visit(child, frames, ctes)

    def _visit_select(self, node: Any, frames: tuple[_Frame, ...], ctes: frozenset[str]) -> None:
        if node.withClause:
            for cte in node.withClause.ctes:
                recursive = {cte.ctename} if node.withClause.recursive else set()
                self.visit(cte.ctequery, frames, ctes | recursive)
                ctes |= {cte.ctename}
        frame = _Frame(outputs={target.name for target in node.targetList or () if target.name})
        for item in node.fromClause or ():
            _add_item(frame, item, ctes)
        if node.op:
            frame.tables[""] = None
        inside = (*frames, frame)
        for child in child_nodes(node):
            if child is node.larg or child is node.rarg:
                self.visit(child, frames, ctes)
            elif child is not node.withClause:
                self.visit(child, inside, ctes)

    def _visit_column(self, node: Any, frames: tuple[_Frame, ...]) -> None:
        names = [part.sval if is_node(part, ast.String) else "" for part in node.fields]
        if names == [""]:
            return
        relation, column = names[-2:] if len(names) > 1 else ("", names[0])
        outer, tables = _resolve(relation, column, frames)
        self.columns.append(ColumnUse(relation, column, outer, tables, node.location - self.start))


def _add_item(frame: _Frame, item: Any, ctes: frozenset[str]) -> None:
    if is_node(item, ast.JoinExpr):
        _add_item(frame, item.larg, ctes)
        _add_item(frame, item.rarg, ctes)
        if item.alias:
            frame.tables[item.alias.aliasname] = None
        return
    alias = item.alias.aliasname if item.alias else None
    if is_node(item, ast.RangeVar):
        known = item.schemaname and not (item.alias and item.alias.colnames)
        frame.tables[alias or item.relname] = QualifiedName(item.schemaname, item.relname) if known else None
    else:
        frame.tables[alias or ""] = None


def _resolve(
    relation: str, column: str, frames: tuple[_Frame, ...]
) -> tuple[bool, tuple[QualifiedName, ...]]:
    """Return whether the column is of the surroundings, else the tables that may have it."""
    if relation:
        table = next((frame.tables[relation] for frame in reversed(frames) if relation in frame.tables), None)
        inner = any(relation in frame.tables for frame in frames)
        return not inner, (table,) if table else ()
    candidates: list[QualifiedName] = []
    for frame in reversed(frames):
        if column in frame.tables or column in frame.outputs or None in frame.tables.values():
            return False, ()
        candidates += [table for table in frame.tables.values() if table]
    return not candidates, tuple(candidates)
