"""Whether an expression of a trigger's function can be NULL, as far as the texts tell."""

from __future__ import annotations

__all__ = ["Moment", "find_null", "read_row_column"]

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pglast import ast
from pglast.enums import A_Expr_Kind

from pedschema.lint.constants import bare, is_null
from pedschema.lint.operation import holds, is_reached
from pedschema.lint.sending import variable_name
from pedschema.syntax.tree import is_node, read_name

if TYPE_CHECKING:
    from pedschema.lint.flow import Step
    from pedschema.lint.sending import Body
    from pedschema.lint.tables import KnownTable

_ABSENT = {"new": "DELETE", "old": "INSERT"}
_STRICT = frozenset(
    {"btrim", "encode", "left", "lower", "lpad", "ltrim", "md5", "replace", "right", "rpad", "rtrim"}
    | {"initcap", "split_part", "substr", "substring", "to_char", "translate", "trim", "upper"}
)
"""Functions of PostgreSQL that answer NULL when an argument is NULL (PostgreSQL 17)."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When an expression is looked at.

    Attributes:
        operation: for which the trigger fires.
        table: the trigger's table, or None when no text makes it.
        asked: columns and variables about which some condition on the way has asked.
        body: the function, whose variables are followed.
        step: where the expression stands in it.
    """

    operation: str
    table: KnownTable | None
    asked: frozenset[str]
    body: Body
    step: Step


def read_row_column(tree: Any) -> tuple[str, str]:
    """Return `new` or `old` and the column for `new.x`, or two empty texts."""
    tree = bare(tree)
    if is_node(tree, ast.ColumnRef) and len(tree.fields) == 2 and is_node(tree.fields[1], ast.String):
        row = tree.fields[0].sval
        if row in _ABSENT:
            return row, tree.fields[1].sval
    return "", ""


def find_null(tree: Any, moment: Moment) -> str:
    """Return why the expression can be NULL at that moment, empty when nothing says so."""
    tree = bare(tree)
    if is_null(tree):
        return "it is NULL"
    if is_node(tree, ast.ColumnRef):
        return _find_column(tree, moment)
    if is_node(tree, ast.CoalesceExpr):
        reasons = [find_null(part, moment) for part in tree.args]
        return reasons[0] if all(reasons) else ""
    if is_node(tree, ast.CaseExpr):
        return _find_case(tree, moment)
    if is_node(tree, ast.SubLink):
        select = tree.subselect
        alone = not (select.fromClause or select.whereClause) and len(select.targetList or ()) == 1
        return find_null(select.targetList[0].val, moment) if alone else ""
    parts = _strict_parts(tree)
    return next((reason for part in parts if (reason := find_null(part, moment))), "")


def _strict_parts(tree: Any) -> tuple[Any, ...]:
    """Return the parts of which a single NULL is enough."""
    if is_node(tree, ast.A_Expr) and tree.kind == A_Expr_Kind.AEXPR_OP:
        return tuple(part for part in (tree.lexpr, tree.rexpr) if part is not None)
    if is_node(tree, ast.FuncCall):
        schema, name = read_name(tree.funcname)
        if schema in {"", "pg_catalog"} and name in _STRICT:
            return tuple(tree.args or ())
    return ()


def _find_column(tree: Any, moment: Moment) -> str:
    row, name = read_row_column(tree)
    if not row:
        return _find_variable(tree, moment)
    if moment.operation == _ABSENT[row]:
        return f'"{row}.{name}" is NULL on {moment.operation}'
    column = moment.table.columns.get(name) if moment.table else None
    nullable = column is not None and column.nullable and name not in moment.asked
    return f'column "{name}" may be NULL' if nullable else ""


def _find_variable(tree: Any, moment: Moment) -> str:
    """Return why a variable is NULL whichever of its values it has."""
    name = variable_name(tree)
    if name in moment.asked:
        return ""
    values = [
        (value, step)
        for value, step in moment.body.resolve(tree, moment.step)
        if value is not tree and is_reached(step, moment.operation)
    ]
    asked = moment.asked | {name}
    reasons = [
        find_null(value, replace(moment, step=step, asked=asked)) if value is not None else ""
        for value, step in values
    ]
    return reasons[0] if reasons and all(reasons) else ""


def _find_case(tree: Any, moment: Moment) -> str:
    """Return why a branch that can be taken is NULL; where something else decides, ELSE has to be written."""
    decided = False
    for branch in tree.args:
        condition = branch.expr
        if tree.arg is not None:
            condition = ast.A_Expr(
                kind=A_Expr_Kind.AEXPR_OP, name=(ast.String(sval="="),), lexpr=tree.arg, rexpr=branch.expr
            )
        truth = holds(condition, moment.operation)
        reason = find_null(branch.result, moment) if truth is not False else ""
        if reason:
            return reason
        decided = decided or truth is None
        if truth:
            return ""
    if tree.defresult is not None:
        return find_null(tree.defresult, moment)
    return "" if decided else f"no branch is for {moment.operation}"
