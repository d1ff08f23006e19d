from __future__ import annotations

import pytest

from pedschema.introspect import retarget
from pedschema.model.names import QualifiedName

ROOMS = QualifiedName("public", "rooms")


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("on public.rooms for", "on copy for"),
        ('on "public"."rooms" for', "on copy for"),
        ("ON PUBLIC . rooms for", "ON copy for"),
        ("on public/* a /* b */ c */.rooms for", "on copy for"),
        ("on public. -- public.rooms\n rooms for", "on copy for"),
    ],
)
def test_a_name_is_replaced_however_it_is_written(sql: str, expected: str) -> None:
    assert retarget(sql, ROOMS, "copy") == expected


@pytest.mark.parametrize(
    "sql",
    [
        "select 'public.rooms'",
        "select 'it''s public.rooms'",
        r"select E'\' public.rooms'",
        "select $$ public.rooms $$",
        "select $a$ $$ public.rooms $a$",
        'select "public.rooms"',
        'select "Public"."rooms", public."Rooms"',
        "-- public.rooms\nselect 1",
        "/* public.rooms */ select 1",
        "select public.rooms2, public2.rooms",
    ],
)
def test_literals_comments_and_other_names_stay(sql: str) -> None:
    assert retarget(sql, ROOMS, "copy", everywhere=True) == sql


def test_only_the_first_mention_is_what_a_statement_is_about() -> None:
    sql = "create policy p on public.rooms using (exists (select from public.rooms))"
    assert retarget(sql, ROOMS, "copy") == "create policy p on copy using (exists (select from public.rooms))"


def test_every_mention_is_replaced_on_demand() -> None:
    assert retarget("public.rooms, public.rooms", ROOMS, "copy", everywhere=True) == "copy, copy"


def test_names_with_quotes_and_spaces_are_found() -> None:
    assert retarget('on "a b"."c""d" x', QualifiedName("a b", 'c"d'), "copy") == "on copy x"
