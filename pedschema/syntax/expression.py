"""SQL expressions: the columns, functions, relations, types and literals that they name."""

from __future__ import annotations

__all__ = ["Call", "ColumnUse", "Comparison", "Expression", "describe_nodes", "parse_expression"]

from dataclasses import dataclass
from typing import Any

from pglast import ast
from pglast.enums import A_Expr_Kind

from pedschema.syntax.scope import ColumnUse, find_uses
from pedschema.syntax.source import SqlError, parse_statements
from pedschema.syntax.tree import find_literals, is_node, read_name, walk


@dataclass(frozen=True, slots=True)
class Call:
    """A function call; an argument that is no string literal is None."""

    schema: str
    name: str
    arguments: tuple[str | None, ...]
    index: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """A column that must be one of some string literals: `=`, `IN` or `= ANY (ARRAY[…])`."""

    relation: str
    column: str
    values: tuple[str, ...]
    index: int


@dataclass(frozen=True, slots=True)
class Expression:
    """What one or several expressions name.

    Attributes:
        relations: tables in FROM as schema (empty when not written), name and place; no names of WITH.
        types: types in casts, in the same form.
    """

    columns: tuple[ColumnUse, ...]
    relations: tuple[tuple[str, str, int], ...]
    calls: tuple[Call, ...]
    types: tuple[tuple[str, str, int], ...]
    literals: tuple[str, ...]
    comparisons: tuple[Comparison, ...]


def parse_expression(sql: str) -> Expression:
    """Return what the expression written as `sql` names; places count from its first character.

    Raises:
        SqlError: the text is not exactly one expression.
    """
    prefix = "select "
    try:
        statements = parse_statements(f"{prefix}{sql}\n")
    except SqlError as error:
        raise SqlError(error.message, max(0, error.index - len(prefix))) from None
    try:
        single = bool(sql.strip()) and statements == parse_statements(f"select ({sql})")
    except SqlError:
        single = False
    if not single:
        raise SqlError("not exactly one expression, or one that ends in a line comment")
    return describe_nodes((statements[0].targetList[0].val,), start=len(prefix))


def describe_nodes(nodes: tuple[Any, ...], *, start: int = 0) -> Expression:
    """Return what pglast's `nodes` name together; places count from `start`."""
    columns, relations = find_uses(nodes, start)
    everything = [found for node in nodes for found in walk(node)]
    return Expression(
        columns=columns,
        relations=relations,
        calls=tuple(_read_call(node, start) for node in everything if is_node(node, ast.FuncCall)),
        types=tuple(
            (*read_name(node.names), node.location - start)
            for node in everything
            if is_node(node, ast.TypeName)
        ),
        literals=tuple(literal for node in nodes for literal in find_literals(node)),
        comparisons=tuple(
            found
            for node in everything
            if is_node(node, ast.A_Expr) and (found := _read_comparison(node, start))
        ),
    )


def _read_call(node: Any, start: int) -> Call:
    schema, name = read_name(node.funcname)
    return Call(schema, name, tuple(_read_literal(arg) for arg in node.args or ()), node.location - start)


def _read_literal(node: Any) -> str | None:
    inner = node.arg if is_node(node, ast.TypeCast) else node
    if is_node(inner, ast.A_Const) and is_node(inner.val, ast.String):
        return str(inner.val.sval)
    return None


def _read_comparison(node: Any, start: int) -> Comparison | None:
    kinds = {A_Expr_Kind.AEXPR_OP, A_Expr_Kind.AEXPR_IN, A_Expr_Kind.AEXPR_OP_ANY}
    if node.kind not in kinds or node.name[-1].sval != "=":
        return None
    sides = [node.lexpr, node.rexpr]
    if is_node(node.rexpr, ast.ColumnRef):
        sides.reverse()
    column, other = sides
    listed = other.elements if is_node(other, ast.A_ArrayExpr) else other
    values = [_read_literal(item) for item in (listed if isinstance(listed, tuple) else (listed,))]
    if not is_node(column, ast.ColumnRef) or not is_node(column.fields[-1], ast.String):
        return None
    literals = tuple(value for value in values if value is not None)
    if not literals or len(literals) != len(values):
        return None
    return Comparison(*read_name(column.fields), literals, column.location - start)
