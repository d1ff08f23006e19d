"""Which operations of a trigger reach a step: conditions on TG_OP, as far as they are written."""

from __future__ import annotations

__all__ = ["branch_condition", "holds", "is_reached"]

from typing import TYPE_CHECKING, Any

from pglast import ast
from pglast.enums import A_Expr_Kind

from pedschema.lint.constants import bare, read_text
from pedschema.syntax.tree import is_node

if TYPE_CHECKING:
    from pedschema.lint.flow import Step

_SIGNS = {"=": True, "<>": False, "!=": False}


def is_reached(step: Step, operation: str) -> bool:
    """Return whether the step can be reached when the trigger fires for `operation`."""
    return all(holds(condition, operation) in {None, truth} for condition, truth in step.under)


def holds(condition: Any, operation: str) -> bool | None:
    """Return whether the condition is true when TG_OP is `operation`; None where something else decides."""
    condition = bare(condition)
    if is_node(condition, ast.BoolExpr):
        parts = [holds(part, operation) for part in condition.args]
        kind = condition.boolop.name
        if kind == "NOT_EXPR":
            return None if parts[0] is None else not parts[0]
        strong = kind == "OR_EXPR"
        return strong if strong in parts else None if None in parts else not strong
    return _compare(condition, operation) if is_node(condition, ast.A_Expr) else None


def branch_condition(case: Any, branch: Any) -> Any:
    """Return the condition of a branch of CASE; where CASE compares one value with several, a comparison."""
    if case.arg is None:
        return branch.expr
    sign = (ast.String(sval="="),)
    return ast.A_Expr(kind=A_Expr_Kind.AEXPR_OP, name=sign, lexpr=case.arg, rexpr=branch.expr)


def _compare(node: Any, operation: str) -> bool | None:
    sign = _SIGNS.get(node.name[-1].sval)
    if sign is None or node.kind not in {
        A_Expr_Kind.AEXPR_OP,
        A_Expr_Kind.AEXPR_IN,
        A_Expr_Kind.AEXPR_OP_ANY,
    }:
        return None
    sides = (node.lexpr, node.rexpr) if _is_operation(node.lexpr) else (node.rexpr, node.lexpr)
    if not _is_operation(sides[0]):
        return None
    other = bare(sides[1])
    listed = other.elements if is_node(other, ast.A_ArrayExpr) else other
    texts = [read_text(item) for item in (listed if isinstance(listed, tuple) else (listed,))]
    return None if None in texts else (operation in texts) is sign


def _is_operation(tree: Any) -> bool:
    tree = bare(tree)
    return bool(
        is_node(tree, ast.ColumnRef)
        and is_node(tree.fields[-1], ast.String)
        and tree.fields[-1].sval == "tg_op"
    )
