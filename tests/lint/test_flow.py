from __future__ import annotations

import pytest
from pglast.stream import RawStream

from pedschema.lint.flow import Step, read_steps
from pedschema.lint.operation import is_reached
from pedschema.lint.plpgsql import parse_body


def _steps(body: str) -> list[Step]:
    create = f"create function f() returns trigger language plpgsql as $${body}$$"
    return list(read_steps(parse_body(create), body, create.index(body)))


def _performed(body: str) -> dict[str, Step]:
    return {RawStream()(step.tree): step for step in _steps(body) if step.kind == "perform"}


@pytest.mark.parametrize(
    ("condition", "operations"),
    [
        ("tg_op = 'INSERT'", {"INSERT"}),
        ("'INSERT' = tg_op", {"INSERT"}),
        ("tg_op <> 'INSERT'", {"UPDATE", "DELETE"}),
        ("tg_op in ('INSERT', 'UPDATE')", {"INSERT", "UPDATE"}),
        ("tg_op not in ('INSERT', 'UPDATE')", {"DELETE"}),
        ("not (tg_op = 'INSERT' or tg_op = 'UPDATE')", {"DELETE"}),
        ("tg_op = 'INSERT' and new.open", {"INSERT"}),
        ("tg_op = 'INSERT' or new.open", {"INSERT", "UPDATE", "DELETE"}),
        ("tg_op = any (array['DELETE'])", {"DELETE"}),
    ],
)
def test_condition_on_the_operation_decides(condition: str, operations: set[str]) -> None:
    step = _performed(f"begin if {condition} then perform 1; end if; end")["SELECT 1"]

    assert {word for word in ("INSERT", "UPDATE", "DELETE") if is_reached(step, word)} == operations


@pytest.mark.parametrize(
    "body",
    [
        "begin if tg_op = 'DELETE' then return null; end if; perform 1; end",
        "begin if tg_op = 'DELETE' then raise exception 'x'; end if; perform 1; end",
        "begin if tg_op = 'DELETE' then null; else perform 1; end if; end",
        "begin case tg_op when 'DELETE' then null; else perform 1; end case; end",
        "begin case when tg_op = 'DELETE' then null; else perform 1; end case; end",
        "begin if tg_op <> 'DELETE' then null; else return null; end if; perform 1; end",
    ],
)
def test_what_leaves_before_is_not_there_after(body: str) -> None:
    step = _performed(body)["SELECT 1"]

    assert not is_reached(step, "DELETE")
    assert is_reached(step, "INSERT")


def test_branch_that_stays_does_not_count_after() -> None:
    step = _performed("begin if tg_op = 'DELETE' then perform 2; end if; perform 1; end")["SELECT 1"]

    assert is_reached(step, "DELETE")


def test_only_the_block_with_handlers_is_handled() -> None:
    steps = _performed("begin perform 1; begin perform 2; exception when others then perform 3; end; end")

    assert {text: step.handled for text, step in steps.items()} == {
        "SELECT 1": False,
        "SELECT 2": True,
        "SELECT 3": False,
    }


def test_variables_are_named_by_what_sets_them() -> None:
    steps = _steps(
        "declare a text := 'x'; b text; r record; "
        "begin b := a; select 1, 2 into a, b; for r in select 3 loop null; end loop; end"
    )

    assert [(step.kind, step.targets) for step in steps if step.targets] == [
        ("declare", ("a",)),
        ("assign", ("b",)),
        ("execsql", ("a", "b")),
        ("fors", ("r",)),
    ]


@pytest.mark.parametrize("body", ["begin if; end", "no block", "begin r.x := 1; end"])
def test_body_that_cannot_be_read_has_no_steps(body: str) -> None:
    assert _steps(body) == []
