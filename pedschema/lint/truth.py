"""What a condition can come to: PostgreSQL's three-valued logic over what is known of a message."""

from __future__ import annotations

__all__ = ["EXTENSIONS", "PROBE", "can_hold", "decide", "holds_always"]

from typing import TYPE_CHECKING, Any, Final

from pglast import ast

from pedschema.lint.scalar import UNKNOWN, is_same_topic, list_items, read_value
from pedschema.syntax.tree import is_node

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pedschema.lint.condition import Condition

Truth = bool | None
Truths = frozenset[Truth]

ANYTHING: Final[Truths] = frozenset({True, False, None})
EXTENSIONS = ("broadcast", "presence")
PROBE: Mapping[str, object] = {
    "event": None,
    "payload": None,
    "binary_payload": None,
    "private": False,
}
"""Columns of the row by which Realtime asks a policy, the topic and the extension aside (2.129.8)."""

_NEGATIVE = {"<>", "!=", "!~~", "!~~*", "!~", "!~*"}


def can_hold(
    condition: Condition, node: Any, row: Mapping[str, object] | None = None, *, negated: bool = False
) -> bool:
    """Return whether `node` can be true, or false when `negated`, for a message of some extension."""
    return any((not negated) in truths for truths in _judge(condition, node, row or {}))


def holds_always(condition: Condition, node: Any, row: Mapping[str, object] | None = None) -> bool:
    """Return whether `node` is true for every message whose other columns are as in `row`."""
    return all(truths == {True} for truths in _judge(condition, node, row or {}))


def _judge(condition: Condition, node: Any, row: Mapping[str, object]) -> tuple[Truths, ...]:
    """Return what `node` may come to for a message of each extension, as far as it asks for that."""
    extensions = EXTENSIONS if condition.mention("extension", node) else EXTENSIONS[:1]

    def decide_each() -> tuple[Truths, ...]:
        return tuple(decide(condition, node, {"extension": each, **row}) for each in extensions)

    return decide_each() if row else condition.recall(("truth", condition.numbers[id(node)]), decide_each)


def decide(condition: Condition, node: Any, row: Mapping[str, object]) -> Truths:
    """Return everything that the boolean expression `node` may come to for a message with the columns `row`.

    The answer may hold more than PostgreSQL ever gives, never less.
    """
    judge = _JUDGES.get(node.__class__)
    if judge is not None:
        return judge(condition, node, row)
    value = read_value(condition, node, row)
    return frozenset({value}) if value is None or isinstance(value, bool) else ANYTHING


def negate(truths: Iterable[Truth]) -> Truths:
    """Return what NOT makes of each."""
    return frozenset(None if truth is None else not truth for truth in truths)


def _bool(condition: Condition, node: Any, row: Mapping[str, object]) -> Truths:
    parts = [decide(condition, part, row) for part in node.args]
    if node.boolop.name == "NOT_EXPR":
        return negate(parts[0])
    if node.boolop.name == "OR_EXPR":
        return negate(_all_of([negate(part) for part in parts]))
    return _all_of(parts)


def _all_of(parts: list[Truths]) -> Truths:
    found: Truths = frozenset({True})
    for part in parts:
        found = frozenset(_and(one, other) for one in found for other in part)
    return found


def _and(one: Truth, other: Truth) -> Truth:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def _null_test(condition: Condition, node: Any, row: Mapping[str, object]) -> Truths:
    wanted = node.nulltesttype.name == "IS_NULL"
    value = read_value(condition, node.arg, row)
    if value is not UNKNOWN:
        return frozenset({(value is None) is wanted})
    certain = condition.is_topic(node.arg) or condition.column(node.arg) in {
        "topic",
        "extension",
        "id",
        "inserted_at",
        "updated_at",
    }
    return frozenset({not wanted}) if certain else frozenset({True, False})


def _boolean_test(condition: Condition, node: Any, row: Mapping[str, object]) -> Truths:
    name = node.booltesttype.name.removeprefix("IS_")
    wanted: Truth = {"TRUE": True, "FALSE": False, "UNKNOWN": None}[name.removeprefix("NOT_")]
    flipped = name.startswith("NOT_")
    return frozenset((truth is wanted) is not flipped for truth in decide(condition, node.arg, row))


def _case(condition: Condition, node: Any, row: Mapping[str, object]) -> Truths:
    found: Truths = frozenset()
    for when in node.args:
        truths = ANYTHING if node.arg else decide(condition, when.expr, row)
        if True in truths:
            found |= decide(condition, when.result, row)
        if truths == {True}:
            return found
    return found | (decide(condition, node.defresult, row) if node.defresult else frozenset({None}))


