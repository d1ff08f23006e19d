"""Conditions of policies on `realtime.messages`, laid out so that every rule reads them without a walk."""

from __future__ import annotations

__all__ = ["Condition", "find_conditions"]

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.lint.builtin import is_builtin, reads_identity, reads_topic
from pedschema.lint.once import once
from pedschema.syntax.scope import find_uses
from pedschema.syntax.tree import child_nodes, is_node, read_name, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import FunctionSubject, Hit, PolicySubject

_DEEPEST = 120
"""Levels of a tree that are judged; nobody nests deeper by hand, and analyses recurse."""

_ROW = "*"


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """One expression of a policy that Realtime asks: USING of SELECT, WITH CHECK of INSERT, either of ALL.

    Nodes are numbered parents first, so that the nodes below one follow it without a gap.

    Attributes:
        reads: whether it decides joins.
        writes: whether it decides sending.
        tree: the expression.
        nodes: every node of it.
        parents: number of the node above each, -1 for the first.
        ends: number behind the last node below each.
        numbers: id of a node to its number.
        columns: number of a column reference to the column of the message that it names, `*` for all.
        mentions: `topic`, `extension` or `identity` to the numbers of the nodes that ask for it, or may.
    """

    policy: PolicySubject
    reads: bool
    writes: bool
    tree: Any
    nodes: tuple[Any, ...]
    parents: tuple[int, ...]
    ends: tuple[int, ...]
    numbers: Mapping[int, int]
    columns: Mapping[int, str]
    mentions: Mapping[str, tuple[int, ...]]

    def find(self, *kinds: type[ast.Node]) -> Iterator[Any]:
        """Yield the nodes of these kinds, in order."""
        return (node for node in self.nodes if isinstance(node, kinds))

    def above(self, node: Any) -> Iterator[Any]:
        """Yield the nodes above `node`, the nearest first."""
        number = self.parents[self.numbers[id(node)]]
        while number >= 0:
            yield self.nodes[number]
            number = self.parents[number]

    def below(self, node: Any) -> tuple[Any, ...]:
        """Return `node` and every node below it."""
        number = self.numbers[id(node)]
        return self.nodes[number : self.ends[number]]

    def mention(self, subject: str, node: Any) -> Any:
        """Return the first node in `node` that asks for `subject`, or None."""
        number, numbers = self.numbers[id(node)], self.mentions[subject]
        place = bisect_left(numbers, number)
        found = place < len(numbers) and numbers[place] < self.ends[number]
        return self.nodes[numbers[place]] if found else None

    def column(self, node: Any) -> str:
        """Return the column of the message that `node` names, empty when it names none."""
        return self.columns.get(self.numbers[id(node)], "")

    def is_topic(self, node: Any) -> bool:
        """Return whether `node` is the topic and nothing else, wrapped in a SELECT or not."""
        inner = unwrap(node)
        if is_node(inner, ast.FuncCall):
            return reads_topic(inner)
        return is_node(inner, ast.ColumnRef) and self.column(inner) == "topic"

    def hit(self, what: str, fix: str, node: Any = None) -> Hit:
        """Return a hit on `node`, or on the whole policy."""
        statement = self.policy.statement.node
        # Another statement may have written this expression than the one that last changed the policy.
        here = self.tree is getattr(statement, "qual", None) or self.tree is statement.with_check
        places = [found.location for found in self.below(node) if _is_placed(found)] if node and here else []
        return self.policy.hit(what, fix, at=min(places, default=None))


def unwrap(node: Any) -> Any:
    """Return what stands in `(select …)` without FROM, or under a cast to text; else `node`."""
    while True:
        if is_node(node, ast.TypeCast) and node.typeName.names[-1].sval in {"text", "varchar"}:
            node = node.arg
        elif is_node(node, ast.SubLink) and node.subLinkType.name == "EXPR_SUBLINK":
            select = node.subselect
            if select.fromClause or select.whereClause or len(select.targetList or ()) != 1:
                return node
            node = select.targetList[0].val
        else:
            return node


@once
def find_conditions(project: Project) -> tuple[Condition, ...]:
    """Return the conditions of all policies on `realtime.messages` that Realtime asks."""
    functions = {str(function.name): function for function in project.functions}
    known: dict[str, bool] = {}

    def topical(call: Any) -> bool:
        return _may_read_topic(call, functions, known)

    found = (
        _build(policy, tree, asks, topical) for policy in project.message_policies for tree, asks in _asked(policy)
    )
    return tuple(condition for condition in found if condition)


