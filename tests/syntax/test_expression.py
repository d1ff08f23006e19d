from __future__ import annotations

import pytest

from pedschema.model.names import QualifiedName
from pedschema.syntax.expression import Call, Comparison, parse_expression
from pedschema.syntax.source import SqlError

ROOMS = QualifiedName("public", "rooms")


def outer(sql: str) -> set[tuple[str, str]]:
    return {(use.relation, use.column) for use in parse_expression(sql).columns if use.outer}


@pytest.mark.parametrize(
    ("sql", "names"),
    [
        ("row.a + old.b", {("row", "a"), ("old", "b")}),
        ("a", {("", "a")}),
        ('row."A b" is null', {("row", "A b")}),
        ("row.*", {("row", "")}),
        ("to_jsonb(row)", {("", "row")}),
        ("count(*)", set()),
        ("(select r.a from public.rooms as r where r.id = row.id)", {("row", "id")}),
        ("(select a from public.rooms where id = row.id order by a)", {("row", "id")}),
        ("(select a)", {("", "a")}),
        ("(select x.a from public.rooms as r)", {("x", "a")}),
        ("(select r.a from (select b as a from public.rooms) as r)", set()),
        ("(select r.a from public.rooms as r, (select r.a) as s)", {("r", "a")}),
        ("(select r.a from public.rooms as r, lateral (select r.a) as s)", set()),
        ("(with c as (select row.a as x) select c.x from c)", {("row", "a")}),
        ("(select a from public.rooms union select b from public.rooms order by a)", set()),
        ("(select x from unnest(row.list) as x)", {("row", "list")}),
        ("(select j.a from (public.rooms as r join public.rooms as s on r.id = s.id) as j)", set()),
        ("exists (select from public.rooms where rooms.id = row.id)", {("row", "id")}),
        ("(select public.rooms.id from public.rooms)", set()),
    ],
)
def test_columns_of_the_surroundings_are_told_from_those_of_subqueries(
    sql: str, names: set[tuple[str, str]]
) -> None:
    assert outer(sql) == names


def test_columns_of_subqueries_know_the_tables_they_may_be_of() -> None:
    sql = "(select id, r.name, t.x from public.rooms as r join elsewhere() as t on true)"
    uses = {use.column: use.tables for use in parse_expression(sql).columns}

    assert uses == {"id": (), "name": (ROOMS,), "x": ()}
    assert parse_expression("(select id from public.rooms)").columns[0].tables == (ROOMS,)


def test_places_count_from_the_first_character() -> None:
    expression = parse_expression("'é' = row.a and f(row.b)")

    assert [use.index for use in expression.columns] == [6, 18]
    assert expression.calls == (Call("", "f", (None,), 16),)


def test_names_of_with_are_no_relations() -> None:
    sql = "(with c as (select from d) select from c, public.rooms, x.c)"

    assert [found[:2] for found in parse_expression(sql).relations] == [
        ("", "d"),
        ("public", "rooms"),
        ("x", "c"),
    ]


def test_calls_carry_their_literals() -> None:
    calls = parse_expression("a.f('x', 'y'::text, b.c) or now() is null").calls

    assert [(call.schema, call.name, call.arguments) for call in calls] == [
        ("a", "f", ("x", "y", None)),
        ("", "now", ()),
    ]


@pytest.mark.parametrize(
    ("sql", "values"),
    [
        ("m.e = 'a'", ("a",)),
        ("'a' = m.e", ("a",)),
        ("m.e = 'a'::text", ("a",)),
        ("m.e in ('a', 'b')", ("a", "b")),
        ("m.e = any (array['a', 'b'])", ("a", "b")),
    ],
)
def test_comparison_with_literals_is_found(sql: str, values: tuple[str, ...]) -> None:
    found = parse_expression(sql).comparisons

    assert [(each.relation, each.column, each.values) for each in found] == [("m", "e", values)]


@pytest.mark.parametrize(
    "sql",
    ["m.e <> 'a'", "m.e not in ('a')", "m.e = 1", "m.e = m.f", "m.e in ('a', m.f)", "m.e = all (array['a'])",
     "f(m.e) = 'a'", "m.e like 'a'"],
)  # fmt: skip
def test_other_conditions_are_no_comparison_with_literals(sql: str) -> None:
    assert parse_expression(sql).comparisons == ()


def test_comparison_knows_its_place() -> None:
    assert parse_expression("true and m.e = 'a'").comparisons == (Comparison("m", "e", ("a",), 9),)


@pytest.mark.parametrize(
    "sql",
    ["", "  ", "a, b", "a) or (b", "a as x", "a from t", "*", "a; select 1", "select 1", "a -- b", "a\0"],
)
def test_anything_but_one_expression_is_refused(sql: str) -> None:
    with pytest.raises(SqlError):
        parse_expression(sql)


@pytest.mark.parametrize("sql", ["(a)", "a -- b\n", "/* a */ a", "(a, b)", "(select 1)"])
def test_one_expression_may_look_odd(sql: str) -> None:
    assert parse_expression(sql)


def test_error_knows_its_place() -> None:
    with pytest.raises(SqlError) as caught:
        parse_expression("'é' is nul")

    assert (caught.value.index, caught.value.message) == (7, 'syntax error at or near "nul"')
