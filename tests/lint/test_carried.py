"""Rules on what messages carry, where an example of one file cannot show it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from pedschema.lint.build import build_project
from pedschema.lint.engine import run_rules
from pedschema.lint.example import make_contract
from pedschema.lint.read import load_project
from pedschema.lint.registry import load_rules
from pedschema.lint.source import Origin, Source

if TYPE_CHECKING:
    from pathlib import Path

RULES = load_rules()
NEXT = 'event = "posts.v2"\nname = "posts_v2"'
TRIGGER = """
create table public.notes (id uuid primary key, a integer, twice integer generated always as (a * 2) %s);
create function public.tell() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    perform realtime.send(jsonb_build_object('n', new.%s), 'note', 'board:1', true);
    return null;
end $$;
create trigger tell after insert on public.notes for each row execute function public.tell();
"""
CHANGES = """
create function public.tell() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    perform realtime.broadcast_changes('board:1', tg_op, tg_op, tg_table_name, 'public', new, old);
    return null;
end $$;
create trigger tell after insert on public.posts for each row execute function public.tell();
"""


def _write(folder: Path, text: str) -> Path:
    for part in f"--- contract.toml\n{text}".split("--- ")[1:]:
        name, _, content = part.partition("\n")
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_text(content, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("kind", "column", "found"), [("virtual", "twice", 1), ("virtual", "a", 0), ("stored", "twice", 0)]
)
def test_a_trigger_by_hand_that_sends_a_virtual_column_is_found(kind: str, column: str, found: int) -> None:
    project = build_project([Source(TRIGGER % (kind, column), Origin.SCRIPT, "a.sql")])

    assert [each.id for each in run_rules(project, RULES).findings].count("PAY013") == found


def test_a_virtual_column_of_the_contract_is_told_once(tmp_path: Path) -> None:
    project = load_project([_write(tmp_path, make_contract("integer generated virtual"))])

    assert [each.id for each in run_rules(project, RULES).findings].count("PAY013") == 1


@pytest.mark.parametrize(
    ("today", "over"), [(date(2027, 3, 30), False), (date(2027, 3, 31), False), (date(2027, 4, 1), True)]
)
def test_a_publication_may_be_sent_until_the_day_of_its_sunset(
    tmp_path: Path, today: date, *, over: bool
) -> None:
    text = make_contract("text", "sunset = 2027-03-31", NEXT)
    project = replace(load_project([_write(tmp_path, text)]), today=today)

    assert ("CAT028" in {each.id for each in run_rules(project, RULES).findings}) == over


@pytest.mark.parametrize("partitioned", [True, False])
def test_the_lock_says_which_tables_have_partitions(tmp_path: Path, *, partitioned: bool) -> None:
    text = make_contract("text")
    if partitioned:
        text = text.replace('"rls": true,', '"rls": true, "partitioned": true,')
    script = tmp_path / "tell.sql"
    script.write_text(CHANGES, encoding="utf-8")

    project = load_project([script, _write(tmp_path / "contract", text)])

    assert ("TRG035" in {each.id for each in run_rules(project, RULES).findings}) == partitioned
