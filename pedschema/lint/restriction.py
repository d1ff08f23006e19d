"""How far a condition narrows a thing: whether it must hold of the topic, the extension, the person."""

from __future__ import annotations

__all__ = ["Restriction", "Weight", "mentions_everywhere", "restrict_topic"]

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.lint.truth import can_hold, holds_always
from pedschema.syntax.tree import is_node

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pedschema.lint.condition import Condition


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


_NEGATIVE = {"<>", "!=", "!~~", "!~~*", "!~", "!~*"}
_FLIPPED = {"IS_FALSE", "IS_NOT_TRUE"}


def restrict_topic(condition: Condition) -> Restriction:
    """Return how the condition narrows the topic: POSITIVE names topics, NEGATIVE leaves some out."""

    def judge(node: Any, negated: bool) -> Weight:
        if not condition.mention("topic", node) or (not negated and holds_always(condition, node)):
            return Weight.NONE
        return Weight.NEGATIVE if _is_negative(node) is not negated else Weight.POSITIVE

    return _Weigher(condition, judge).weigh(condition.tree, negated=False)


def mentions_everywhere(condition: Condition, subject: str) -> Restriction:
    """Return POSITIVE when every branch of the condition asks for `subject`, else NONE and the branch."""

    def judge(node: Any, negated: bool) -> Weight:
        trivial = not negated and holds_always(condition, node)
        return Weight.POSITIVE if condition.mention(subject, node) and not trivial else Weight.NONE

    return _Weigher(condition, judge).weigh(condition.tree, negated=False)


def _is_negative(node: Any) -> bool:
    if not is_node(node, ast.A_Expr):
        return False
    kind, name = node.kind.name.removeprefix("AEXPR_"), node.name[-1].sval
    return bool(name in _NEGATIVE or kind in {"DISTINCT", "NOT_BETWEEN", "NOT_BETWEEN_SYM"})


class _Weigher:
    """Takes a condition apart along AND, OR, NOT, CASE and subqueries; `judge` says what a leaf does."""

    def __init__(self, condition: Condition, judge: Callable[[Any, bool], Weight]) -> None:
        self.condition = condition
        self.judge = judge

    def weigh(self, node: Any, *, negated: bool) -> Restriction:
        if is_node(node, ast.BoolExpr):
            return self._bool(node, negated)
        if is_node(node, ast.CaseExpr):
            return self._case(node, negated)
        if is_node(node, ast.CoalesceExpr):
            return self._either(node.args, node, negated)
        if is_node(node, ast.BooleanTest) and "UNKNOWN" not in node.booltesttype.name:
            return self.weigh(node.arg, negated=negated is not (node.booltesttype.name in _FLIPPED))
        if is_node(node, ast.SubLink) and is_node(node.subselect, ast.SelectStmt):
            return self._sublink(node, negated)
        return Restriction(self.judge(node, negated), node)

    def _bool(self, node: Any, negated: bool) -> Restriction:
        if node.boolop.name == "NOT_EXPR":
            return self.weigh(node.args[0], negated=not negated)
        if (node.boolop.name == "AND_EXPR") is negated:
            return self._either(node.args, node, negated)
        return self._strongest([self.weigh(part, negated=negated) for part in node.args])

    def _either(self, parts: Iterable[Any], node: Any, negated: bool) -> Restriction:
        open_ = [part for part in parts if can_hold(self.condition, part, negated=negated)]
        found = [self.weigh(part, negated=negated) for part in open_]
        return min(found, key=lambda each: each.weight, default=Restriction(Weight.POSITIVE, node))

    def _case(self, node: Any, negated: bool) -> Restriction:
        before: list[Restriction] = []
        branches: list[Restriction] = []
        for when in node.args:
            if can_hold(self.condition, when.result, negated=negated):
                here = [self.weigh(when.result, negated=negated), self.weigh(when.expr, negated=False)]
                branches.append(self._strongest([*here, *before]))
            before.append(self.weigh(when.expr, negated=True))
        if node.defresult and can_hold(self.condition, node.defresult, negated=negated):
            branches.append(self._strongest([self.weigh(node.defresult, negated=negated), *before]))
        return min(branches, key=lambda each: each.weight, default=Restriction(Weight.POSITIVE, node))

    def _sublink(self, node: Any, negated: bool) -> Restriction:
        select, kind = node.subselect, node.subLinkType.name
        if kind == "EXPR_SUBLINK" and not select.fromClause and len(select.targetList or ()) == 1:
            return self.weigh(select.targetList[0].val, negated=negated)
        whole = Restriction(self.judge(node, negated), node)
        if negated or kind == "ALL_SUBLINK" or select.op:
            return whole
        inner = [self.weigh(part, negated=False) for part in _conditions_of(select)]
        found = [each for each in inner if each.weight is not Weight.NONE]
        return self._strongest(found) if found and kind == "EXISTS_SUBLINK" else whole

    @staticmethod
    def _strongest(found: list[Restriction]) -> Restriction:
        return max(found, key=lambda each: each.weight)


def _conditions_of(select: Any) -> list[Any]:
    """Return WHERE and the ON of every inner join of a SELECT."""
    waiting, found = list(select.fromClause or ()), [select.whereClause] if select.whereClause else []
    while waiting:
        item = waiting.pop()
        if is_node(item, ast.JoinExpr):
            waiting += [item.larg, item.rarg]
            found += [item.quals] if item.quals and item.jointype.name == "JOIN_INNER" else []
    return found
