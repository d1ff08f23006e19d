"""Casts of text out of the topic, which the client chooses, and what keeps junk from them."""

from __future__ import annotations

__all__ = ["TopicCast", "find_casts", "judge_casts"]

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.lint.builtin import TEXT_FUNCTIONS, is_builtin, reads_topic
from pedschema.lint.condition import find_conditions
from pedschema.lint.once import once
from pedschema.lint.pattern import Strength, judge_regex
from pedschema.lint.scalar import read_literal
from pedschema.syntax.tree import is_node, read_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pedschema.lint.condition import Condition
    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit

_TEXT_TYPES = {"text", "varchar", "bpchar", "name", "citext", "unknown"}
_REGEX_FUNCTIONS = {"substring", "regexp_match", "regexp_substr"}
_POSITIVE = {"=", "~~", "~~*", "~", "~*", "^@"}
_NEGATIVE = {"<>", "!~~", "!~~*", "!~", "!~*"}


@dataclass(frozen=True, slots=True)
class TopicCast:
    """A cast of text out of the topic to a type that does not take any text.

    Attributes:
        type: the type's name.
        strength: of the best guard that PostgreSQL asks before it casts.
        guard: that guard, None when there is none.
        planned: the column against which the planner weighs the cast, so that it runs before any guard.
    """

    condition: Condition
    node: Any
    type: str
    strength: Strength
    guard: Any
    planned: Any


@once
def find_casts(project: Project) -> tuple[TopicCast, ...]:
    """Return the casts in all conditions that Realtime asks."""
    return tuple(
        cast
        for condition in find_conditions(project)
        if condition.mentions["topic"]
        for node in condition.find(ast.TypeCast)
        for cast in _read_cast(condition, node)
    )


def judge_casts(
    project: Project, is_wrong: Callable[[TopicCast], bool], what: str, fix: str
) -> Iterator[Hit]:
    """Yield a hit for each cast that is wrong; `{type}` in `what` stands for its type."""
    for cast in find_casts(project):
        if is_wrong(cast):
            yield cast.condition.hit(what.format(type=cast.type), fix, cast.node)


def _read_cast(condition: Condition, node: Any) -> Iterator[TopicCast]:
    type_ = node.typeName.names[-1].sval
    if type_ in _TEXT_TYPES or not condition.mention("topic", node.arg):
        return
    paths = (
        _path(condition, source, node) for source in condition.below(node) if _is_source(condition, source)
    )
    path = next((path for path in paths if path), None)
    if path is None:
        return
    guards = [
        *(_judge_extraction(step, type_) for step in path),
        *_guards(condition, path[0], type_),
    ]
    strength, guard = max(guards, key=lambda each: each[0], default=(Strength.NONE, None))
    yield TopicCast(condition, node, type_, strength, guard, _find_planned(condition, node, path))


def _is_source(condition: Condition, node: Any) -> bool:
    if is_node(node, ast.FuncCall):
        return reads_topic(node)
    return is_node(node, ast.ColumnRef) and condition.mention("topic", node) is node


def _path(condition: Condition, source: Any, cast: Any) -> list[Any]:
    """Return the nodes from the topic up to the cast, or none when something else is cast."""
    path = [source]
    for node in condition.above(source):
        if node is cast:
            return path
        if not _passes(node, path[-1]):
            break
        path.append(node)
    return []


def _passes(node: Any, below: Any) -> bool:
    """Return whether the text of `below` is part of what `node` comes to."""
    if is_node(node, ast.FuncCall):
        return is_builtin(node) and read_name(node.funcname)[1] in TEXT_FUNCTIONS
    if is_node(node, ast.A_Expr):
        return bool(node.name[-1].sval == "||" or node.kind.name == "AEXPR_NULLIF")
    if is_node(node, ast.CaseWhen):
        return below is node.result
    if is_node(node, ast.CaseExpr):
        return below is not node.arg
    if is_node(node, ast.TypeCast):
        return node.typeName.names[-1].sval in _TEXT_TYPES
    kinds = (ast.A_Indirection, ast.CoalesceExpr, ast.SubLink, ast.SelectStmt, ast.ResTarget)
    return any(is_node(node, kind) for kind in kinds)


