"""Comments of client sources that say where a rule does not hold."""

from __future__ import annotations

__all__ = ["find_remarks"]

from typing import TYPE_CHECKING, Any

from pedschema.findings import Place
from pedschema.lint.allow import MARK, Allow, parse_allow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.note import Note

_COMMENTS = frozenset(
    ["block_comment", "comment", "documentation_comment", "line_comment", "multiline_comment"]
)
"""What grammars call comments."""


def find_remarks(source: bytes, root: Any, file: str) -> Iterator[Allow | Note]:
    """Yield what the comments in a source's tree allow.

    A comment on a line of its own speaks for what follows it, up to the end of that statement.
    """
    if MARK.encode() not in source:
        return
    waiting = [root]
    while waiting:
        node = waiting.pop()
        waiting += node.children
        if node.type in _COMMENTS:
            found = _read(source, node, file)
            if found:
                yield found


def _read(source: bytes, node: Any, file: str) -> Allow | Note | None:
    line, end = node.start_point.row + 1, node.end_point.row + 1
    begin = source[node.start_byte - node.start_point.column : node.start_byte].decode(errors="replace")
    last = source[node.end_byte - node.end_point.column : node.end_byte].decode(errors="replace")
    follows = node if begin.strip() else _follows(node)
    lines = follows.start_point.row + 1, follows.end_point.row + 1
    place = Place(file, line, len(begin) + 1, end, len(last) + 1)
    return parse_allow(source[node.start_byte : node.end_byte].decode(), place, lines)


def _follows(node: Any) -> Any:
    """Return what stands behind a comment, further comments aside; the comment when nothing does."""
    follows = node
    while follows is not None and follows.type in _COMMENTS:
        follows = follows.next_named_sibling
    return node if follows is None else follows
