"""PL/pgSQL bodies as steps: what runs, and under which conditions."""

from __future__ import annotations

__all__ = ["Condition", "Step", "read_steps"]

from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from pedschema.lint.depth import TooDeepError
from pedschema.lint.plpgsql import EXPRESSION, find_written, parse_written
from pedschema.syntax.tree import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pedschema.lint.plpgsql import Code, Written

Condition = tuple[Any, bool]
"""The tree of a condition, and whether it is true or false here."""

_PERFORMED = "SELECT"
_ERROR = 21
_NEAR = 4096
"""Characters behind the line of a statement within which its expressions begin."""


@dataclass(frozen=True)
class Step:
    """One statement or expression of a body.

    Attributes:
        kind: PL/pgSQL's word, such as `perform`, `execsql`, `assign`, `return`; `declare` for the default of
            a variable, `if` for its condition.
        tree: a statement; an expression is the only column of a SELECT; None where there is none to read.
        start: offset from which the locations in the tree count.
        under: the conditions under which the step is reached.
        handled: whether it stands in a block that has exception handlers.
        targets: the variables that it sets.
    """

    kind: str
    tree: Any
    start: int
    under: tuple[Condition, ...] = ()
    handled: bool = False
    targets: tuple[str, ...] = ()

    @cached_property
    def nodes(self) -> tuple[Any, ...]:
        """Every node of the tree."""
        return () if self.tree is None else tuple(walk(self.tree))

    @property
    def value(self) -> Any:
        """The expression, or None for a statement that is more than one."""
        targets: tuple[Any, ...] = getattr(self.tree, "targetList", None) or ()
        plain = len(targets) == 1 and not getattr(self.tree, "fromClause", None)
        return targets[0].val if plain else None


def read_steps(code: Code, body: str, start: int) -> tuple[Step, ...]:
    """Return the steps of a body in PL/pgSQL.

    Args:
        code: the body.
        body: its text.
        start: offset of the body, from which places are counted.
    """
    return tuple(step for tree in code.trees for step in _Reader(body, start).read(tree))


