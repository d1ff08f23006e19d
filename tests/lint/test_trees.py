from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pglast import ast, parse_sql
from pglast.parser import ParseError
from pglast.visitors import Visitor

from pedschema.lint.registry import load_rules
from pedschema.syntax.tree import shape, walk
from pedschema.syntax.unchecked import unchecked_trees

CORPUS = Path(__file__).parent / "corpus"


def _texts() -> list[str]:
    examples = [text for rule in load_rules() for text in (*rule.good, *rule.bad)]
    return [*examples, *(path.read_text(encoding="utf-8") for path in sorted(CORPUS.glob("*.sql")))]


def _parse(text: str) -> tuple[Any, ...]:
    try:
        return tuple(parse_sql(text))
    except ParseError:
        return ()


def _lay_out(value: Any) -> Any:
    """Return everything that is in a tree, the types of all values included."""
    if isinstance(value, ast.Node):
        return type(value), [(name, _lay_out(getattr(value, name))) for name in value]
    if isinstance(value, tuple):
        return [_lay_out(item) for item in value]
    return type(value), value


def test_unchecked_trees_are_the_trees_that_pglast_checks() -> None:
    texts = _texts()
    checked = [_lay_out(_parse(text)) for text in texts]

    with unchecked_trees():
        unchecked = [_lay_out(_parse(text)) for text in texts]

    assert sum(map(bool, checked)) > 500
    assert unchecked == checked


def test_nodes_made_by_hand_are_checked_again_behind_the_block() -> None:
    def fail() -> None:
        with unchecked_trees():
            assert ast.ColumnRef(fields=wrong).fields == wrong
            raise LookupError

    wrong: Any = "a"

    with pytest.raises(LookupError):
        fail()

    with pytest.raises(ValueError, match="Bad value for attribute"):
        ast.ColumnRef(fields=wrong)


def test_a_walk_meets_every_node_once() -> None:
    class Counter(Visitor):
        def visit(self, _: Any, node: Any) -> None:
            met.append(node)

    for text in _texts():
        for raw in _parse(text):
            met: list[Any] = []
            Counter()(raw.stmt)
            walked = [id(node) for node in walk(raw.stmt)]
            assert sorted(walked) == sorted(map(id, met)), text


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ("select  A.b /* same */ = ( 'x' )\nfrom a", True),
        ("select a.b = 'y' from a", False),
        ("select a.b <> 'x' from a", False),
        ("select a.b = 'x' from a as b", False),
        ("select a.b = 'x'::text from a", False),
    ],
)
def test_a_shape_tells_statements_apart_and_not_their_layout(other: str, *, same: bool) -> None:
    first, second = (shape(_parse(text)[0].stmt) for text in ("select a.b = 'x' from a", other))

    assert (first == second) is same
    assert len({first, second}) == 2 - same
