"""Calls: what Realtime, `auth` and the owned schema bring, and rules, which are read for what they say."""

from __future__ import annotations

__all__ = ["evaluate"]

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import z3
from pglast import ast

from pedschema.lint.prove import subqueries
from pedschema.lint.prove.builtins import HARMLESS
from pedschema.lint.prove.compare import as_text, cast
from pedschema.lint.prove.languages import UnsupportedError, parse_like
from pedschema.lint.prove.logic import derive
from pedschema.lint.prove.scope import Scope
from pedschema.lint.prove.values import FALSE, Kind, Plan, Value
from pedschema.model.topic import PART_TYPES
from pedschema.syntax.source import parse_statements
from pedschema.syntax.tree import is_node, read_name

if TYPE_CHECKING:
    from pedschema.lint.prove.evaluate import Evaluator
    from pedschema.model.function import Function

_KINDS = {"uuid": Kind.UUID, "bigint": Kind.INT, "text": Kind.TEXT}
_SETTINGS = {"search_path", "statement_timeout", "lock_timeout"}
"""Settings that change nothing of what an expression says."""


@dataclass(frozen=True, slots=True)
class _Body:
    """The one expression of a rule, or the sub-select that it is."""

    names: tuple[str, ...]
    types: tuple[Any, ...]
    strict: bool
    result: Any
    select: Any


def evaluate(evaluator: Evaluator, node: Any, scope: Scope) -> Value:
    """Return what a call gives.

    Raises:
        UnsupportedError: the model does not have the function.
    """
    schema, name = read_name(node.funcname)
    if any(
        (node.agg_filter, node.over, node.agg_order, node.agg_star, node.func_variadic, node.agg_distinct)
    ):
        raise UnsupportedError(f"the function {name}")
    world, arguments = evaluator.world, node.args or ()
    if not arguments and (schema, name) in {("realtime", "topic"), ("auth", "uid"), ("auth", "role")}:
        known = {"topic": world.asked_topic(Plan.STABLE), "uid": world.caller, "role": world.role_text()}
        return known[name]
    if (schema, name) == ("auth", "jwt") and not arguments:
        return Value(Kind.CLAIMS, (), plan=Plan.STABLE)
    if any(is_node(argument, ast.NamedArgExpr) for argument in arguments):
        raise UnsupportedError("arguments by name")
    values = tuple(evaluator.evaluate(argument, scope) for argument in arguments)
    if schema == evaluator.schema and name.removeprefix("topic_") in PART_TYPES and name.startswith("topic_"):
        return _topic_part(evaluator, name.removeprefix("topic_"), values)
    rule = evaluator.rules.get((schema, name))
    if rule:
        return _call_rule(evaluator, rule, values, scope)
    if schema in {"", "pg_catalog"}:
        return _builtin(evaluator, name, values)
    raise UnsupportedError(f"the function {schema}.{name}")


def _topic_part(evaluator: Evaluator, type_: str, values: tuple[Value, ...]) -> Value:
    if len(values) != 2 or any(v.kind is not Kind.LITERAL or z3.is_true(v.null) for v in values):
        raise UnsupportedError(f"topic_{type_} of other than two literals")
    there, part = evaluator.world.topic.read(values[0].term, values[1].term, type_)
    return Value(_KINDS[type_], part, z3.Not(there), plan=Plan.STABLE, topical=True)


def _builtin(evaluator: Evaluator, name: str, values: tuple[Value, ...]) -> Value:
    texts = evaluator.world.texts
    if name == "split_part" and len(values) == 3:
        text, mark, number = values
        wanted = z3.simplify(number.term).as_long() if _is_number(number) else 0
        asked = text.kind is Kind.TEXT and text.term == evaluator.world.topic.pieces
        if asked and mark.kind is Kind.LITERAL and mark.term == ":" and wanted > 0:
            part = evaluator.world.topic.part(wanted)
            return derive(Kind.TEXT, part, z3.Or(text.null, mark.null), *values)
    if name == "starts_with" and len(values) == 2 and values[1].kind is Kind.LITERAL:
        text, head = as_text(values[0]), values[1]
        escaped = "".join(f"\\{sign}" if sign in "%_\\" else sign for sign in head.term)
        found = texts.matches(text.term, parse_like(f"{escaped}%"))
        return derive(Kind.BOOL, found, z3.Or(text.null, head.null), *values)
    if name in HARMLESS:
        for value in values:
            as_text(value)
        evaluator.world.notes.append(f"the function {name} gives any text")
        anything = evaluator.world.unknown(Kind.TEXT)
        return derive(Kind.TEXT, anything.term, anything.null, *values)
    raise UnsupportedError(f"the function {name}")