class _Reader:
    def __init__(self, body: str, start: int) -> None:
        self.body = body
        self.start = start
        self.lines = [0, *accumulate(len(line) + 1 for line in body.split("\n"))]

    def read(self, function: dict[str, Any]) -> Iterator[Step]:
        node = function["PLpgSQL_function"]
        for datum in node.get("datums", ()):
            variable = datum.get("PLpgSQL_var", {})
            default = variable.get("default_val", {}).get("PLpgSQL_expr")
            if default:
                yield self.step(
                    "declare", default, variable.get("lineno", 1), (), targets=(variable["refname"],)
                )
        yield from self.visit([node["action"]] if "action" in node else (), (), handled=False)

    def visit(
        self, statements: Iterable[Any], under: tuple[Condition, ...], *, handled: bool
    ) -> Iterator[Step]:
        for statement in statements:
            [(name, node)] = statement.items()
            kind = name.removeprefix("PLpgSQL_stmt_")
            if kind == "if":
                under = yield from self.visit_if(node, under, handled=handled)
            elif kind == "case":
                yield from self.visit_case(node, under, handled=handled)
            elif kind == "block":
                caught = node.get("exceptions", {}).get("PLpgSQL_exception_block", {}).get("exc_list", ())
                yield from self.visit(node.get("body", ()), under, handled=handled or bool(caught))
                for handler in caught:
                    action = handler["PLpgSQL_exception"].get("action", ())
                    yield from self.visit(action, under, handled=handled)
            else:
                yield from self.visit_simple(kind, node, under, handled=handled)
                yield from self.visit(node.get("body", ()), under, handled=handled)

    def visit_if(self, node: dict[str, Any], under: tuple[Condition, ...], *, handled: bool) -> Any:
        branches = [(node["cond"], node.get("then_body", ()))]
        branches += [
            (part["PLpgSQL_if_elsif"]["cond"], part["PLpgSQL_if_elsif"].get("stmts", ()))
            for part in node.get("elsif_list", ())
        ]
        inside, after, leaves = under, under, True
        for condition, statements in branches:
            step = self.step("if", condition["PLpgSQL_expr"], node.get("lineno", 1), inside, handled=handled)
            yield step
            yield from self.visit(statements, (*inside, (step.value, True)), handled=handled)
            inside = (*inside, (step.value, False))
            leaves = leaves and _leaves(statements)
            after = inside if leaves else after
        otherwise = node.get("else_body", ())
        yield from self.visit(otherwise, inside, handled=handled)
        if len(branches) == 1 and not leaves and _leaves(otherwise):
            after = (*under, (inside[-1][0], True))
        return after

    def visit_case(
        self, node: dict[str, Any], under: tuple[Condition, ...], *, handled: bool
    ) -> Iterator[Step]:
        asked = next(find_written(node.get("t_expr", {})), None)
        variable = f'"__Case__Variable_{node.get("t_varno")}__"'
        for part in node.get("case_when_list", ()):
            branch = part["PLpgSQL_case_when"]
            written = branch["expr"]["PLpgSQL_expr"]
            if asked is not None:
                with suppress(TooDeepError):
                    written = parse_written(written.text.replace(variable, f"({asked.text})"), EXPRESSION)
            step = self.step("if", written, branch.get("lineno", 1), under, handled=handled)
            yield step
            yield from self.visit(branch.get("stmts", ()), (*under, (step.value, True)), handled=handled)
            under = (*under, (step.value, False))
        yield from self.visit(node.get("else_stmts", ()), under, handled=handled)

    def visit_simple(
        self, kind: str, node: dict[str, Any], under: tuple[Condition, ...], *, handled: bool
    ) -> Iterator[Step]:
        line = node.get("lineno", 1)
        found = list(find_written({key: value for key, value in node.items() if key != "body"}))
        for written in found:
            yield self.step(kind, written, line, under, handled=handled, targets=_targets(node))
        if not found:
            yield Step(kind, None, self.start + self.line_start(line), under, handled)

    def step(  # noqa: PLR0913
        self,
        kind: str,
        written: Written,
        line: int,
        under: tuple[Condition, ...],
        *,
        handled: bool = False,
        targets: tuple[str, ...] = (),
    ) -> Step:
        tree = written.nodes[0] if len(written.nodes) == 1 else None
        place = self.start + self.find(written.text, line) - written.moved
        return Step(kind, tree, place, under, handled, (written.target,) if written.target else targets)

    def find(self, text: str, line: int) -> int:
        begin = self.line_start(line)
        end = begin + len(text) + _NEAR
        place = self.body.find(text, begin, end)
        if place < 0 and text.startswith(_PERFORMED):
            # PERFORM is kept as SELECT; its word is not in the body.
            rest = self.body.find(text[len(_PERFORMED) :], begin, end)
            place = rest - len(_PERFORMED) if rest >= 0 else -1
        if place < 0:
            # INTO is cut out of its statement, which is as long as before.
            word = text.split(None, 1)[0] if text.split() else ""
            place = self.body.find(word, begin, end)
        return max(place, begin)

    def line_start(self, line: int) -> int:
        return self.lines[min(max(line, 1), len(self.lines)) - 1]


def _targets(node: dict[str, Any]) -> tuple[str, ...]:
    target = node.get("target") or node.get("var") or {}
    if "PLpgSQL_row" in target:
        return tuple(field["name"] for field in target["PLpgSQL_row"].get("fields", ()))
    return tuple(value["refname"] for value in target.values() if "refname" in value)


def _leaves(statements: Any) -> bool:
    if not statements:
        return False
    [(name, node)] = statements[-1].items()
    raised = name == "PLpgSQL_stmt_raise" and node.get("elog_level", _ERROR) >= _ERROR
    return bool(name == "PLpgSQL_stmt_return" or raised)
