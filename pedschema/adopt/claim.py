"""Which topics a condition of a policy is about: comparisons of the topic, or of a part of it, with texts."""

from __future__ import annotations

__all__ = ["Claim", "find_claims", "find_type", "is_bounded"]

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pedschema.adopt.frame import kind
from pedschema.adopt.topic import part_type
from pedschema.lint.builtin import reads_topic
from pedschema.lint.condition import unwrap
from pedschema.lint.constants import bare, read_text
from pedschema.syntax.tree import child_nodes, read_name, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.model.table import SchemaLock

_HOLE = "\0"
_LIKE = frozenset({"~~", "~~*"})
_WORDS = re.compile(r"\^\(?([a-z0-9_-]+(?::[a-z0-9_-]+)*:?)")
_CAST = {"uuid": "uuid", "int2": "bigint", "int4": "bigint", "int8": "bigint"}
_UUID = re.compile(r"a-f|xdigit|A-F")
_NUMBER = re.compile(r"\\d|\[0-9\]|digit")


@dataclass(frozen=True, slots=True)
class Claim:
    """Topics that one comparison lets through.

    Attributes:
        forms: texts of the whole topic, or of one part of it, with a zero byte where anything may stand.
        part: the part's number from 1; 0 for the whole topic.
        open_end: whether more parts may follow.
    """

    forms: tuple[str, ...]
    part: int = 0
    open_end: bool = False

    def admits(self, topic: str) -> bool:
        """Return whether the comparison can be true for the topic."""
        parts = topic.split(":")
        if self.part > len(parts):
            return False
        text = parts[self.part - 1] if self.part else topic
        hole = ".*" if self.open_end else "[^:]*"
        return any(re.fullmatch(hole.join(map(re.escape, form.split(_HOLE))), text) for form in self.forms)

    @property
    def words(self) -> tuple[tuple[str, ...], ...]:
        """The parts of each form, empty where anything may stand; for the whole topic only."""
        return tuple(
            tuple("" if part == _HOLE else part for part in form.split(":"))
            for form in self.forms
            if not self.part
        )


def find_claims(tree: Any, *, negated: bool = False) -> Iterator[Claim]:
    """Yield the comparisons of the topic in a condition; those that deny are left out."""
    name = kind(tree)
    if name == "BoolExpr" and tree.boolop.name == "NOT_EXPR":
        negated = not negated
    elif name == "A_Expr" and not negated and (claim := _read_comparison(tree)):
        yield claim
    elif name == "FuncCall" and not negated and read_name(tree.funcname)[1] == "starts_with":
        text = read_text(tree.args[1])
        if _is_topic(tree.args[0]) and text:
            yield Claim((text + _HOLE,), open_end=True)
    for child in child_nodes(tree):
        yield from find_claims(child, negated=negated)


def is_bounded(tree: Any) -> bool:
    """Return whether every way to fulfil the condition compares the begin of the topic."""
    if kind(tree) == "BoolExpr" and tree.boolop.name != "NOT_EXPR":
        parts = (is_bounded(part) for part in tree.args)
        return all(parts) if tree.boolop.name == "OR_EXPR" else any(parts)
    return any(claim.part in {0, 1} for claim in find_claims(tree))


def find_type(tree: Any, lock: SchemaLock) -> str:
    """Return the type that the parts of the topic have, as far as the condition says; else `text`."""
    for node in walk(tree):
        if kind(node) == "TypeCast" and _mentions_topic(node.arg):
            found = _CAST.get(node.typeName.names[-1].sval)
            if found:
                return found
        if kind(node) == "A_Expr" and node.name[-1].sval in {"~", "~*"} and _mentions_topic(node.lexpr):
            text = read_text(node.rexpr) or ""
            if _UUID.search(text) or _NUMBER.search(text):
                return "uuid" if _UUID.search(text) else "bigint"
    return _find_compared_type(tree, lock)