def _is_number(value: Value) -> bool:
    return value.kind is Kind.INT and z3.is_int_value(z3.simplify(value.term)) and z3.is_false(value.null)


def _call_rule(evaluator: Evaluator, rule: Function, values: tuple[Value, ...], scope: Scope) -> Value:
    if str(rule.name) in scope.called:
        raise UnsupportedError(f"the rule {rule.name}, which calls itself")
    body = _read_body(rule)
    if len(body.names) != len(values):
        raise UnsupportedError(f"the rule {rule.name} with other arguments")
    arguments = tuple(
        _bind(evaluator, value, type_, rule) for value, type_ in zip(values, body.types, strict=True)
    )
    inside = Scope(
        where=rule.where or str(rule.name),
        function=rule.name.name,
        arguments={name: value for name, value in zip(body.names, arguments, strict=True) if name},
        positions=arguments,
        exists=scope.exists,
        called=(*scope.called, str(rule.name)),
    )
    subqueries.check_form(body.select)
    if body.select.fromClause or body.select.whereClause:
        found = subqueries.first_row(evaluator, body.select, inside)
    else:
        found = evaluator.evaluate(body.select.targetList[0].val, inside)
    schema, name = read_name(body.result.names)
    found = cast(evaluator.world, found, schema, name, bounded=False, told=f"{rule.name}: its result")
    null = z3.Or(found.null, *(value.null for value in arguments)) if body.strict else found.null
    made = derive(found.kind, found.term, null, *values, found)
    # A stable function of known arguments may be called while the query around it is planned.
    plan = max(max((value.plan for value in values), default=Plan.STABLE), Plan.STABLE)
    early = z3.Or(made.early, found.raises) if plan is Plan.STABLE else made.early
    return replace(made, early=early, plan=plan)


def _bind(evaluator: Evaluator, value: Value, type_: Any, rule: Function) -> Value:
    schema, name = read_name(type_.names)
    if type_.arrayBounds:
        raise UnsupportedError("an array")
    typed = cast(
        evaluator.world, value, schema, name, bounded=bool(type_.typmods), told=f"{rule.name}: a call"
    )
    return replace(typed, raises=FALSE, early=FALSE, planned=FALSE, plan=Plan.STABLE)


def _read_body(rule: Function) -> _Body:
    """Return what a rule says.

    Raises:
        UnsupportedError: it is more than one expression or sub-select in SQL.
    """
    node = parse_statements(rule.sql)[0]
    options = {option.defname: option.arg for option in node.options or ()}
    language = options["language"].sval.lower() if "language" in options else "sql"
    if language != "sql":
        raise UnsupportedError(f"the rule {rule.name} in {language}")
    settings = {option.arg.name for option in node.options or () if option.defname == "set"}
    if settings - _SETTINGS:
        raise UnsupportedError(f"the rule {rule.name}, which sets {min(settings - _SETTINGS)}")
    if node.returnType is None or node.returnType.setof or node.returnType.arrayBounds:
        raise UnsupportedError(f"the rule {rule.name} with such a result")
    parameters = node.parameters or ()
    if any(parameter.mode.name not in {"FUNC_PARAM_IN", "FUNC_PARAM_DEFAULT"} for parameter in parameters):
        raise UnsupportedError(f"the rule {rule.name} with such parameters")
    return _Body(
        names=tuple(parameter.name or "" for parameter in parameters),
        types=tuple(parameter.argType for parameter in parameters),
        strict=bool(options["strict"].boolval) if "strict" in options else False,
        result=node.returnType,
        select=_read_select(rule, node, options),
    )


def _read_select(rule: Function, node: Any, options: dict[str, Any]) -> Any:
    if "as" in options:
        statements = parse_statements(str(options["as"][0].sval))
    else:
        body = node.sql_body
        if is_node(body, ast.ReturnStmt):
            return ast.SelectStmt(targetList=(ast.ResTarget(val=body.returnval),))
        statements = tuple(
            each for group in body for each in (group if isinstance(group, tuple) else (group,))
        )
    if len(statements) != 1 or not is_node(statements[0], ast.SelectStmt):
        raise UnsupportedError(f"the rule {rule.name}, which is more than one SELECT")
    if len(statements[0].targetList or ()) != 1:
        raise UnsupportedError(f"the rule {rule.name}, whose SELECT has no single column")
    return statements[0]
