"""Which names in a trigger's function stand for the changed row, and for rows that it points at."""

from __future__ import annotations

__all__ = ["PRESENT", "Lookup", "read_lookup", "read_row"]

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pedschema.adopt.frame import Frame, kind
from pedschema.lint.constants import bare
from pedschema.lint.operation import holds, is_reached
from pedschema.lint.tables import in_public
from pedschema.model.names import QualifiedName

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROWS = frozenset({"new", "old"})
PRESENT = {"INSERT": frozenset({"new"}), "DELETE": frozenset({"old"}), "UPDATE": _ROWS}
"""The rows that a trigger's function has at each operation; the other one is NULL."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """A row of another table, found by columns of the changed row: its column, then the row's."""

    table: QualifiedName
    on: tuple[tuple[str, str], ...]


def read_row(tree: Any, frame: Frame, operation: str, depth: int = 4) -> frozenset[str]:
    """Return which of `new` and `old` an expression stands for at that operation; empty for anything else.

    Args:
        tree: of an expression, or a list of one name.
        frame: where it stands.
        operation: `INSERT`, `UPDATE` or `DELETE`.
        depth: how many variables deep it is followed.
    """
    if isinstance(tree, list):
        return _read_name(tree[0], None, frame, operation, depth)
    tree = bare(tree)
    if kind(tree) == "ColumnRef" and len(tree.fields) == 1:
        return _read_name(tree.fields[0].sval, tree, frame, operation, depth)
    if kind(tree) == "CoalesceExpr":
        rows = [read_row(part, frame, operation, depth) for part in tree.args]
        return next((row & PRESENT[operation] for row in rows if row & PRESENT[operation]), frozenset())
    taken = _choose_branch(tree, operation) if kind(tree) == "CaseExpr" and tree.arg is None else None
    return read_row(taken, frame, operation, depth) if taken is not None else frozenset()


def read_lookup(select: Any, frame: Frame, operation: str) -> Lookup | None:
    """Return the row that a query finds by equality with columns of the changed row, or None."""
    tables: Any = select.fromClause or ()
    if len(tables) != 1 or kind(tables[0]) != "RangeVar" or select.whereClause is None:
        return None
    pairs = []
    for condition in _conjuncts(select.whereClause):
        pair = _read_pair(condition, frame, operation)
        if pair is None:
            return None
        pairs.append(pair)
    name = QualifiedName(tables[0].schemaname or "", tables[0].relname)
    return Lookup(in_public(name), tuple(pairs))


def _choose_branch(tree: Any, operation: str) -> Any:
    """Return the result of the branch that the operation takes, or None where something else decides."""
    for branch in tree.args:
        truth = holds(branch.expr, operation)
        if truth is not False:
            return branch.result if truth else None
    return tree.defresult


def _read_name(name: str, tree: Any, frame: Frame, operation: str, depth: int) -> frozenset[str]:
    if name in _ROWS:
        return frozenset({name})
    if not depth:
        return frozenset()
    if name in frame.given:
        given, outer = frame.given[name]
        return read_row(given, outer, operation, depth - 1)
    rows: set[frozenset[str]] = set()
    for value, setter in frame.body.values.get(name, ()):
        if is_reached(setter, operation):
            inner = Frame(frame.body, setter, frame.given, frame.outer)
            rows.add(read_row(value, inner, operation, depth - 1) if value is not tree else frozenset())
    return next(iter(rows)) if len(rows) == 1 else frozenset()


def _conjuncts(tree: Any) -> Iterator[Any]:
    if kind(tree) == "BoolExpr" and tree.boolop.name == "AND_EXPR":
        for part in tree.args:
            yield from _conjuncts(part)
    else:
        yield tree


def _read_pair(tree: Any, frame: Frame, operation: str) -> tuple[str, str] | None:
    if kind(tree) != "A_Expr" or tree.name[-1].sval != "=" or tree.kind.name != "AEXPR_OP":
        return None
    for ours, theirs in ((tree.lexpr, tree.rexpr), (tree.rexpr, tree.lexpr)):
        column, value = bare(ours), bare(theirs)
        if kind(column) == kind(value) == "ColumnRef" and len(value.fields) == 2:
            row = read_row([value.fields[0].sval], frame, operation)
            if row and not read_row([column.fields[0].sval], frame, operation):
                return column.fields[-1].sval, value.fields[1].sval
    return None
