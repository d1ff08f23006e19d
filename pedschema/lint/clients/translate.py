"""From a grammar's nodes to trees; each language says how by a table of node types."""

from __future__ import annotations

__all__ = ["Rule", "Translator", "other"]

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from pedschema.lint.clients.tree import NOTHING, Fixed, Member, Name, Other, Span, Text, Tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MAX_DEPTH = 150
"""Trees deeper than this are cut; Python's own stack takes about twice of it while they are followed."""

Rule: TypeAlias = "Callable[[Translator, Any], Tree]"


class Translator:
    """Translates the nodes of one source."""

    def __init__(self, source: bytes, rules: Mapping[str, Rule]) -> None:
        self._source = source
        self._rules = rules
        self._depth = 0

    def tree(self, node: Any) -> Tree:
        """Return the node's tree; a node that is not there is nothing."""
        if node is None or self._depth >= MAX_DEPTH:
            return NOTHING
        self._depth += 1
        try:
            return self._rules.get(node.type, other)(self, node)
        finally:
            self._depth -= 1

    def trees(self, nodes: Iterable[Any]) -> tuple[Tree, ...]:
        """Return the trees of nodes, in order."""
        return tuple(map(self.tree, nodes))

    def text(self, node: Any) -> str:
        """Return the source of a node; a node that is not there has none."""
        return "" if node is None else self._source[node.start_byte : node.end_byte].decode()

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
    return isinstance(tree, Name | Fixed) or (isinstance(tree, Text) and all(isinstance(part, str) for part in tree.parts))
