from __future__ import annotations

import pytest

from pedschema.model.names import QualifiedName
from pedschema.syntax.function import FunctionStatement, find_calls, parse_function
from pedschema.syntax.policy import PolicyStatement, parse_policy
from pedschema.syntax.source import SqlError, find_position, split_statements
from pedschema.syntax.tree import same_statement
from pedschema.syntax.types import count_dimensions, parse_type
from pedschema.syntax.words import find_cut_names, is_reserved


def policy(sql: str) -> PolicyStatement:
    found = parse_policy(split_statements(sql)[0])
    assert found
    return found


def function(sql: str) -> FunctionStatement:
    found = parse_function(split_statements(sql)[0])
    assert found
    return found


def test_statements_know_their_lines_and_leave_comments_before_them_out() -> None:
    statements = split_statements("-- é; first\nselect 1 -- one\n;\n\n /* 2 */ select $$;$$;\n-- end")

    assert [(each.text, each.line, each.index) for each in statements] == [
        ("select 1", 2, 12),
        ("select $$;$$", 5, 40),
    ]


@pytest.mark.parametrize("sql", ["", "  ", "-- nothing\n", ";;"])
def test_text_without_statements_has_none(sql: str) -> None:
    assert split_statements(sql) == ()


@pytest.mark.parametrize(
    ("sql", "position"), [("select 1;\n  selec 2", (2, 3)), ("select (", (1, 9)), ("é\n", (1, 1))]
)
def test_error_has_line_and_column(sql: str, position: tuple[int, int]) -> None:
    with pytest.raises(SqlError) as caught:
        split_statements(sql)

    assert find_position(sql, caught.value.index) == position


def test_expressions_of_a_policy_are_slices_of_its_text() -> None:
    found = policy("""create policy "using (x)" on a.b as restrictive for update to x, current_user
        using ( /* (why */ m.a = ')' or (true) )
        WITH /* c */ CHECK(f('using (') -- so
    );""")

    assert found.using == "/* (why */ m.a = ')' or (true)"
    assert found.check == "f('using (') -- so\n"
    assert (found.name, found.table, found.command) == ("using (x)", QualifiedName("a", "b"), "UPDATE")
    assert (found.permissive, found.roles) == (False, ("x", "current_user"))
    assert found.expression.literals == (")", "using (")


def test_policy_that_says_nothing_is_for_all_commands_and_everybody() -> None:
    found = policy("create policy p on t")

    assert (found.table, found.command, found.roles) == (QualifiedName("", "t"), "ALL", ("public",))
    assert (found.using, found.check, found.permissive) == ("", "", True)


def test_other_statements_create_no_policy_and_no_function() -> None:
    statement = split_statements("alter policy p on t using (true)")[0]

    assert parse_policy(statement) is None
    assert parse_function(statement) is None


def test_arguments_are_spelled_as_the_catalog_spells_them() -> None:
    found = function(
        "create function f(int, b varchar(3), c timestamptz[] default null, d int8, e numeric(3,1), "
        'inout f float8, g "char", h public."Mood", variadic i text[]) language sql as $$ select 1.0 $$'
    )

    assert found.arguments == (
        "integer, character varying, timestamp with time zone[], bigint, numeric, INOUT double precision, "
        '"char", public."Mood", VARIADIC text[]'
    )


def test_options_of_a_function_are_read() -> None:
    found = function(
        "create function a.f() returns int language PLPGSQL stable security definer "
        "set search_path to a, 'b' set work_mem = '1MB' as 'begin return 1; end'"
    )

    assert (found.language, found.volatility, found.security_definer) == ("plpgsql", "stable", True)
    assert found.settings == {"search_path": "a,b", "work_mem": "1MB"}


@pytest.mark.parametrize(
    "body",
    [
        "language sql as $$ select a.g(1) from x, a.f(2) -- a.h()\n$$",
        "language sql return a.g((select 1 from x)) + a.f()",
        'language sql begin atomic select A."g"(1) from x; end',
        "language sql as 'select a.g(''a.h(1)'') from x'",
    ],
)  # fmt: skip
def test_calls_and_relations_of_a_body_are_found(body: str) -> None:
    found = function(f"create function a.f() returns int {body}")

    assert (found.calls, found.relations) == ((("a", "g"),), (("", "x"),))


def test_calls_in_plpgsql_are_found() -> None:
    found = function("create function f() returns int language plpgsql as $$ begin return a.g(); end $$")

    assert found.calls == (("a", "g"),)


def test_word_before_a_parenthesis_is_a_call_and_a_column_is_none() -> None:
    assert find_calls("select a.b, \"A\".c (1), 'x.y(' /* d.e( */ from f.g") == (("A", "c"),)


@pytest.mark.parametrize("sql", ["select 1; selec 2", "selec"])
def test_body_in_sql_that_does_not_parse_is_refused_at_its_place(sql: str) -> None:
    text = f"-- about\ncreate function f() returns int language sql as $$ {sql} $$"

    with pytest.raises(SqlError) as caught:
        function(text)

    assert text[caught.value.index :].startswith("selec")


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("select 1", "SELECT  (1) -- one"),
        (
            "create policy p on t using (a = 'x')",
            "create policy p on t as permissive for all\nusing ((a='x'))",
        ),
        ("no sql", "no sql"),
    ],
)
def test_layout_comments_and_parentheses_do_not_matter(a: str, b: str) -> None:
    assert same_statement(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [("select 1", "select 2"), ("select 'a'", "select 'A'"), ("no sql", "no  sql"), ("select 1", "no sql"),
     ("select 1", "select 1; select 1"), ("select a.b", "select b")],
)  # fmt: skip
def test_another_statement_is_another(a: str, b: str) -> None:
    assert not same_statement(a, b)


@pytest.mark.parametrize(
    ("written", "spelled"),
    [("int8", "bigint"), ("varchar(3)", "character varying(3)"),
     ("timestamptz(3)", "timestamp(3) with time zone"),
     ("numeric(10, 2)", "numeric(10,2)"),
     ("gis.geometry(Point, 4326)", "gis.geometry(point,4326)"),
     ("public.mood[]", "public.mood[]"),
     ("time", "time without time zone"),
     ('public."Mood"', 'public."Mood"'), ("jsonb", "jsonb"), ("char", "character(1)")],
)  # fmt: skip
def test_type_has_one_spelling(written: str, spelled: str) -> None:
    assert parse_type(written) == spelled


@pytest.mark.parametrize(
    ("written", "dimensions"),
    [("text", 1), ("text[]", 1), ("int array[3]", 1), ("int[][]", 2), ("a.b[3][]", 2)],
)
def test_dimensions_are_those_that_are_written(written: str, dimensions: int) -> None:
    assert count_dimensions(written) == dimensions


@pytest.mark.parametrize(
    "written", ["", "int 8", "text, 1", "text x", "text::int", "text) , (1", "text); select (1", "1"]
)
def test_anything_but_a_type_is_refused(written: str) -> None:
    with pytest.raises(SqlError):
        parse_type(written)


def test_reserved_words_are_no_aliases() -> None:
    assert [is_reserved(word) for word in ("left", "order", "room", "name")] == [True, True, False, False]


def test_names_are_measured_in_bytes() -> None:
    fits, cut = "é" * 31 + "x", "é" * 32

    assert find_cut_names(f'select {fits}, "{cut}"') == ((cut, 41),)
