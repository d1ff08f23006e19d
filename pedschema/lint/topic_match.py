"""Matches of the topic against patterns: LIKE, SIMILAR TO and regular expressions."""

from __future__ import annotations

__all__ = ["TopicMatch", "find_matches", "is_topical"]

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.lint.builtin import is_builtin, reads_identity, reads_topic
from pedschema.lint.condition import find_conditions
from pedschema.lint.once import once
from pedschema.lint.scalar import read_literal
from pedschema.syntax.tree import is_node, read_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.condition import Condition
    from pedschema.lint.project import Project

_LIKE = {"~~", "~~*", "!~~", "!~~*"}
_REGEX = {"~", "~*", "!~", "!~*"}
_ESCAPES = {"like_escape", "similar_to_escape"}


@dataclass(frozen=True, slots=True)
class TopicMatch:
    """One match with the topic on either side.

    Attributes:
        subject: what is matched.
        pattern: what it is matched against.
        is_regex: whether the pattern is a regular expression, not one of LIKE or SIMILAR TO.
        negated: whether it holds where the pattern does not match.
        escape: the sign that takes a wildcard its meaning.
    """

    condition: Condition
    node: Any
    subject: Any
    pattern: Any
    is_regex: bool
    negated: bool
    escape: str

    @property
    def leaves(self) -> tuple[str | None, ...]:
        """The texts that make the pattern, in order; None for what only the database knows."""
        return tuple(_leaves(self.pattern))


@once
def find_matches(project: Project) -> tuple[TopicMatch, ...]:
    """Return the matches in all conditions that Realtime asks."""
    return tuple(
        match
        for condition in find_conditions(project)
        if condition.mentions["topic"]
        for node in condition.find(ast.A_Expr)
        if (match := _read_match(condition, node)) and condition.mention("topic", node)
    )


def is_topical(condition: Condition, node: Any) -> bool:
    """Return whether `node` is the topic, or text made of it; what a subquery over a table gives is not."""
    if not condition.mention("topic", node):
        return False
    tables = any(is_node(each, ast.RangeVar) for each in condition.below(node))
    calls = (each for each in condition.below(node) if is_node(each, ast.FuncCall))
    return not tables and all(is_builtin(each) or reads_topic(each) or reads_identity(each) for each in calls)


def _read_match(condition: Condition, node: Any) -> TopicMatch | None:
    name = node.name[-1].sval
    if name not in _LIKE | _REGEX or node.lexpr is None or isinstance(node.rexpr, tuple):
        return None
    pattern, escape, is_regex = node.rexpr, "\\", name in _REGEX
    while is_node(pattern, ast.TypeCast):
        pattern = pattern.arg
    if is_node(pattern, ast.FuncCall) and read_name(pattern.funcname)[1] in _ESCAPES and pattern.args:
        escape = (read_literal(pattern.args[1]) or "") if len(pattern.args) > 1 else escape
        pattern, is_regex = pattern.args[0], False
    return TopicMatch(
        condition=condition,
        node=node,
        subject=node.lexpr,
        pattern=pattern,
        is_regex=is_regex,
        negated=name.startswith("!") or _is_denied(condition, node),
        escape=escape,
    )


def _is_denied(condition: Condition, node: Any) -> bool:
    above = condition.parent(node)
    return is_node(above, ast.BoolExpr) and above.boolop.name == "NOT_EXPR"


def _leaves(node: Any) -> Iterator[str | None]:
    text = read_literal(node)
    if text is not None:
        yield text
    elif is_node(node, ast.TypeCast):
        yield from _leaves(node.arg)
    elif is_node(node, ast.A_Expr) and node.name[-1].sval == "||":
        yield from _leaves(node.lexpr)
        yield from _leaves(node.rexpr)
    elif is_node(node, ast.FuncCall) and read_name(node.funcname)[1] == "concat":
        for argument in node.args or ():
            yield from _leaves(argument)
    elif is_node(node, ast.A_ArrayExpr) and node.elements:
        yield from _leaves(node.elements[0])
    else:
        yield None
