"""What an expression is worth, as far as its text and what is known of a message tell."""

from __future__ import annotations

__all__ = ["UNKNOWN", "is_same_topic", "list_items", "read_literal", "read_value"]

from typing import TYPE_CHECKING, Any, Final

from pglast import ast

from pedschema.lint.condition import unwrap
from pedschema.syntax.tree import is_node, read_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pedschema.lint.condition import Condition


class _Unknown:
    """The value of an expression that only the database knows."""


UNKNOWN: Final = _Unknown()

_TEXT = {"text", "varchar", "bpchar", "name", "unknown"}
_TRUE = {"t", "true", "y", "yes", "on", "1"}
_FALSE = {"f", "false", "n", "no", "off", "0"}
_STRICT = {
    "lower",
    "upper",
    "btrim",
    "length",
    "jsonb_typeof",
    "jsonb_extract_path",
    "jsonb_extract_path_text",
}


def read_literal(node: Any) -> str | None:
    """Return the text of a string literal, cast or not, or None."""
    while is_node(node, ast.TypeCast):
        node = node.arg
    if is_node(node, ast.A_Const) and is_node(node.val, ast.String):
        return str(node.val.sval)
    return None


def read_value(condition: Condition, node: Any, row: Mapping[str, object]) -> object:
    """Return what `node` is worth for a message with the columns `row`; UNKNOWN where that is not enough."""
    inner = unwrap(node)
    if is_node(inner, ast.A_Const):
        return _constant(inner)
    if is_node(inner, ast.ColumnRef):
        return row.get(condition.column(inner), UNKNOWN)
    if is_node(inner, ast.TypeCast):
        return _cast(inner, read_value(condition, inner.arg, row))
    if is_node(inner, ast.CoalesceExpr):
        values = (read_value(condition, part, row) for part in inner.args)
        return next((value for value in values if value is not None), None)
    # PostgreSQL's own operators and these functions give NULL when a part is NULL.
    parts = _strict_parts(inner)
    return None if any(read_value(condition, part, row) is None for part in parts) else UNKNOWN


def _strict_parts(node: Any) -> tuple[Any, ...]:
    if is_node(node, ast.A_Expr) and node.kind.name in {"AEXPR_OP", "AEXPR_LIKE", "AEXPR_ILIKE"}:
        return tuple(side for side in (node.lexpr, node.rexpr) if side is not None)
    strict = is_node(node, ast.FuncCall) and read_name(node.funcname)[1] in _STRICT
    return tuple(node.args or ()) if strict else ()


def list_items(node: Any) -> tuple[Any, ...] | None:
    """Return the items of `(…)` after IN, `ARRAY[…]` or `'{…}'`, or None; those of the last are text."""
    while is_node(node, ast.TypeCast):
        node = node.arg
    if isinstance(node, tuple):
        return node
    if is_node(node, ast.A_ArrayExpr):
        return tuple(node.elements or ())
    text = read_literal(node)
    if text is None or not (text.startswith("{") and text.endswith("}")) or set(text) & set('"\\'):
        return None
    return tuple(item.strip() for item in text[1:-1].split(",") if item.strip())


def is_same_topic(condition: Condition, *sides: Any) -> bool:
    """Return whether both sides are the topic: the probe row's own is the one that the client asks for."""
    return all(
        side is not None and not isinstance(side, tuple) and condition.is_topic(side) for side in sides
    )


def _constant(node: Any) -> object:
    if node.isnull:
        return None
    if is_node(node.val, ast.Boolean):
        return bool(node.val.boolval)
    if is_node(node.val, ast.String):
        return str(node.val.sval)
    return int(node.val.ival) if is_node(node.val, ast.Integer) else UNKNOWN


def _cast(node: Any, value: object) -> object:
    name = node.typeName.names[-1].sval
    if value is None or node.typeName.arrayBounds:
        return None if value is None else UNKNOWN
    if name == "bool":
        word = value.strip().lower() if isinstance(value, str) else value
        return (
            True if word in _TRUE or word is True else False if word in _FALSE or word is False else UNKNOWN
        )
    return value if name in _TEXT and isinstance(value, str) else UNKNOWN
