from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    MistakesAfter = Callable[[str, str, str], list[str]]

MEMBER = "rules/member.sql"
SAFE = "search_path = pg_catalog, pg_temp"
SEE = "rules/see_room.sql"
NEW = "rules/new.sql"
OPTIONS = f"stable security definer set {SAFE}"
FRAME = f"{OPTIONS} as $$ select true $$"
ATOMIC = FRAME.partition(" as ")[0] + " return exists (select from members)"

ROWS = [
    (NEW, "", "create view public.v as select 1", f"{NEW}:1 rule-statement"),
    (NEW, "", "create procedure chat.p() language sql as $$ select 1 $$", f"{NEW}:1 rule-statement"),
    (NEW, "", "-- nothing yet\n", f"{NEW}:1 statement-missing"),
    (NEW, "", f"create function public.f() returns bool language sql {FRAME}", f"{NEW}:1 rule-schema"),
    (NEW, "", f"create function f() returns bool language sql {FRAME}", f"{NEW}:1 rule-schema"),
    (NEW, "", f"create function chat.f_v2() returns bool language sql {FRAME}", f"{NEW}:1 rule-version"),
    (NEW, "", f"create function chat.topic_text() returns text language sql {FRAME}", f"{NEW}:1 rule-taken"),
    (NEW, "", f"create function chat.f() returns bool language c {FRAME}", f"{NEW}:1 rule-language"),
    (NEW, "", f"create function chat.member(a uuid) returns bool language sql {FRAME}",
     f"{NEW}:1 rule-duplicate"),
    (NEW, "", f"create function chat.{'f' * 64}() returns bool language sql {FRAME}",
     f"{NEW}:1:22 name-too-long"),
    (NEW, "", f"create function chat.f() returns bool language sql {OPTIONS}", f"{NEW}:1:1 sql-syntax"),
    (NEW, "", f"create function chat.f() returns bool language plpgsql {OPTIONS}", f"{NEW}:1:1 sql-syntax"),
    (NEW, "", f"create function chat.f() returns bool language sql {OPTIONS} return (table members)",
     f"{NEW}:1 sql-table-unqualified"),
    (MEMBER, "security definer", "security invoker", f"{MEMBER}:2 rule-security"),
    (MEMBER, "security definer\n", "", f"{MEMBER}:2 rule-security"),
    (MEMBER, "\nstable", "\nvolatile", f"{MEMBER}:2 rule-volatility"),
    (MEMBER, "\nstable", "\nimmutable", f"{MEMBER}:2 rule-volatility"),
    (MEMBER, "\nstable", "\n", f"{MEMBER}:2 rule-volatility"),
    (MEMBER, f"set {SAFE}\n", "", f"{MEMBER}:2 rule-search-path"),
    (MEMBER, SAFE, "search_path = ''", f"{MEMBER}:2 rule-search-path"),
    (MEMBER, SAFE, "search_path = pg_temp, pg_catalog", f"{MEMBER}:2 rule-search-path"),
    (MEMBER, SAFE, "search_path = public, pg_catalog, pg_temp", f"{MEMBER}:2 rule-search-path"),
    (MEMBER, SAFE, "search_path from current", f"{MEMBER}:2 rule-search-path"),
    (MEMBER, "public.members as m", "members as m", f"{MEMBER}:2 sql-table-unqualified"),
    (MEMBER, "select exists", "selec exists", f"{MEMBER}:8:5 sql-syntax"),
    (MEMBER, "language sql", "languag sql", f"{MEMBER}:3:1 sql-syntax"),
    (SEE, "    return not", "    retur not", f"{SEE}:3:6 sql-syntax"),
    (SEE, "chat.member(room)", "chat.membr(room)", f"{SEE}:1 function-unknown"),
]  # fmt: skip

FINE = [
    (NEW, "", f"create or replace function chat.member(a text) returns bool language sql {FRAME};\n"),
    (NEW, "", f"create function chat.f_v() returns bool language sql {FRAME}"),
    (NEW, "", f"create function chat.topics() returns bool language sql {FRAME}"),
    (MEMBER, SAFE, SAFE.replace("=", "to")),
    (MEMBER, "select exists (", "with m as (select 1) select from m;\n select exists ("),
    (SEE, "chat.member(room)", "(select chat . \"member\" (room) is not null or 'chat.nothing()' = '')"),
    (SEE, "chat.member(room)", "exists (select from pg_catalog.pg_class)"),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"), ROWS, ids=[f"{row[3]} {row[2][:40]}" for row in ROWS]
)
def test_mistake_of_a_rule_is_found_at_its_place_alone(
    mistakes_after: MistakesAfter, file: str, old: str, new: str, expected: str
) -> None:
    assert mistakes_after(file, old, new) == [expected]


@pytest.mark.parametrize(("file", "old", "new"), FINE, ids=[row[2][:70] for row in FINE])
def test_near_miss_of_a_rule_is_fine(mistakes_after: MistakesAfter, file: str, old: str, new: str) -> None:
    assert mistakes_after(file, old, new) == []


def test_calls_are_not_judged_while_a_rule_is_unreadable(mistakes_after: MistakesAfter) -> None:
    assert mistakes_after(MEMBER, "select exists", "selec exists") == [f"{MEMBER}:8:5 sql-syntax"]
