"""Expressions of policies and rules, node by node, as values of the model.

What the model does not have becomes "anything": a proof holds whatever that part says, a counterexample
has to be confirmed, and the note names the part when neither comes about.
"""

from __future__ import annotations

__all__ = ["Evaluator"]

from collections import Counter
from typing import TYPE_CHECKING, Any

import z3
from pglast import ast
from pglast.stream import RawStream

from pedschema.lint.prove import functions, operators, subqueries
from pedschema.lint.prove.compare import as_truth, cast, equal
from pedschema.lint.prove.languages import UnsupportedError
from pedschema.lint.prove.logic import all_of, any_of, cases, derive, first_known, negate, truth_test
from pedschema.lint.prove.values import FALSE, TRUE, Kind, Plan, Value, boolean
from pedschema.syntax.source import parse_statements
from pedschema.syntax.tree import read_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pedschema.lint.prove.scope import Scope
    from pedschema.lint.prove.world import World
    from pedschema.model.function import Function

_LONGEST = 70


class Evaluator:
    """Evaluates expressions in one world.

    Attributes:
        world: where values live.
        rules: functions of the contract, which are read for what they say.
        schema: the owned schema, whose `topic_<type>` functions are known.
    """

    def __init__(self, world: World, rules: Iterable[Function], schema: str) -> None:
        self.world = world
        known = tuple(rules)
        names = Counter(rule.name for rule in known)
        # Which of several functions of one name is called depends on types that the model does not have.
        self.rules = {(rule.name.schema, rule.name.name): rule for rule in known if names[rule.name] == 1}
        self.schema = schema

    def policy(self, text: str, scope: Scope) -> Value:
        """Return the truth value of a policy's expression."""
        statement = parse_statements(f"select ({text}\n)")[0]
        return self.truth(statement.targetList[0].val, scope)

    def truth(self, node: Any, scope: Scope) -> Value:
        """Return a condition, which may be anything where the model does not have it."""
        try:
            return as_truth(self.evaluate(node, scope))
        except UnsupportedError as reason:
            return self.anything(Kind.BOOL, node, scope, reason)

    def evaluate(self, node: Any, scope: Scope) -> Value:
        """Return what an expression comes to."""
        kind = type(node)
        if kind not in _NODES:
            return self.anything(Kind.OTHER, node, scope, UnsupportedError(f"a {kind.__name__}"))
        try:
            return _NODES[kind](self, node, scope)
        except UnsupportedError as reason:
            return self.anything(Kind.OTHER, node, scope, reason)

    def anything(self, kind: Kind, node: Any, scope: Scope, reason: UnsupportedError) -> Value:
        """Return any value in place of a construct, and note the construct."""
        told = f"{scope.where}: {reason} in {describe(node)}"
        self.world.notes.append(told)
        self.world.doubts.append(told)
        return self.world.unknown(kind)


def describe(node: Any) -> str:
    """Return an expression as SQL of one short line."""
    text = " ".join(RawStream()(node).split())
    return f"`{text}`" if len(text) <= _LONGEST else f"`{text[: _LONGEST - 1]}…`"


def _constant(_evaluator: Evaluator, node: Any, _scope: Scope) -> Value:
    if node.isnull:
        return Value(Kind.LITERAL, "", TRUE, plan=Plan.CONSTANT)
    if isinstance(node.val, ast.Boolean):
        return boolean(z3.BoolVal(bool(node.val.boolval)), plan=Plan.CONSTANT)
    if isinstance(node.val, ast.String):
        return Value(Kind.LITERAL, str(node.val.sval), plan=Plan.CONSTANT)
    if isinstance(node.val, ast.Integer):
        return Value(Kind.INT, z3.IntVal(int(node.val.ival or 0)), plan=Plan.CONSTANT)
    raise UnsupportedError("a constant")


def _column(evaluator: Evaluator, node: Any, scope: Scope) -> Value:
    return scope.column(evaluator.world, node)


def _parameter(_evaluator: Evaluator, node: Any, scope: Scope) -> Value:
    if not 0 < node.number <= len(scope.positions):
        raise UnsupportedError("a parameter")
    found: Value = scope.positions[node.number - 1]
    return found


def _cast(evaluator: Evaluator, node: Any, scope: Scope) -> Value:
    schema, name = read_name(node.typeName.names)
    if node.typeName.arrayBounds:
        raise UnsupportedError("an array")
    value = evaluator.evaluate(node.arg, scope)
    told = f"{scope.where}: {describe(node)}"
    bounded = bool(node.typeName.typmods)
    return cast(evaluator.world, value, schema, name, bounded=bounded, told=told)


def _bool(evaluator: Evaluator, node: Any, scope: Scope) -> Value:
    parts = [evaluator.truth(part, scope) for part in node.args]
    connectives: dict[str, Callable[..., Value]] = {"AND_EXPR": all_of, "OR_EXPR": any_of, "NOT_EXPR": negate}
    combine = connectives[node.boolop.name]
    return combine(*parts)


def _null_test(evaluator: Evaluator, node: Any, scope: Scope) -> Value:
    part = evaluator.evaluate(node.arg, scope)
    isnull = node.nulltesttype.name == "IS_NULL"
    return derive(Kind.BOOL, part.null if isnull else z3.Not(part.null), FALSE, part)


def _boolean_test(evaluator: Evaluator, node: Any, scope: Scope) -> Value:
    return truth_test(evaluator.truth(node.arg, scope), node.booltesttype.name)


def _case(evaluator: Evaluator, node: Any, scope: Scope) -> Value:
    arms = []
    tested = evaluator.evaluate(node.arg, scope) if node.arg else None
    for arm in node.args:
        if tested is None:
            condition = evaluator.truth(arm.expr, scope)
        else:
            condition = equal(evaluator.world, tested, evaluator.evaluate(arm.expr, scope))
        arms.append((condition, evaluator.evaluate(arm.result, scope)))
    otherwise = evaluator.evaluate(node.defresult, scope) if node.defresult else None
    return cases(evaluator.world.texts, arms, otherwise)


def _coalesce(evaluator: Evaluator, node: Any, scope: Scope) -> Value:
    parts = [evaluator.evaluate(part, scope) for part in node.args]
    return first_known(evaluator.world.texts, parts)


def _subquery(evaluator: Evaluator, node: Any, scope: Scope) -> Value:
    return subqueries.evaluate(evaluator, node, scope)


def _operator(evaluator: Evaluator, node: Any, scope: Scope) -> Value:
    return operators.evaluate(evaluator, node, scope)


def _call(evaluator: Evaluator, node: Any, scope: Scope) -> Value:
    return functions.evaluate(evaluator, node, scope)


_NODES: dict[type[ast.Node], Callable[[Evaluator, Any, Scope], Value]] = {
    ast.A_Const: _constant,
    ast.ColumnRef: _column,
    ast.ParamRef: _parameter,
    ast.TypeCast: _cast,
    ast.BoolExpr: _bool,
    ast.NullTest: _null_test,
    ast.BooleanTest: _boolean_test,
    ast.CaseExpr: _case,
    ast.CoalesceExpr: _coalesce,
    ast.SubLink: _subquery,
    ast.A_Expr: _operator,
    ast.FuncCall: _call,
}