def _find_compared_type(tree: Any, lock: SchemaLock) -> str:
    for node in walk(tree):
        if kind(node) != "A_Expr" or node.name[-1].sval != "=" or not _mentions_topic(node):
            continue
        for part in walk(node):
            if kind(part) == "FuncCall" and read_name(part.funcname) == ("auth", "uid"):
                return "uuid"
            if kind(part) == "ColumnRef" and not _is_topic(part):
                name = getattr(part.fields[-1], "sval", "")
                types = {part_type(c.type, lock) for t in lock.tables if (c := t.column(name))}
                if len(types) == 1 and (found := types.pop()):
                    return found
    return "text"


def _read_comparison(node: Any) -> Claim | None:
    sign = node.name[-1].sval
    sides = (node.lexpr, node.rexpr)
    if sides[0] is None or sign not in {"=", "~"} | _LIKE:
        return None
    if not _is_part(sides[0]) and not isinstance(sides[1], tuple):
        sides = (sides[1], sides[0])
    part = _read_part(sides[0])
    if part is None:
        return None
    if sign == "~":
        found = _WORDS.match(read_text(node.rexpr) or "")
        return Claim((found[1] + _HOLE,), part, open_end=True) if found else None
    forms = tuple(_read_form(each) for each in _list(sides[1]))
    if not all(forms) or (sign in _LIKE and "_" in "".join(forms).replace("\\_", "")):
        return None
    if sign in _LIKE:
        forms = tuple(form.replace("%", _HOLE).replace("\\", "") for form in forms)
    return Claim(forms, part, open_end=sign in _LIKE)


def _list(tree: Any) -> tuple[Any, ...]:
    inner = bare(tree) if not isinstance(tree, tuple) else tree
    if isinstance(inner, tuple):
        return inner
    return tuple(inner.elements or ()) if kind(inner) == "A_ArrayExpr" else (inner,)


def _read_form(tree: Any) -> str:
    """Return the text of an expression, a zero byte for each thing in it that no text says."""
    inner = unwrap(tree)
    text = read_text(inner)
    if text is not None:
        return text
    if kind(inner) == "A_Expr" and inner.name[-1].sval == "||":
        return (_read_form(inner.lexpr) + _read_form(inner.rexpr)).replace(_HOLE * 2, _HOLE)
    if kind(inner) == "FuncCall" and read_name(inner.funcname)[1] == "concat":
        return "".join(_read_form(each) for each in inner.args or ())
    if kind(inner) == "FuncCall" and read_name(inner.funcname)[1] == "format":
        form = read_text(inner.args[0])
        return re.sub(r"%(\d+\$)?[sIL]", _HOLE, form) if form else _HOLE
    return _HOLE


def _is_part(tree: Any) -> bool:
    return _read_part(tree) is not None


def _read_part(tree: Any) -> int | None:
    """Return 0 for the topic, the number for a part of it, or None."""
    if isinstance(tree, tuple):
        return None
    if _is_topic(tree):
        return 0
    inner = unwrap(tree)
    if kind(inner) == "FuncCall" and read_name(inner.funcname)[1] == "split_part":
        number = getattr(getattr(inner.args[2], "val", None), "ival", None)
        separated = read_text(inner.args[1]) == ":"
        return number if separated and _is_topic(inner.args[0]) else None
    if kind(inner) == "A_Indirection" and kind(inner.indirection[0]) == "A_Indices":
        array = unwrap(inner.arg)
        if kind(array) == "FuncCall" and read_name(array.funcname)[1] == "string_to_array":
            number = getattr(getattr(inner.indirection[0].uidx, "val", None), "ival", None)
            return number if _is_topic(array.args[0]) and read_text(array.args[1]) == ":" else None
    return None


def _is_topic(tree: Any) -> bool:
    inner = unwrap(tree)
    if kind(inner) == "FuncCall":
        return reads_topic(inner)
    if kind(inner) != "ColumnRef":
        return False
    names = [getattr(part, "sval", "*") for part in inner.fields]
    return names in (["topic"], ["messages", "topic"])


def _mentions_topic(tree: Any) -> bool:
    return tree is not None and any(
        _is_topic(node) for node in walk(tree) if kind(node) in {"FuncCall", "ColumnRef"}
    )
