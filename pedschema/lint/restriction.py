"""How far a condition narrows a thing: whether it must hold of the topic, the extension, the person."""

from __future__ import annotations

__all__ = [
    "Restriction",
    "Weight",
    "conditions_of",
    "find_grants",
    "mentions_everywhere",
    "restrict_family",
    "restrict_topic",
]

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Protocol

from pglast import ast

from pedschema.lint.condition import find_conditions
from pedschema.lint.once import once
from pedschema.lint.topic_part import find_partial
from pedschema.lint.truth import can_hold, holds_always
from pedschema.syntax.tree import is_node

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pedschema.lint.condition import Condition
    from pedschema.lint.project import Project


class Weight(IntEnum):
    """How much is narrowed: nothing, all but some, to some."""

    NONE = 0
    NEGATIVE = 1
    POSITIVE = 2


@dataclass(frozen=True, slots=True)
class Restriction:
    """What a condition does in the branch where it does least, and the node that does it."""

    weight: Weight
    node: Any


class _Judge(Protocol):
    """Says what a leaf of a condition does when it is true, or false if `negated`."""

    def __call__(self, node: Any, *, negated: bool) -> Weight: ...


_NEGATIVE = {"<>", "!=", "!~~", "!~~*", "!~", "!~*"}
_FLIPPED = {"IS_FALSE", "IS_NOT_TRUE"}


@once
def find_grants(project: Project) -> tuple[Condition, ...]:
    """Return the conditions by which permissive policies give something, and not everything."""
    return tuple(
        condition
        for condition in find_conditions(project)
        if condition.policy.permissive
        and can_hold(condition, condition.tree)
        and not holds_always(condition, condition.tree)
    )


def restrict_topic(condition: Condition) -> Restriction:
    """Return how the condition narrows the topic: POSITIVE names topics, NEGATIVE leaves some out."""

    def judge(node: Any, *, negated: bool) -> Weight:
        if not condition.mention("topic", node) or (not negated and holds_always(condition, node)):
            return Weight.NONE
        return Weight.NEGATIVE if _is_negative(node) is not negated else Weight.POSITIVE

    return condition.recall(
        "topic's restriction", lambda: _Weigher(condition, judge).weigh(condition.tree, negated=False)
    )


def restrict_family(condition: Condition) -> Restriction:
    """Return POSITIVE when every branch asks how the topic begins, else NONE and the branch that does not."""
    partial = find_partial(condition)

    def judge(node: Any, *, negated: bool) -> Weight:  # noqa: ARG001  # asking for it is enough
        whole = any(number not in partial for number in condition.mentioned("topic", node))
        return Weight.POSITIVE if whole else Weight.NONE

    return _Weigher(condition, judge).weigh(condition.tree, negated=False)


def mentions_everywhere(condition: Condition, subject: str) -> Restriction:
    """Return POSITIVE when every branch of the condition asks for `subject`, else NONE and the branch."""

    def judge(node: Any, *, negated: bool) -> Weight:  # noqa: ARG001  # asking for it is enough
        return Weight.POSITIVE if condition.mention(subject, node) else Weight.NONE

    return _Weigher(condition, judge).weigh(condition.tree, negated=False)


def _is_negative(node: Any) -> bool:
    if not is_node(node, ast.A_Expr):
        return False
    kind, name = node.kind.name.removeprefix("AEXPR_"), node.name[-1].sval
    return bool(name in _NEGATIVE or kind in {"DISTINCT", "NOT_BETWEEN", "NOT_BETWEEN_SYM"})


class _Weigher:
    """Takes a condition apart along AND, OR, NOT, CASE and subqueries; `judge` says what a leaf does."""

    def __init__(self, condition: Condition, judge: _Judge) -> None:
        self.condition = condition
        self.judge = judge

    def weigh(self, node: Any, *, negated: bool) -> Restriction:
        kind = node.__class__
        if kind is ast.BoolExpr:
            return self._bool(node, negated=negated)
        if kind is ast.CaseExpr:
            return self._case(node, negated=negated)
        if kind is ast.CoalesceExpr:
            return self._either(node.args, node, negated=negated)
        if kind is ast.BooleanTest and "UNKNOWN" not in node.booltesttype.name:
            return self.weigh(node.arg, negated=negated is not (node.booltesttype.name in _FLIPPED))
        if kind is ast.SubLink and is_node(node.subselect, ast.SelectStmt):
            return self._sublink(node, negated=negated)
        return Restriction(self.judge(node, negated=negated), node)

    def _bool(self, node: Any, *, negated: bool) -> Restriction:
        if node.boolop.name == "NOT_EXPR":
            return self.weigh(node.args[0], negated=not negated)
        if (node.boolop.name == "AND_EXPR") is negated:
            return self._either(node.args, node, negated=negated)
        return self._strongest([self.weigh(part, negated=negated) for part in node.args])

    def _either(self, parts: Iterable[Any], node: Any, *, negated: bool) -> Restriction:
        open_ = [part for part in parts if can_hold(self.condition, part, negated=negated)]
        found = [self.weigh(part, negated=negated) for part in open_]
        return min(found, key=lambda each: each.weight, default=Restriction(Weight.POSITIVE, node))

    def _case(self, node: Any, *, negated: bool) -> Restriction:
        before: list[Restriction] = []
        branches: list[Restriction] = []
        for when in node.args:
            # `case x when 'a'` asks x = 'a'.
            asked = node.arg or when.expr
            if can_hold(self.condition, when.result, negated=negated):
                here = [self.weigh(when.result, negated=negated), self.weigh(asked, negated=False)]
                branches.append(self._strongest([*here, *before]))
            before.append(self.weigh(asked, negated=True))
        if node.defresult and can_hold(self.condition, node.defresult, negated=negated):
            branches.append(self._strongest([self.weigh(node.defresult, negated=negated), *before]))
        return min(branches, key=lambda each: each.weight, default=Restriction(Weight.POSITIVE, node))

    def _sublink(self, node: Any, *, negated: bool) -> Restriction:
        select, kind = node.subselect, node.subLinkType.name
        if kind == "EXPR_SUBLINK" and not select.fromClause and len(select.targetList or ()) == 1:
            return self.weigh(select.targetList[0].val, negated=negated)
        whole = Restriction(self.judge(node, negated=negated), node)
        if negated or kind == "ALL_SUBLINK" or select.op:
            return whole
        inner = [self.weigh(part, negated=False) for part in conditions_of(select)]
        found = [each for each in inner if each.weight is not Weight.NONE]
        return self._strongest(found) if found and kind == "EXISTS_SUBLINK" else whole

    @staticmethod
    def _strongest(found: list[Restriction]) -> Restriction:
        return max(found, key=lambda each: each.weight)


def conditions_of(select: Any) -> list[Any]:
    """Return WHERE and the ON of every inner join of a SELECT."""
    waiting, found = list(select.fromClause or ()), [select.whereClause] if select.whereClause else []
    while waiting:
        item = waiting.pop()
        if is_node(item, ast.JoinExpr):
            waiting += [item.larg, item.rarg]
            found += [item.quals] if item.quals and item.jointype.name == "JOIN_INNER" else []
    return found
