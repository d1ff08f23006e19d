"""Quoting, comparing and laying out, without a server."""

from __future__ import annotations

from typing import Any

import pytest

from pedschema.model.names import QualifiedName
from pedschema.model.table import Enum, SchemaLock
from pedschema.sql.comparison import comparable, differing
from pedschema.sql.lines import filled, indented, joined, listed
from pedschema.sql.quoting import dollar, enclosed, identifier, literal, role
from pedschema.sql.trigger import render_triggers

LOCK = SchemaLock(enums=(Enum(QualifiedName("public", "state"), ("open",)),))


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ('row."id"', 'row."id"'),
        ('row."a""b"', 'row."a""b"'),
        ('"My alias"."id"', '"My alias"."id"'),
        ("row.id", "row.id"),
        ("row.id = 1 or true", "(row.id = 1 or true)"),
        ('row."id" -- key', '(row."id" -- key\n)'),
        ("'--'", "('--'\n)"),
        ("id", "(id)"),
    ],
)
def test_enclosed(sql: str, expected: str) -> None:
    assert enclosed(sql) == expected


@pytest.mark.parametrize("name", ["", "a\0b"])
def test_identifier_that_postgres_cannot_store_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=f"^{name}$"):
        identifier(name)


def test_literal_with_a_zero_byte_is_refused() -> None:
    with pytest.raises(ValueError, match="zero byte"):
        literal("a\0b")


def test_dollar_quotes_choose_a_tag_that_the_text_does_not_hold() -> None:
    assert dollar("a") == "$pedschema$a$pedschema$"
    assert dollar("$pedschema$") == "$pedschema_$$pedschema$$pedschema_$"


@pytest.mark.parametrize(("name", "expected"), [("Public", "PUBLIC"), ("anon", '"anon"'), ("a b", '"a b"')])
def test_role(name: str, expected: str) -> None:
    assert role(name) == expected


@pytest.mark.parametrize(
    "type_",
    [
        "uuid",
        "text",
        "character varying(20)",
        "numeric(10,2)",
        "numeric(3,-2)",
        "jsonb",
        "text[]",
        "public.state",
    ],
)
def test_types_that_compare_by_value(type_: str) -> None:
    assert comparable("x", type_, LOCK) == "x"


@pytest.mark.parametrize("type_", ["json", "json[]", "xml", "point", "box", "interval", "public.citext", ""])
def test_types_that_compare_by_text(type_: str) -> None:
    assert comparable("x", type_, LOCK) == "x::text"


def test_differing_is_safe_for_null_and_quotes_names() -> None:
    columns = [('a"b', "text"), ("j", "json")]

    assert differing("new", "old", columns, LOCK) == [
        "row(",
        '  new."a""b", new."j"::text',
        ") is distinct from row(",
        '  old."a""b", old."j"::text',
        ")",
    ]
    assert differing("new", "old", columns[:1], LOCK) == ['new."a""b" is distinct from old."a""b"']
    assert differing("new", "old", [], LOCK) == ["false"]


def test_lines() -> None:
    assert listed(["a", ["b", "c"], "d"]) == ["a,", "b", "c,", "d"]
    assert joined("where ", "  and ", ["a", "b"]) == ["where a", "  and b"]
    assert joined("where ", "  and ", []) == []
    assert indented(["a", "'b\nc'"]) == ["  a", "  'b\nc'"]
    assert filled(["aaa", "bbb", "ccc"], 10) == ["aaa, bbb,", "ccc"]


def test_a_table_that_the_lock_does_not_know_compares_by_text(publication: Any) -> None:
    update = render_triggers(publication(watch=("id",)), "chat", lock=SchemaLock(), version=1)[1]
    assert 'old."id"::text is distinct from new."id"::text' in update.sql[0]


def test_publication_that_watches_nothing_fires_on_every_update(publication: Any) -> None:
    assert "when" not in render_triggers(publication(watch=()), "chat", lock=LOCK, version=1)[1].sql[0]