def _judge_extraction(node: Any, type_: str) -> tuple[Strength, Any]:
    if is_node(node, ast.FuncCall) and read_name(node.funcname)[1] in _REGEX_FUNCTIONS:
        pattern = read_literal(node.args[1]) if len(node.args) > 1 else None
        if pattern is not None:
            return judge_regex(pattern, type_, extracts=True), node
    return Strength.NONE, None


def _guards(condition: Condition, source: Any, type_: str) -> Iterator[tuple[Strength, Any]]:
    """Yield what is asked before the topic is looked at: earlier parts of AND and OR, the WHEN of a CASE."""
    below = source
    for node in condition.above(source):
        if is_node(node, ast.BoolExpr) and node.boolop.name != "NOT_EXPR":
            for part in node.args[: _index(node.args, below)]:
                yield _judge_guard(condition, part, type_, negated=node.boolop.name == "OR_EXPR")
        elif is_node(node, ast.CaseWhen) and below is node.result:
            yield _judge_guard(condition, node.expr, type_, negated=False)
        elif is_node(node, ast.CaseExpr):
            before = node.args[: _index(node.args, below)] if below is not node.defresult else node.args
            for when in before:
                yield _judge_guard(condition, when.expr, type_, negated=True)
        below = node


def _index(parts: tuple[Any, ...], wanted: Any) -> int:
    return next((place for place, part in enumerate(parts) if part is wanted), 0)


def _judge_guard(condition: Condition, node: Any, type_: str, *, negated: bool) -> tuple[Strength, Any]:
    """Return how much `node` keeps away when it is true, or false if `negated`, and what in it does."""
    if is_node(node, ast.BoolExpr):
        if node.boolop.name == "NOT_EXPR":
            return _judge_guard(condition, node.args[0], type_, negated=not negated)
        parts = [_judge_guard(condition, part, type_, negated=negated) for part in node.args]
        choose = max if (node.boolop.name == "AND_EXPR") is not negated else min
        return choose(parts, key=lambda each: each[0])
    if not condition.mention("topic", node):
        return Strength.NONE, None
    if is_node(node, ast.A_Expr):
        return _judge_match(node, type_, negated=negated), node
    if is_node(node, ast.FuncCall) and not negated:
        checks = not is_builtin(node) or read_name(node.funcname)[1] == "pg_input_is_valid"
        return (Strength.STRICT if checks else Strength.FAMILY), node
    return Strength.NONE, None


def _judge_match(node: Any, type_: str, *, negated: bool) -> Strength:
    name = node.name[-1].sval
    if name not in (_NEGATIVE if negated else _POSITIVE):
        return Strength.NONE
    if not name.lstrip("!").startswith("~") or "~~" in name:
        return Strength.FAMILY
    pattern = read_literal(node.rexpr)
    return Strength.STRICT if pattern is None else judge_regex(pattern, type_)


def _find_planned(condition: Condition, cast: Any, path: list[Any]) -> Any:
    """Return the column that the cast is compared with, where the planner runs the cast to estimate rows.

    A sub-select is a parameter to the planner, and a CASE guards what it runs.
    """
    hidden = (ast.SubLink, ast.CaseExpr, ast.CaseWhen)
    if not is_node(path[0], ast.FuncCall) or any(isinstance(step, hidden) for step in path):
        return None
    below = cast
    for node in condition.above(cast):
        if _compares(node):
            sides = [*_parts(node.lexpr), *_parts(node.rexpr)]
            others = [side for side in sides if side is not below]
            return next((column for side in others for column in _find_columns(condition, side)), None)
        if isinstance(node, hidden) or not (_passes(node, below) or is_node(node, ast.A_ArrayExpr)):
            return None
        below = node
    return None


def _compares(node: Any) -> bool:
    return is_node(node, ast.A_Expr) and node.name[-1].sval != "||" and node.kind.name != "AEXPR_NULLIF"


def _parts(side: Any) -> tuple[Any, ...]:
    if side is None:
        return ()
    return side if isinstance(side, tuple) else (side,)


def _find_columns(condition: Condition, node: Any) -> Iterator[Any]:
    nodes = condition.below(node)
    if not any(is_node(each, ast.SubLink) for each in nodes):
        yield from (each for each in nodes if is_node(each, ast.ColumnRef))
