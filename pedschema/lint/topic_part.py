"""Parts of the topic: where a condition takes one that does not say how the topic begins."""

from __future__ import annotations

__all__ = ["find_partial"]

from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.lint.builtin import is_builtin
from pedschema.syntax.tree import is_node, read_name

if TYPE_CHECKING:
    from collections.abc import Collection

    from pedschema.lint.condition import Condition


_LATER = {"split_part": 2, "substring": 1, "substr": 1}
"""Functions that cut text, and the place of the argument that says where."""


def find_partial(condition: Condition) -> Collection[int]:
    """Return the numbers of the nodes that give the topic, and of which a later part only is looked at.

    A function that is given a part is taken to look at nothing else.
    """
    return {
        number for number in condition.mentions["topic"] if _is_partial(condition, condition.nodes[number])
    }


def _is_partial(condition: Condition, source: Any) -> bool:
    if len(condition.mentioned("topic", source)) > 1:
        return True
    for node in condition.above(source):
        if is_node(node, ast.FuncCall):
            name = read_name(node.funcname)[1] if is_builtin(node) else ""
            place = _LATER.get(name, -1)
            if name == "right" or place >= 0 or not name:
                return name == "right" or (0 <= place < len(node.args) and _is_later(node.args[place]))
        elif is_node(node, ast.A_Indirection):
            indices = [each for each in node.indirection if is_node(each, ast.A_Indices)]
            return bool(indices) and _is_later(indices[0].uidx)
        elif is_node(node, ast.A_Expr):
            return False
    return False


def _is_later(node: Any) -> bool:
    """Return whether `node` is a number that is not that of the first part or character."""
    number = is_node(node, ast.A_Const) and is_node(node.val, ast.Integer)
    return bool(number and node.val.ival != 1)