def _asked(policy: PolicySubject) -> Iterator[tuple[Any, bool, bool]]:
    both = policy.command == "ALL" and policy.check is None
    if policy.command in {"SELECT", "ALL"} and policy.using is not None:
        yield policy.using, True, both
    if policy.command in {"INSERT", "ALL"} and policy.check is not None:
        yield policy.check, False, True


def _build(
    policy: PolicySubject, tree: Any, reads: bool, writes: bool, topical: Callable[[Any], bool]
) -> Condition | None:
    nodes: list[Any] = []
    parents: list[int] = []
    depths: list[int] = []
    waiting = [(tree, -1, 0)]
    while waiting:
        node, parent, depth = waiting.pop()
        if depth > _DEEPEST:
            return None
        waiting += [(child, len(nodes), depth + 1) for child in reversed(tuple(child_nodes(node)))]
        nodes.append(node)
        parents.append(parent)
        depths.append(depth)
    ends = list(range(1, len(nodes) + 1))
    for number in range(len(nodes) - 1, 0, -1):
        ends[parents[number]] = max(ends[parents[number]], ends[number])
    columns, possible = _find_columns(tree, nodes)
    return Condition(
        policy=policy,
        reads=reads,
        writes=writes,
        tree=tree,
        nodes=tuple(nodes),
        parents=tuple(parents),
        ends=tuple(ends),
        numbers={id(node): number for number, node in enumerate(nodes)},
        columns=columns,
        mentions=_find_mentions(nodes, columns | possible, topical),
    )


def _find_columns(tree: Any, nodes: list[Any]) -> tuple[dict[int, str], dict[int, str]]:
    """Return the columns that are the message's, and those of a subquery that are when its tables lack them."""
    uses = {use.index: use for use in find_uses((tree,))[0]}
    columns: dict[int, str] = {}
    possible: dict[int, str] = {}
    for number, node in enumerate(nodes):
        use = uses.get(node.location) if is_node(node, ast.ColumnRef) else None
        if use is None or use.relation not in {"", "messages"}:
            continue
        name = _ROW if use.column in {"", "messages"} else use.column
        if use.outer:
            columns[number] = name
        elif not use.relation:
            possible[number] = name
    return columns, possible


def _find_mentions(
    nodes: list[Any], columns: Mapping[int, str], topical: Callable[[Any], bool]
) -> dict[str, tuple[int, ...]]:
    mentions: dict[str, list[int]] = {"topic": [], "extension": [], "identity": []}
    for number, node in enumerate(nodes):
        name = columns.get(number)
        for subject in ("topic", "extension"):
            if name in {subject, _ROW}:
                mentions[subject].append(number)
        if is_node(node, ast.FuncCall):
            known = is_builtin(node)
            if reads_topic(node) or (not known and topical(node)):
                mentions["topic"].append(number)
            if reads_identity(node) or not known:
                mentions["identity"].append(number)
        elif is_node(node, ast.RangeVar) or is_node(node, ast.SQLValueFunction):
            mentions["identity"].append(number)
    return {subject: tuple(numbers) for subject, numbers in mentions.items()}


def _may_read_topic(
    call: Any, functions: Mapping[str, FunctionSubject], known: dict[str, bool]
) -> bool:
    """Return whether a function that no one but the project knows may look at the topic."""
    schema, name = read_name(call.funcname)
    if schema in {"auth", "realtime"}:
        return False
    return _looks_at_topic(f"{schema}.{name}", functions, known)


def _looks_at_topic(name: str, functions: Mapping[str, FunctionSubject], known: dict[str, bool]) -> bool:
    if name not in known:
        function = functions.get(name)
        # A function that calls itself adds nothing; one that no text makes may do anything.
        known[name] = function is None or not function.queries
        if function and function.queries:
            calls = [
                node for tree, _ in function.queries for node in walk(tree) if is_node(node, ast.FuncCall)
            ]
            known[name] = any(reads_topic(each) for each in calls) or any(
                _may_read_topic(each, functions, known) for each in calls if not is_builtin(each)
            )
    return known[name]
