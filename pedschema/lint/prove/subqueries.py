"""Subqueries over tables: a row that makes them true, if there is one.

A table may hold anything, so an EXISTS is a truth value of its own that implies a row for which its WHERE
holds. The other way round nothing is implied: what is proved holds for tables with more rows, too.
"""

from __future__ import annotations

__all__ = ["check_form", "evaluate", "first_row"]

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import z3
from pglast import ast

from pedschema.lint.prove.builtins import SCALAR
from pedschema.lint.prove.languages import UnsupportedError
from pedschema.lint.prove.logic import all_of, derive
from pedschema.lint.prove.operators import compare
from pedschema.lint.prove.values import FALSE, Kind, Plan, Value, is_true
from pedschema.model.names import QualifiedName
from pedschema.syntax.tree import is_node, read_name, walk

if TYPE_CHECKING:
    from pedschema.lint.prove.evaluate import Evaluator
    from pedschema.lint.prove.scope import Scope
    from pedschema.lint.prove.world import Row

_REFUSED = ("withClause", "groupClause", "havingClause", "windowClause", "valuesLists", "limitOffset", "op")


def evaluate(evaluator: Evaluator, node: Any, scope: Scope) -> Value:
    """Return what a sub-select comes to.

    Raises:
        UnsupportedError: the model does not have its form.
    """
    kind, select = node.subLinkType.name, node.subselect
    if kind == "EXPR_SUBLINK" and not select.fromClause and not select.whereClause:
        check_form(select)
        inner = evaluator.evaluate(_target(evaluator, select), scope)
        # PostgreSQL evaluates it once, when the query runs, not while it plans the query around it.
        return replace(inner, plan=Plan.RUN if inner.plan else inner.plan, early=FALSE)
    if kind == "EXPR_SUBLINK":
        return first_row(evaluator, select, scope)
    if kind == "EXISTS_SUBLINK":
        if any(is_node(found, ast.FuncCall) for found in walk(select.targetList or ())):
            raise UnsupportedError("a function in the list of an EXISTS")
        found, _, where = _open(evaluator, select, scope)
        evaluator.world.require(z3.Implies(found, is_true(where)))
        return _planned(derive(Kind.BOOL, found, FALSE, where))
    if kind == "ANY_SUBLINK" and (not node.operName or read_name(node.operName)[1] == "="):
        return _member(evaluator, node, scope)
    raise UnsupportedError("a sub-select of this form")


def first_row(evaluator: Evaluator, select: Any, scope: Scope) -> Value:
    """Return the one column of a sub-select's row, NULL without a row.

    Raises:
        UnsupportedError: the model does not have its form.
    """
    found, inner, where = _open(evaluator, select, scope)
    value = evaluator.evaluate(_target(evaluator, select), inner)
    evaluator.world.require(z3.Implies(found, is_true(where)))
    if value.kind is Kind.LITERAL:
        raise UnsupportedError("a literal out of a table")
    if not select.limitCount:
        evaluator.world.doubts.append(f"{scope.where}: a sub-select that may have more than one row")
    made = derive(value.kind, value.term, z3.Or(z3.Not(found), value.null), where, value)
    return _planned(replace(made, origin=value.origin))


def _member(evaluator: Evaluator, node: Any, scope: Scope) -> Value:
    """Return `… IN (SELECT …)`: NULL, perhaps, where no row says yes."""
    tested = evaluator.evaluate(node.testexpr, scope)
    found, inner, where = _open(evaluator, node.subselect, scope)
    value = evaluator.evaluate(_target(evaluator, node.subselect), inner)
    same = compare(evaluator.world, tested, value)
    evaluator.world.require(z3.Implies(found, z3.And(is_true(where), is_true(same))))
    null = z3.And(evaluator.world.flag("in.null"), z3.Not(found))
    return _planned(derive(Kind.BOOL, found, null, tested, where, value))


def _planned(value: Value) -> Value:
    """Return a value of a query: what raises while it is planned raises whatever stands around it."""
    return replace(value, early=FALSE, planned=z3.Or(value.planned, value.early), plan=Plan.RUN)


def _open(evaluator: Evaluator, select: Any, scope: Scope) -> tuple[Any, Scope, Value]:
    """Return when the sub-select has a row, the scope inside it, and its conditions."""
    check_form(select)
    if not select.fromClause:
        raise UnsupportedError("a sub-select without a table")
    found = evaluator.world.flag("exists")
    within = replace(scope, exists=z3.And(scope.exists, found))
    rows: list[Row] = []
    conditions: list[Any] = [select.whereClause] if select.whereClause else []
    for item in select.fromClause:
        _add(evaluator, item, within, rows, conditions)
    if len({row.alias for row in rows}) != len(rows):
        raise UnsupportedError("two tables of one name")
    inner = replace(within, frames=(*within.frames, tuple(rows)))
    return found, inner, all_of(*(evaluator.truth(condition, inner) for condition in conditions))


def _add(evaluator: Evaluator, item: Any, scope: Scope, rows: list[Row], conditions: list[Any]) -> None:
    if is_node(item, ast.JoinExpr) and item.jointype.name == "JOIN_INNER" and not item.alias:
        if item.usingClause or item.isNatural:
            raise UnsupportedError("a join by the names of columns")
        _add(evaluator, item.larg, scope, rows, conditions)
        _add(evaluator, item.rarg, scope, rows, conditions)
        conditions += [item.quals] if item.quals else []
    elif is_node(item, ast.RangeVar) and item.schemaname and not (item.alias and item.alias.colnames):
        alias = item.alias.aliasname if item.alias else item.relname
        name = QualifiedName(item.schemaname, item.relname)
        rows.append(evaluator.world.add_row(alias, name, scope.exists))
    else:
        raise UnsupportedError(f"a {type(item).__name__} in FROM")


def check_form(select: Any) -> None:
    """Return if a SELECT is of a form that the model has.

    Raises:
        UnsupportedError: it is not.
    """
    if not is_node(select, ast.SelectStmt):
        raise UnsupportedError("a sub-select of this form")
    for name in _REFUSED:
        value = getattr(select, name)
        if value and not (name == "op" and value.name == "SETOP_NONE"):
            raise UnsupportedError(f"a sub-select with {name}")
    limit = select.limitCount
    if limit and not (is_node(limit, ast.A_Const) and is_node(limit.val, ast.Integer) and limit.val.ival):
        raise UnsupportedError("a sub-select with this LIMIT")


def _target(evaluator: Evaluator, select: Any) -> Any:
    targets: tuple[Any, ...] = select.targetList or ()
    if len(targets) != 1 or any(_may_gather(evaluator, found) for found in walk(targets)):
        raise UnsupportedError("a sub-select's list")
    return targets[0].val


def _may_gather(evaluator: Evaluator, node: Any) -> bool:
    """Return whether a call may be of an aggregate, which has a row where the table has none."""
    if not is_node(node, ast.FuncCall):
        return False
    schema, name = read_name(node.funcname)
    if schema in {"", "pg_catalog"}:
        return name not in SCALAR
    return not ((schema, name) in evaluator.rules or schema in {"auth", "realtime", evaluator.schema})
