"""Which text an expression of a trigger's function makes of the row: words, and columns between them."""

from __future__ import annotations

__all__ = ["Alternative", "Found", "NotTold", "Reader"]

import re
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, Any

from pedschema.adopt.frame import Frame, kind
from pedschema.adopt.row import PRESENT, read_lookup, read_row
from pedschema.lint.constants import bare, read_text
from pedschema.lint.operation import branch_condition, holds, is_reached
from pedschema.syntax.tree import read_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pedschema.adopt.row import Lookup
    from pedschema.lint.flow import Condition

_DEPTH = 12
_SAME = frozenset({"btrim", "concat", "trim"})
_FORMAT = re.compile(r"%(?:(\d+)\$)?([sIL%])")


class NotTold(Exception):  # noqa: N818 - it is an answer, not a failure
    """An expression says nothing that a contract could; the text says why."""


@dataclass(frozen=True, slots=True)
class Found:
    """A column whose value stands in a text: of the row, or of a row that it points at."""

    column: str
    lookup: Lookup | None = None


@dataclass(frozen=True, slots=True)
class Alternative:
    """One text that an expression can be, and the conditions under which it is."""

    pieces: tuple[str | Found, ...]
    under: tuple[tuple[Condition, Frame], ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads expressions for one operation of one trigger.

    Attributes:
        words: what stands for `tg_op`, `tg_table_name` and the like.
        arguments: of the trigger, `tg_argv`.
    """

    operation: str
    words: Mapping[str, str] = field(default_factory=dict)
    arguments: tuple[str, ...] = ()

    def read(self, tree: Any, frame: Frame, depth: int = _DEPTH) -> tuple[Alternative, ...]:
        """Return every text that the expression can be for the operation; none where it is NULL.

        Raises:
            NotTold: it is made of something else than words and columns.
        """
        tree = bare(tree)
        text = read_text(tree) if tree is not None else None
        if text is not None:
            return (Alternative((text,)),)
        if tree is None or not depth:
            raise NotTold("it is not written where it is used")
        read = getattr(self, f"_read_{kind(tree).lower()}", None)
        if read is None:
            raise NotTold(f"it is made by an expression of another kind ({kind(tree)})")
        found: tuple[Alternative, ...] = read(tree, frame, depth - 1)
        return found

    def _read_a_const(self, tree: Any, _: Frame, __: int) -> tuple[Alternative, ...]:
        if tree.isnull or not hasattr(tree.val, "ival"):
            raise NotTold("it is NULL or no text")
        return (Alternative((str(tree.val.ival or 0),)),)

    def _read_a_expr(self, tree: Any, frame: Frame, depth: int) -> tuple[Alternative, ...]:
        sign = tree.name[-1].sval
        if sign != "||":
            raise NotTold(f'it is computed with "{sign}"')
        return _joined(self.read(side, frame, depth) for side in (tree.lexpr, tree.rexpr))

    def _read_funccall(self, tree: Any, frame: Frame, depth: int) -> tuple[Alternative, ...]:
        schema, name = read_name(tree.funcname)
        arguments = tree.args or ()
        if schema in {"", "pg_catalog"} and name in _SAME | {"concat_ws", "format"} and arguments:
            parts = [self.read(each, frame, depth) for each in arguments]
            if name == "format":
                return _formatted(parts)
            if name == "concat_ws":
                return _joined(_separated(parts[0], parts[1:]))
            if name == "concat" or len(parts) == 1:
                return _joined(parts)
        raise NotTold(f'it is what the function "{f"{schema}." if schema else ""}{name}" returns')

    def _read_coalesceexpr(self, tree: Any, frame: Frame, depth: int) -> tuple[Alternative, ...]:
        told = [each for part in tree.args for each in self.read(part, frame, depth)]
        if len({each.pieces for each in told}) > 1:
            raise NotTold("COALESCE puts one value in place of another")
        return tuple(told[:1])

    def _read_caseexpr(self, tree: Any, frame: Frame, depth: int) -> tuple[Alternative, ...]:
        told: list[Alternative] = []
        before: tuple[tuple[Condition, Frame], ...] = ()
        for branch in (*tree.args, None):
            result = branch.result if branch else tree.defresult
            asked = branch_condition(tree, branch) if branch else None
            truth = holds(asked, self.operation) if branch else True
            if truth is False or result is None:
                continue
            taken = (((asked, True), frame),) if truth is None else ()
            told += [
                Alternative(each.pieces, (*before, *taken, *each.under))
                for each in self.read(result, frame, depth)
            ]
            if truth:
                break
            before = (*before, ((asked, False), frame))
        return tuple(told)

    def _read_sublink(self, tree: Any, frame: Frame, depth: int) -> tuple[Alternative, ...]:
        select = tree.subselect
        targets: Any = getattr(select, "targetList", None) or ()
        if len(targets) != 1:
            raise NotTold("it is what a query returns")
        if not select.fromClause:
            return self.read(targets[0].val, frame, depth)
        return (self._look_up(select, targets[0].val, frame),)

    def _read_paramref(self, tree: Any, frame: Frame, depth: int) -> tuple[Alternative, ...]:
        return self._read_variable(f"${tree.number}", tree, frame, depth)

    def _read_a_indirection(self, tree: Any, frame: Frame, depth: int) -> tuple[Alternative, ...]:
        last = tree.indirection[-1]
        if kind(last) == "A_Indices" and kind(tree.arg) == "ColumnRef":
            number = getattr(getattr(last.uidx, "val", None), "ival", None)
            if tree.arg.fields[-1].sval == "tg_argv" and (number or 0) < len(self.arguments):
                return (Alternative((self.arguments[number or 0],)),)
        rows = read_row(tree.arg, frame, self.operation, depth) if kind(last) == "String" else None
        if rows:
            return self._take(rows, last.sval)
        raise NotTold("it is a part of a value that is not known")

    def _read_columnref(self, tree: Any, frame: Frame, depth: int) -> tuple[Alternative, ...]:
        names = [getattr(part, "sval", "*") for part in tree.fields]
        rows = read_row([names[0]], frame, self.operation, depth) if len(names) == 2 else None
        if rows:
            return self._take(rows, names[1])
        if len(names) == 1:
            word = self.words.get(names[0])
            return (
                (Alternative((word,)),)
                if word is not None
                else self._read_variable(names[0], tree, frame, depth)
            )
        raise NotTold(f'"{".".join(names)}" is no column of the row')

    def _read_variable(self, name: str, tree: Any, frame: Frame, depth: int) -> tuple[Alternative, ...]:
        if name in frame.given:
            given, outer = frame.given[name]
            return self.read(given, outer, depth)
        told: list[Alternative] = []
        is_set = False
        for value, setter in frame.body.resolve(tree, frame.step, 1):
            if value is tree:
                raise NotTold(f'nothing says what "{name}" is')
            if not is_reached(setter, self.operation):
                continue
            is_set = True
            inner = Frame(frame.body, setter, frame.given, frame.outer)
            if getattr(setter.tree, "fromClause", None):
                told.append(self._look_up(setter.tree, value, inner))
            else:
                told += self.read(value, inner, depth)
        if not is_set or len({each.pieces for each in told}) > 1:
            raise NotTold(f'"{name}" has {"one of several values" if told else "no value"}')
        return tuple(told[:1])

    def _take(self, rows: frozenset[str], column: str) -> tuple[Alternative, ...]:
        return (Alternative((Found(column),)),) if rows & PRESENT[self.operation] else ()

    def _look_up(self, select: Any, value: Any, frame: Frame) -> Alternative:
        lookup = read_lookup(select, frame, self.operation)
        if lookup is None or kind(bare(value)) != "ColumnRef":
            raise NotTold("it is what a query returns")
        return Alternative((Found(bare(value).fields[-1].sval, lookup),))


def _joined(parts: Iterable[Sequence[Alternative]]) -> tuple[Alternative, ...]:
    return tuple(
        Alternative(
            tuple(piece for each in chosen for piece in each.pieces),
            tuple(condition for each in chosen for condition in each.under),
        )
        for chosen in product(*parts)
    )


def _separated(
    separator: Sequence[Alternative], parts: Sequence[Sequence[Alternative]]
) -> Iterator[Sequence[Alternative]]:
    for number, part in enumerate(parts):
        if number:
            yield separator
        yield part


def _formatted(parts: Sequence[Sequence[Alternative]]) -> tuple[Alternative, ...]:
    form = parts[0][0].pieces
    if len(parts[0]) != 1 or len(form) != 1 or not isinstance(form[0], str):
        raise NotTold("the form of format() is not written out")
    told: list[Sequence[Alternative]] = []
    place, number = 0, 0
    for sign in _FORMAT.finditer(form[0]):
        told.append((Alternative((form[0][place : sign.start()],)),))
        place = sign.end()
        if sign[2] == "%":
            told.append((Alternative(("%",)),))
            continue
        number = int(sign[1]) if sign[1] else number + 1
        if number >= len(parts):
            raise NotTold("format() has too few arguments")
        told.append(parts[number])
    told.append((Alternative((form[0][place:],)),))
    return _joined(told)
