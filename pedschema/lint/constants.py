"""What an SQL expression is when it is written out: a text, a flag, NULL."""

from __future__ import annotations

__all__ = ["bare", "is_null", "read_flag", "read_text"]

from typing import Any

from pglast import ast

from pedschema.syntax.tree import is_node


def bare(tree: Any) -> Any:
    """Return the expression without the casts around it."""
    while is_node(tree, ast.TypeCast):
        tree = tree.arg
    return tree


def is_null(tree: Any) -> bool:
    """Return whether the expression is the word NULL, cast or not."""
    tree = bare(tree)
    return bool(is_node(tree, ast.A_Const) and tree.isnull)


def read_flag(tree: Any) -> bool | None:
    """Return the flag that is written, or None for anything else."""
    tree = bare(tree)
    if is_node(tree, ast.A_Const) and not tree.isnull:
        if is_node(tree.val, ast.Boolean):
            return bool(tree.val.boolval)
        if is_node(tree.val, ast.String):
            return {"true": True, "t": True, "false": False, "f": False}.get(tree.val.sval.strip().lower())
    return None


def read_text(tree: Any) -> str | None:
    """Return the text that is written, cast or not, or None for anything else."""
    tree = bare(tree)
    constant = is_node(tree, ast.A_Const) and not tree.isnull and is_node(tree.val, ast.String)
    return str(tree.val.sval) if constant else None