def _coalesce(condition: Condition, node: Any, row: Mapping[str, object]) -> Truths:
    found: Truths = frozenset()
    for part in node.args:
        truths = decide(condition, part, row)
        found |= truths - {None}
        if None not in truths:
            return found
    return found | {None}


def _sublink(condition: Condition, node: Any, row: Mapping[str, object]) -> Truths:
    kind, select = node.subLinkType.name, node.subselect
    simple = is_node(select, ast.SelectStmt) and not select.op and not select.valuesLists
    if not simple or kind not in {"EXISTS_SUBLINK", "ANY_SUBLINK", "EXPR_SUBLINK"}:
        return ANYTHING
    where = decide(condition, select.whereClause, row) if select.whereClause else frozenset({True})
    # An aggregate without GROUP BY gives a row even when no row is selected.
    grouped = any(
        is_node(found, ast.FuncCall)
        for target in select.targetList or ()
        for found in condition.below(target)
    )
    empty = True not in where and (not grouped or bool(select.groupClause))
    if kind == "EXPR_SUBLINK":
        if empty:
            return frozenset({None})
        plain = not select.fromClause and where == {True} and len(select.targetList or ()) == 1
        return decide(condition, select.targetList[0].val, row) if plain else ANYTHING
    if empty:
        return frozenset({False})
    if kind == "EXISTS_SUBLINK":
        certain = not select.fromClause and where == {True} and not select.limitCount
        return frozenset({True}) if certain else frozenset({True, False})
    return ANYTHING


def _expression(condition: Condition, node: Any, row: Mapping[str, object]) -> Truths:
    kind, name = node.kind.name.removeprefix("AEXPR_"), node.name[-1].sval
    if kind in {"OP", "LIKE", "ILIKE", "SIMILAR", "BETWEEN"}:
        return _compare(condition, node, row, name)
    if kind in {"DISTINCT", "NOT_DISTINCT"}:
        same = _is_equal(condition, node, row, null_is_value=True)
        return negate(same) if kind == "DISTINCT" else same
    if kind in {"IN", "OP_ANY"} and name in {"=", "<>"}:
        listed = _is_listed(condition, node, row)
        if kind == "IN":
            return negate(listed) if name == "<>" else listed
        return listed if name == "=" else ANYTHING
    if kind == "OP_ALL" and name == "<>":
        return negate(_is_listed(condition, node, row))
    value = read_value(condition, node, row)
    return frozenset({value}) if value is None or isinstance(value, bool) else ANYTHING


def _compare(condition: Condition, node: Any, row: Mapping[str, object], name: str) -> Truths:
    if name in {"=", "<>"}:
        same = _is_equal(condition, node, row)
        return same if name == "=" else negate(same)
    if read_value(condition, node, row) is None:
        return frozenset({None})
    pattern = (
        read_value(condition, node.rexpr, row)
        if node.rexpr and not isinstance(node.rexpr, tuple)
        else UNKNOWN
    )
    if isinstance(pattern, str) and pattern and not pattern.strip("%") and "~~" in name:
        return frozenset({name not in _NEGATIVE}) if condition.is_topic(node.lexpr) else ANYTHING
    return ANYTHING


def _is_equal(
    condition: Condition, node: Any, row: Mapping[str, object], *, null_is_value: bool = False
) -> Truths:
    if is_same_topic(condition, node.lexpr, node.rexpr):
        return frozenset({True})
    one, other = read_value(condition, node.lexpr, row), read_value(condition, node.rexpr, row)
    if (one is None or other is None) and not null_is_value:
        return frozenset({None})
    if UNKNOWN in {one, other}:
        return frozenset({True, False}) if null_is_value else ANYTHING
    return frozenset({type(one) is type(other) and one == other})


def _is_listed(condition: Condition, node: Any, row: Mapping[str, object]) -> Truths:
    items, one = list_items(node.rexpr), read_value(condition, node.lexpr, row)
    if one is None:
        return frozenset({None})
    if items is None or one is UNKNOWN:
        return ANYTHING
    values = [item if isinstance(item, str) else read_value(condition, item, row) for item in items]
    if one in values:
        return frozenset({True})
    if UNKNOWN in values:
        return ANYTHING
    return frozenset({None if None in values else False})


_JUDGES: dict[type[ast.Node], Callable[[Condition, Any, Mapping[str, object]], Truths]] = {
    ast.BoolExpr: _bool,
    ast.NullTest: _null_test,
    ast.BooleanTest: _boolean_test,
    ast.CaseExpr: _case,
    ast.CoalesceExpr: _coalesce,
    ast.SubLink: _sublink,
    ast.A_Expr: _expression,
}
