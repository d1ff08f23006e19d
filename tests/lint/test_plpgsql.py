from __future__ import annotations

import pytest
from pglast.stream import RawStream

from pedschema.lint.body import find_places
from pedschema.lint.depth import TooDeepError
from pedschema.lint.plpgsql import EMPTY, Written, parse_body
from pedschema.syntax.tree import walk

DECLARED = "declare n int := 1; t text; "


def _create(body: str) -> str:
    return f"create function f() returns int language plpgsql as $${body}$$"


def _written(statement: str) -> list[Written]:
    """Return what is written in a statement."""
    code = parse_body(_create(f"{DECLARED}begin {statement} end"))
    return list(code.written[1:])


@pytest.mark.parametrize(
    ("statement", "target", "sql"),
    [
        ("n := n + 1;", "n", "SELECT n + 1"),
        ("t = n = 1;", "t", "SELECT n = 1"),
        ("return n = 1;", "", "SELECT n = 1"),
        ("insert into a (b) values (n = 1);", "", "INSERT INTO a (b) VALUES (n = 1)"),
        ("perform g(n => 1);", "", "SELECT g(n => 1)"),
    ],
)
def test_what_is_written_is_parsed_as_plpgsql_reads_it(statement: str, target: str, sql: str) -> None:
    [written] = [each for each in _written(statement) if each.text]

    assert written.target == target
    assert [RawStream()(node) for node in written.nodes] == [sql]


@pytest.mark.parametrize("statement", ["n := g(1);", "return g(1);", "if g(1) = 1 then return 1; end if;"])
def test_trees_say_where_they_stand_in_the_body(statement: str) -> None:
    body = f"{DECLARED}begin {statement} end"
    code = parse_body(_create(body))

    found = [
        place - written.moved + node.location
        for written, place in find_places(code, body)
        for tree in written.nodes
        for node in walk(tree)
        if type(node).__name__ == "FuncCall"
    ]

    assert found == [body.index("g(1)")]


def test_a_body_that_is_no_plpgsql_is_empty() -> None:
    assert parse_body(_create("begin return 1 +; end")) == EMPTY
    assert parse_body(_create("begin return 1; end")) != EMPTY


def test_what_is_nested_too_deeply_is_refused() -> None:
    assert len(_written(f"n := {'abs(' * 20}1{')' * 20};")) > 0

    with pytest.raises(TooDeepError):
        _written(f"n := {'abs(' * 300}1{')' * 300};")
