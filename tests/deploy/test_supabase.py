from __future__ import annotations

import pytest

from pedschema.deploy.supabase import is_one_statement, is_refused


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("select 1", True),
        ("select ';', \"a;b\", (1)", True),
        ("select $a$ ; \\ ' $a$", True),
        ("select 1 /* ; ' */ -- ;\n + 1", True),
        ("select (1; 2)", True),
        ("select 1; select 2", False),
        (r"select e'it\'s'", False),
        ("select '\\', 1", True),
        ("select a \\ b", False),
        ("create function f() returns int begin atomic select 1; end", False),
        ("select 1 /* a /* b */", False),
        ("select $a$ open", False),
        ("select (1", False),
        ("select 1)", False),
    ],
)
def test_statements_that_the_cli_cuts_are_known(*, sql: str, expected: bool) -> None:
    assert is_one_statement(sql) is expected


@pytest.mark.parametrize(
    "sql", ["SET ROLE a", "reset role", "vacuum", "BEGIN", "set session authorization a"]
)
def test_statements_that_take_the_clis_transaction_or_role_away_are_known(sql: str) -> None:
    assert is_refused(sql)


@pytest.mark.parametrize(
    "sql", ["SET search_path = ''", "RESET lock_timeout", "create index on a (b)", "do $$ $$"]
)
def test_other_statements_are_not_refused(sql: str) -> None:
    assert not is_refused(sql)
