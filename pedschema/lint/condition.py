"""Conditions of policies on `realtime.messages`, laid out so that every rule reads them without a walk."""

from __future__ import annotations

__all__ = ["Condition", "find_conditions"]

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from pglast import ast

from pedschema.lint.builtin import is_builtin, reads_identity, reads_topic
from pedschema.lint.once import once
from pedschema.syntax.scope import find_uses
from pedschema.syntax.tree import child_nodes, is_node, read_name, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import FunctionSubject, Hit, PolicySubject

_DEEPEST = 120
"""Levels of a tree that are judged; nobody nests deeper by hand, and analyses recurse."""

_ROW = "*"

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """One expression of a policy that Realtime asks: USING of SELECT, WITH CHECK of INSERT, either of ALL.

    Nodes are numbered parents first, so that the nodes below one follow it without a gap.

    Attributes:
        asks: what it decides: `read` (joins), `write` (sending), or both.
        tree: the expression.
        nodes: every node of it, the parts of names and the texts of constants aside.
        parents: number of the node above each, -1 for the first.
        ends: number behind the last node below each.
        numbers: id of a node to its number.
        kinds: numbers of the nodes of each kind.
        columns: number of a column reference to the column of the message that it names, `*` for all.
        mentions: `topic`, `extension` or `identity` to the numbers of the nodes that ask for it, or may.
    """

    policy: PolicySubject
    asks: tuple[str, ...]
    tree: Any
    nodes: tuple[Any, ...]
    parents: tuple[int, ...]
    ends: tuple[int, ...]
    numbers: Mapping[int, int]
    kinds: Mapping[type[ast.Node], list[int]]
    columns: Mapping[int, str]
    mentions: Mapping[str, tuple[int, ...]]
    _answers: dict[Hashable, Any] = field(default_factory=dict, repr=False)

    def find(self, *kinds: type[ast.Node]) -> list[Any]:
        """Return the nodes of these kinds, in order."""
        numbers = self.kinds.get(kinds[0], ()) if len(kinds) == 1 else _numbers_of(self.kinds, *kinds)
        return [self.nodes[number] for number in numbers]

    def recall(self, question: Hashable, find: Callable[[], Answer]) -> Answer:
        """Return what `find` says, or said when the same question was asked before."""
        if question not in self._answers:
            self._answers[question] = find()
        answer: Answer = self._answers[question]
        return answer

    def above(self, node: Any) -> Iterator[Any]:
        """Yield the nodes above `node`, the nearest first."""
        number = self.parents[self.numbers[id(node)]]
        while number >= 0:
            yield self.nodes[number]
            number = self.parents[number]

    def parent(self, node: Any) -> Any:
        """Return the node right above `node`, or None."""
        return next(self.above(node), None)

    def below(self, node: Any) -> tuple[Any, ...]:
        """Return `node` and every node below it."""
        number = self.numbers[id(node)]
        return self.nodes[number : self.ends[number]]

    def mention(self, subject: str, node: Any) -> Any:
        """Return the first node in `node` that asks for `subject`, or None."""
        found = self.mentioned(subject, node)
        return self.nodes[found[0]] if found else None

    def mentioned(self, subject: str, node: Any) -> tuple[int, ...]:
        """Return the numbers of the nodes in `node` that ask for `subject`."""
        number, numbers = self.numbers[id(node)], self.mentions[subject]
        return numbers[bisect_left(numbers, number) : bisect_left(numbers, self.ends[number])]

    def column(self, node: Any) -> str:
        """Return the column of the message that `node` names, empty when it names none."""
        number = None if node is None or isinstance(node, tuple) else self.numbers.get(id(unwrap(node)))
        return self.columns.get(number, "") if number is not None else ""

    def is_topic(self, node: Any) -> bool:
        """Return whether `node` is the topic and nothing else, wrapped in a SELECT or not."""
        inner = unwrap(node)
        if is_node(inner, ast.FuncCall):
            return reads_topic(inner)
        return self.column(inner) == "topic"

    def hit(self, what: str, fix: str, node: Any = None) -> Hit:
        """Return a hit on `node`, or on the whole policy."""
        statement = self.policy.statement.node
        # Another statement may have written this expression than the one that last changed the policy.
        written_here = (getattr(statement, "qual", None), getattr(statement, "with_check", None))
        here = node is not None and any(self.tree is each for each in written_here)
        places = [getattr(found, "location", None) for found in self.below(node)] if here else []
        written = [place for place in places if isinstance(place, int) and place >= 0]
        return self.policy.hit(what, fix, at=min(written, default=None))


