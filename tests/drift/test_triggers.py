"""What differs between two definitions of a trigger, in words."""

from __future__ import annotations

import pytest

from pedschema.drift.diff import find_body, render_diff
from pedschema.drift.triggers import break_lines, compare_parts

ONE = (
    'CREATE TRIGGER t AFTER UPDATE OF a, b ON "public"."m" REFERENCING OLD TABLE AS o FOR EACH STATEMENT'
    " WHEN ((x > 1)) EXECUTE FUNCTION rooms.f_v1()"
)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("AFTER", "BEFORE", ("moment",)),
        ("UPDATE OF a, b", "INSERT OR UPDATE", ("set of statements or columns",)),
        ("UPDATE OF a, b", "UPDATE OF a", ("set of statements or columns",)),
        ("REFERENCING OLD TABLE AS o ", "", ("set of transition tables",)),
        ("STATEMENT", "ROW", ("level",)),
        ("(x > 1)", "(x > 2)", ("WHEN",)),
        ("WHEN ((x > 1)) ", "", ("WHEN",)),
        ("f_v1", "f_v2", ("function",)),
        ("TRIGGER t", "TRIGGER t", ()),
    ],
)
def test_part_that_differs_is_named(old: str, new: str, words: tuple[str, ...]) -> None:
    assert old in ONE
    assert compare_parts(ONE, ONE.replace(old, new)) == words


def test_what_is_no_trigger_has_no_parts() -> None:
    assert compare_parts(ONE, "CREATE EVENT TRIGGER e") == ()


def test_clauses_stand_on_lines_of_their_own() -> None:
    assert len(break_lines(ONE).splitlines()) == 7
    assert break_lines(ONE).replace("\n", " ") == ONE


def test_difference_goes_from_what_is_expected_to_what_is_there() -> None:
    assert render_diff("a\nb", "a\nc").splitlines()[2:] == ["@@ -1,2 +1,2 @@", " a", "-b", "+c"]
    assert render_diff("a", "a") == ""


def test_body_is_what_stands_between_the_dollars() -> None:
    assert find_body("create function f() as $x$\nselect '$$'\n$x$ language sql") == "select '$$'"
    assert find_body("create function f() as 'select 1'") == "create function f() as 'select 1'"
