"""The traps of Realtime that the documentation lists: rules that exist, and that find them alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pedschema.lint.build import build_project
from pedschema.lint.engine import run_rules
from pedschema.lint.registry import load_rules
from pedschema.lint.source import Origin, Source

PAGE = Path(__file__).parents[2] / "docs" / "lint.md"
RULES = load_rules()
TABLE = "create table public.notes (id uuid primary key, board uuid not null);"
FUNCTION = (
    "create function public.say() returns trigger language plpgsql {} as $$ {} begin {}; return null; end $$;"
)
TRIGGER = "create trigger say {} on public.notes for each {} execute function public.say();"
PINNED = "security definer set search_path = ''"
MEMBER = "exists (select from public.m where m.u = (select auth.uid()) and m.t = (select realtime.topic()))"
PART = "exists (select from public.m where m.u = (select auth.uid()) and m.b = {})"


def _traps() -> list[tuple[str, str]]:
    text = PAGE.read_text(encoding="utf-8").split("## Known traps", 1)[1]
    rows = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("| ")]
    return [(trap.strip(), found.strip()) for trap, found in rows][1:]


def _send(
    message: str = "perform realtime.send('{\"a\": 1}', 'note', 'board:' || new.board, true)",
    fires: str = "after insert",
    *,
    settings: str = PINNED,
    names: str = "",
    each: str = "row",
) -> str:
    return TABLE + FUNCTION.format(settings, names, message) + TRIGGER.format(fires, each)


def _policy(condition: str, command: str = "select") -> str:
    clause = "using" if command == "select" else "with check"
    return f"create policy a on realtime.messages for {command} to authenticated {clause} ({condition});"


def _found(sql: str) -> set[str]:
    project = build_project([Source(sql, Origin.SCRIPT, "a.sql")])
    return {finding.id for finding in run_rules(project, RULES).findings}


def test_each_of_the_traps_has_rules_that_exist_or_a_reason() -> None:
    known = {rule.id for rule in RULES}
    traps = _traps()

    assert len(traps) == 43
    for trap, found in traps:
        named = re.findall(r"[A-Z]{3}\d{3}", found)
        assert set(named) <= known, trap
        assert named or found.startswith("none: "), trap


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        (_send(), set()),
        (_send(settings=""), {"TRG001"}),
        (_send(settings="security definer"), {"TRG002"}),
        (_send(fires="after insert or delete"), {"TRG004"}),
        (
            _send(
                "t := concat('board:', new.board); perform realtime.send('{\"a\": 1}', 'note', t, true)",
                "after insert or update",
                names="declare t text;",
            ),
            {"TRG006"},
        ),
        (_send(fires="before insert"), {"TRG010", "TRG011"}),
        (
            _send(
                "perform realtime.send(topic => 'board:' || new.board, event => 'note',"
                " payload => '{\"a\": 1}', private => false)"
            ),
            {"TRG003"},
        ),
        (
            _send("perform realtime.send('{\"a\": 1}', 'n', format('realtime:board:%s', new.board), true)"),
            {"TRG031"},
        ),
        (_send("perform realtime.send('{\"a\": 1}', null, 'board:' || new.board, true)"), {"TRG018"}),
        (_policy(f"extension = 'broadcast' and {MEMBER}"), set()),
        (
            _policy("extension = 'broadcast' and topic like 'my_hall:' || (select auth.uid())::text"),
            {"TOP004"},
        ),
        (
            _policy(f"extension = 'broadcast' and {MEMBER} and coalesce(event, '') in ('typing', 'seen')"),
            {"POL007"},
        ),
        (_policy(f"extension = 'postgres_changes' and {MEMBER}"), {"POL004"}),
        (
            _policy(
                "extension = 'broadcast' and topic like 'hall:%' and "
                + PART.format("split_part((select realtime.topic()), ':', 2)::bigint")
            ),
            {"TOP008"},
        ),
        (
            _policy(
                "extension = 'broadcast' and "
                + PART.format("(regexp_split_to_array((select realtime.topic()), ':'))[2]::uuid")
            ),
            {"TOP001", "TOP010"},
        ),
        ("alter role authenticator in database postgres set timezone to 'Asia/Tokyo';", {"TRG017"}),
        ("create index on realtime.messages (topic);", {"MIG001"}),
    ],
)
def test_trap_is_found_by_its_rule_alone(sql: str, expected: set[str]) -> None:
    assert _found(sql) == expected