def unwrap(node: Any) -> Any:
    """Return what stands in `(select …)` without FROM, or under a cast to text; else `node`."""
    while True:
        kind = node.__class__
        if kind is ast.TypeCast and node.typeName.names[-1].sval in {"text", "varchar"}:
            node = node.arg
        elif kind is ast.SubLink and node.subLinkType.name == "EXPR_SUBLINK":
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
        _build(policy, tree, asks, topical)
        for policy in project.message_policies
        for tree, asks in _asked(policy)
    )
    return tuple(condition for condition in found if condition)


def _asked(policy: PolicySubject) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """Yield the expressions that Realtime asks; USING of FOR ALL also stands for a missing WITH CHECK."""
    both = policy.command == "ALL" and policy.check is None
    if policy.command in {"SELECT", "ALL"} and policy.using is not None:
        yield policy.using, ("read", "write") if both else ("read",)
    if policy.command in {"INSERT", "ALL"} and policy.check is not None:
        yield policy.check, ("write",)


def _build(
    policy: PolicySubject, tree: Any, asks: tuple[str, ...], topical: Callable[[Any], bool]
) -> Condition | None:
    nodes: list[Any] = []
    parents: list[int] = []
    depths: list[int] = []
    waiting = [(tree, -1, 0)]
    while waiting:
        node, parent, depth = waiting.pop()
        if depth > _DEEPEST:
            return None
        waiting += [
            (child, len(nodes), depth + 1)
            for child in reversed(child_nodes(node))
            if child.__class__ is not ast.String
        ]
        nodes.append(node)
        parents.append(parent)
        depths.append(depth)
    ends = list(range(1, len(nodes) + 1))
    for number in range(len(nodes) - 1, 0, -1):
        ends[parents[number]] = max(ends[parents[number]], ends[number])
    kinds: dict[type[ast.Node], list[int]] = defaultdict(list)
    for number, node in enumerate(nodes):
        kinds[node.__class__].append(number)
    columns, possible = _find_columns(tree, nodes, kinds)
    return Condition(
        policy=policy,
        asks=asks,
        tree=tree,
        nodes=tuple(nodes),
        parents=tuple(parents),
        ends=tuple(ends),
        numbers={id(node): number for number, node in enumerate(nodes)},
        kinds=dict(kinds),
        columns=columns,
        mentions=_find_mentions(nodes, kinds, columns | possible, topical),
    )


def _numbers_of(kinds: Mapping[type[ast.Node], list[int]], *wanted: type[ast.Node]) -> list[int]:
    return sorted(number for kind in wanted for number in kinds.get(kind, ()))


def _find_columns(
    tree: Any, nodes: list[Any], kinds: Mapping[type[ast.Node], list[int]]
) -> tuple[dict[int, str], dict[int, str]]:
    """Return the message's columns, and those that are the message's when a subquery's tables lack them."""
    uses = {use.index: use for use in find_uses((tree,))[0]}
    columns: dict[int, str] = {}
    possible: dict[int, str] = {}
    for number in kinds.get(ast.ColumnRef, ()):
        use = uses.get(nodes[number].location)
        if use is None or use.relation not in {"", "messages", "realtime"}:
            continue
        if use.relation == "realtime":
            # `realtime.topic` without its parentheses means the topic all the same.
            possible[number] = use.column
            continue
        name = _ROW if use.column in {"", "messages"} else use.column
        if use.outer:
            columns[number] = name
        elif not use.relation:
            possible[number] = name
    return columns, possible


def _find_mentions(
    nodes: list[Any],
    kinds: Mapping[type[ast.Node], list[int]],
    columns: Mapping[int, str],
    topical: Callable[[Any], bool],
) -> dict[str, tuple[int, ...]]:
    mentions = {
        "topic": [number for number, name in columns.items() if name in {"topic", _ROW}],
        "extension": [number for number, name in columns.items() if name in {"extension", _ROW}],
        "identity": _numbers_of(kinds, ast.RangeVar, ast.SQLValueFunction),
    }
    for number in kinds.get(ast.FuncCall, ()):
        call = nodes[number]
        known, topic = is_builtin(call), reads_topic(call)
        if topic or (not known and topical(call)):
            mentions["topic"].append(number)
        own = known or topic or read_name(call.funcname)[0] in {"auth", "realtime"}
        if not own or reads_identity(call):
            mentions["identity"].append(number)
    return {subject: tuple(sorted(numbers)) for subject, numbers in mentions.items()}


def _may_read_topic(call: Any, functions: Mapping[str, FunctionSubject], known: dict[str, bool]) -> bool:
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
