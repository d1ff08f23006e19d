"""Policies that PostgreSQL opens wider than they look: nothing of them is called proved."""

from __future__ import annotations

import pytest

from pedschema.lint.prove.question import Claim, Verdict

from .conftest import answers_of, make_catalogue

READ = "create policy rooms_read on realtime.messages for select to authenticated using ({})"
ROOM = "(select rooms.topic_uuid('room:{room_id}', 'room_id'))"
GATHERED = (
    "(select public.gather(m.user_id) from public.room_members as m"
    f" where m.user_id = auth.uid() and m.room_id = {ROOM}) is not null"
)
OPEN_UNLESS_THERE = (
    "coalesce((select m.user_id = auth.uid() from public.room_members as m"
    f" where m.room_id = {ROOM} limit 1), true)"
)
RULE = (
    "create function rooms.answer() returns {} language sql stable security definer"
    " set search_path = pg_catalog, pg_temp {} as $$ select {} $$"
)
LONG = "x" * 63


def _mine(condition: str) -> str:
    return f"exists (select from public.room_members as m where m.room_id = {ROOM} and {condition})"


def _asked(claim: Claim, statements: tuple[str, ...], topic: str) -> Verdict:
    catalogue = make_catalogue(*statements, topics=(topic,))
    answers = answers_of(catalogue, lambda _: "nobody was asked", claim, seconds=1)
    where = "" if claim in {Claim.OUTSIDE, Claim.RAISES} else topic
    return answers[claim, "read broadcast", where].verdict


@pytest.mark.parametrize(
    ("claim", "condition"),
    [
        (Claim.WHO, "(auth.jwt() -> 'banned') is null"),
        (Claim.WHO, "(auth.jwt() -> 'app_metadata' -> 'room') is not null"),
        (Claim.WHO, "auth.jwt() -> 'user_metadata' ->> 'room' = messages.topic"),
        (Claim.WHO, _mine("m.room_topic = auth.jwt() ->> 'aud'")),
        (Claim.WHO, GATHERED),
        (Claim.WHO, "exists (select from public.bans as b where b.user_id::text || b.user_id::text ~ 'a$')"),
        (Claim.WHO, _mine("m.user_id::text || m.room_id::text like '%' || auth.uid()::text || '%'")),
        (Claim.WHO, f"not {_mine('m.user_id <> auth.uid()')}"),
        (Claim.WHO, "auth.uid() not in (select b.user_id from public.bans as b)"),
        (Claim.WHO, OPEN_UNLESS_THERE),
        (Claim.OUTSIDE, "messages.topic = any ('{{lobby},{room}}'::text[])"),
        (Claim.OUTSIDE, "messages.topic = any (array['room'::text]::varchar(2)[])"),
        (Claim.OUTSIDE, "messages.topic like 'room#_' escape '#'"),
        (Claim.OUTSIDE, "messages.topic ~* '^room$'"),
        (Claim.OUTSIDE, "messages.topic ~ '(?n)^room$'"),
        (Claim.OUTSIDE, "messages.topic ~ '^room|hall$'"),
        (Claim.OUTSIDE, "lower(messages.topic) = 'room'"),
        (Claim.RAISES, "messages.topic ~ '^x{256}$'"),
        (Claim.RAISES, "messages.topic ~ '^[a-z-9]$'"),
    ],
)
def test_condition_that_lets_others_in_is_not_proved(claim: Claim, condition: str) -> None:
    topic = "room" if claim is Claim.OUTSIDE else "room:{room_id:uuid}"

    assert _asked(claim, (READ.format(condition),), topic) is Verdict.UNDECIDED


@pytest.mark.parametrize(
    ("result", "settings", "answer", "topic"),
    [
        ("name", "", "realtime.topic()", LONG),
        ("character", "", "realtime.topic()", "r"),
        ("text", """set "realtime.topic" = 'room'""", "realtime.topic()", "room"),
    ],
    ids=["cut", "padded", "set"],
)
def test_rule_that_changes_what_its_body_says_is_not_proved(
    result: str, settings: str, answer: str, topic: str
) -> None:
    statements = RULE.format(result, settings, answer), READ.format(f"rooms.answer() = '{topic}'")
    plain = RULE.format("text", "", answer), statements[1]

    assert _asked(Claim.OUTSIDE, statements, topic) is Verdict.UNDECIDED
    assert _asked(Claim.OUTSIDE, plain, topic) is Verdict.PROVED


@pytest.mark.parametrize(
    ("claim", "condition"),
    [
        (Claim.WHO, _mine("m.user_id = (select auth.uid())")),
        (Claim.WHO, "auth.jwt() -> 'app_metadata' ->> 'room' = messages.topic"),
        (Claim.OUTSIDE, "messages.topic = any ('{room}'::text[])"),
        (Claim.OUTSIDE, "messages.topic ~ '^room$'"),
        (Claim.OUTSIDE, "(select starts_with(messages.topic, 'room')) and messages.topic like '____'"),
        (Claim.RAISES, "messages.topic ~ '^x{255}$'"),
    ],
)
def test_near_miss_that_lets_nobody_else_in_is_proved(claim: Claim, condition: str) -> None:
    topic = "room" if claim is Claim.OUTSIDE else "room:{room_id:uuid}"

    assert _asked(claim, (READ.format(condition),), topic) is Verdict.PROVED


def test_numbers_side_by_side_are_told_from_one_number() -> None:
    row = "exists (select from public.rooms as r where r.owner_id = auth.uid() and messages.topic = {})"
    apart, joined = "'n:' || r.number", "'n:' || r.number || r.number"
    topic = "n:{number:bigint}"

    assert _asked(Claim.WHO, (READ.format(row.format(apart)),), topic) is Verdict.PROVED
    assert _asked(Claim.WHO, (READ.format(row.format(joined)),), topic) is Verdict.UNDECIDED
