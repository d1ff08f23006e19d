"""From a grammar's nodes to trees; each language says how by a table of node types."""

from __future__ import annotations

__all__ = [
    "Rule",
    "Translator",
    "add_functions",
    "build_call",
    "constant",
    "first",
    "gather",
    "last",
    "name",
    "nothing",
    "other",
]

from typing import TYPE_CHECKING, Any, TypeAlias

from pedschema.lint.clients.tree import NOTHING, Call, Fixed, Member, Name, Other, Span, Text, Tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

MAX_DEPTH = 300
"""Nodes deeper than this are cut; Python's own stack takes about twice of it."""

MAX_ODD = 100
"""Nodes without the parts of their type, as broken sources have them, of which the rest is still read."""

Rule: TypeAlias = "Callable[[Translator, Any], Tree]"


class Translator:
    """Translates the nodes of one source."""

    def __init__(self, source: bytes, rules: Mapping[str, Rule], rest: Rule) -> None:
        self._source = source
        self._rules = rules
        self._rest = rest
        self._depth = 0
        self._odd = 0

    def tree(self, node: Any) -> Tree:
        """Return the node's tree; a node that is not there is nothing."""
        if node is None or self._depth >= MAX_DEPTH:
            return NOTHING
        self._depth += 1
        try:
            return self._rules.get(node.type, self._rest)(self, node)
        except RecursionError:
            return NOTHING
        except (AttributeError, IndexError, ValueError):
            self._odd += 1
            return self._rest(self, node) if self._odd <= MAX_ODD else NOTHING
        finally:
            self._depth -= 1

    def trees(self, nodes: Iterable[Any]) -> tuple[Tree, ...]:
        """Return the trees of nodes, in order."""
        return tuple(map(self.tree, nodes))

    def text(self, node: Any) -> str:
        """Return the source of a node; a node that is not there has none."""
        return "" if node is None else self.slice(node.start_byte, node.end_byte)

    def slice(self, begin: int, end: int) -> str:
        """Return the source from one byte up to another."""
        return self._source[begin:end].decode()

    def span(self, node: Any) -> Span:
        """Return where a node stands, in characters."""
        return Span(
            *self._position(node.start_byte, node.start_point), *self._position(node.end_byte, node.end_point)
        )

    def _position(self, byte: int, point: Any) -> tuple[int, int]:
        row, column = point
        return row + 1, len(self._source[byte - column : byte].decode(errors="replace")) + 1


def other(translator: Translator, node: Any) -> Tree:
    """Return what stands in a node whose own meaning does not matter."""
    return gather(translator.trees(node.named_children))


def nothing(_translator: Translator, _node: Any) -> Tree:
    """Return nothing: a node of types, comments or names of other files."""
    return NOTHING


def first(translator: Translator, node: Any) -> Tree:
    """Return the first tree in a node that adds nothing of its own."""
    return translator.tree(node.named_child(0))


def last(translator: Translator, node: Any) -> Tree:
    """Return the last tree in a node that adds nothing of its own."""
    return translator.tree(node.named_children[-1] if node.named_children else None)


def name(translator: Translator, node: Any) -> Tree:
    """Return a name."""
    return Name(translator.text(node))


def constant(value: bool | None) -> Rule:  # noqa: FBT001 - the value itself
    """Return the rule for a word that always means the same."""
    return lambda _translator, _node: Fixed(value)


def build_call(
    callee: Tree, arguments: Sequence[Tree], named: Sequence[tuple[str, Tree]], span: Span, topic: Span
) -> Call:
    """Return the call of `callee`: of a method of what stands before the dot, or of a function."""
    if isinstance(callee, Member):
        return Call(callee.base, callee.name, tuple(arguments), tuple(named), span, topic)
    if isinstance(callee, Name):
        return Call(None, callee.name, tuple(arguments), tuple(named), span, topic)
    return Call(callee, "", tuple(arguments), tuple(named), span, topic)


def add_functions(callee: Call, functions: Sequence[Tree], span: Span) -> Call:
    """Return the call with the functions that stand behind its parentheses."""
    return Call(callee.base, callee.name, (*callee.arguments, *functions), callee.named, span, callee.topic)


def gather(trees: Iterable[Tree]) -> Other:
    """Return the trees as one, without those in which nothing happens."""
    parts: list[Tree] = []
    for tree in trees:
        if isinstance(tree, Other):
            parts += tree.parts
        elif not _is_idle(tree):
            parts.append(tree)
    return Other(tuple(parts)) if parts else NOTHING


def _is_idle(tree: Tree) -> bool:
    while isinstance(tree, Member):
        tree = tree.base
    return isinstance(tree, Name | Fixed) or (
        isinstance(tree, Text) and all(isinstance(part, str) for part in tree.parts)
    )
