"""Seeded mistakes and good policies: what the prover says of each, confirmed by PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pedschema.lint.prove.question import Claim, Verdict

from .conftest import answers_of, make_catalogue

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pedschema.lint.prove.question import Answer

SEEDS = Path(__file__).parents[1] / "corpus" / "seeds"
ROOM = "room:{room_id:uuid}"
SELECT = "create policy rooms_read on realtime.messages for select to authenticated using ({})"
INSERT = "create policy rooms_write on realtime.messages for insert to authenticated with check ({})"
MEMBER = """
create function rooms.member(room uuid) returns boolean language sql stable security definer
set search_path = pg_catalog, pg_temp as $$
    select exists (
        select from public.room_members as m
        where m.room_id = member.room and m.user_id = (select auth.uid())
    )
$$
"""
INLINED = SELECT.format(
    "messages.extension = 'broadcast' and messages.topic = (select realtime.topic())"
    " and (select rooms.member((select rooms.topic_uuid('room:{room_id}', 'room_id'))))"
)
BY_TEXT = SELECT.format(
    "messages.extension = 'broadcast' and split_part(messages.topic, ':', 1) = 'room' and exists ("
    "select from public.room_members as m where m.user_id = (select auth.uid())"
    " and m.room_id::text = split_part((select realtime.topic()), ':', 2))"
)


def _seed(name: str) -> str:
    return (SEEDS / f"{name}.sql").read_text(encoding="utf-8")


@pytest.mark.db
@pytest.mark.parametrize(
    ("name", "claim", "right"),
    [
        ("b1", Claim.WHO, "read broadcast"),
        ("b1", Claim.OUTSIDE, "read presence"),
        ("b2", Claim.WHO, "write broadcast"),
        ("b3", Claim.CALLERS, "read broadcast"),
        ("b5", Claim.OUTSIDE, "read broadcast"),
        ("b6", Claim.RAISES, "read broadcast"),
        ("b8", Claim.UNDECLARED, "read presence"),
        ("r5", Claim.WHO, "read broadcast"),
        ("r8", Claim.OUTSIDE, "read broadcast"),
    ],
)
def test_seeded_mistake_has_a_counterexample_that_postgres_confirms(
    prove: Callable[..., Mapping[tuple[str, str, str], Answer]], name: str, claim: Claim, right: str
) -> None:
    write = ("authenticated",) if right.startswith("write") else ()
    topic = "" if claim in {Claim.OUTSIDE, Claim.RAISES} else ROOM

    answer = prove(make_catalogue(_seed(name), write=write), claim)[claim, right, topic]

    assert answer.verdict is Verdict.COUNTEREXAMPLE, answer.told
    assert answer.candidate


@pytest.mark.parametrize(("name", "right"), [("r1", "read"), ("r2", "write"), ("r9", "read")])
def test_seed_that_never_grants_is_proved_to_admit_nobody(name: str, right: str) -> None:
    catalogue = make_catalogue(_seed(name), write=("authenticated",) if right == "write" else ())

    answer = answers_of(catalogue, None, Claim.WHO)[Claim.WHO, f"{right} broadcast", ROOM]

    assert answer.verdict is Verdict.NEVER_GRANTS
    cured = make_catalogue(_seed(f"{name}.cured"), write=catalogue.topics[0].write)
    good = answers_of(cured, None, Claim.WHO)[Claim.WHO, f"{right} broadcast", ROOM]
    assert good.verdict is Verdict.PROVED


@pytest.mark.parametrize("name", ["b4", "r3", "r4"])
def test_seed_outside_of_the_model_is_proved_to_ask_for_membership(name: str) -> None:
    answer = answers_of(make_catalogue(_seed(name)), None, Claim.WHO)[Claim.WHO, "read broadcast", ROOM]

    assert answer.verdict is Verdict.PROVED
    assert "user_id = the caller's sub" in answer.told
    assert any("inserted_at" in note for note in answer.notes) is (name == "r4")


@pytest.mark.db
def test_client_that_may_send_where_nobody_is_to_send_is_a_counterexample(
    prove: Callable[..., Mapping[tuple[str, str, str], Answer]],
) -> None:
    spoofed = INLINED.replace("rooms_read", "rooms_write").replace("for select", "for insert")
    spoofed = spoofed.replace("using (", "with check (", 1)

    answers = prove(make_catalogue(MEMBER, spoofed), Claim.UNDECLARED)

    assert answers[Claim.UNDECLARED, "write broadcast", ROOM].verdict is Verdict.COUNTEREXAMPLE
    assert answers[Claim.UNDECLARED, "write presence", ROOM].verdict is Verdict.PROVED


@pytest.mark.db
def test_wildcard_in_a_name_admits_to_another_topic(
    prove: Callable[..., Mapping[tuple[str, str, str], Answer]],
) -> None:
    policy = SELECT.format("messages.extension = 'broadcast' and messages.topic like 'chat{}lobby'")

    loose = prove(make_catalogue(policy.format("_"), topics=("chat_lobby",)), Claim.OUTSIDE)

    assert loose[Claim.OUTSIDE, "read broadcast", ""].verdict is Verdict.COUNTEREXAMPLE
    tight = answers_of(make_catalogue(policy.format(r"\_"), topics=("chat_lobby",)), None, Claim.OUTSIDE)
    assert tight[Claim.OUTSIDE, "read broadcast", ""].verdict is Verdict.PROVED


@pytest.mark.parametrize(
    ("statements", "witness"),
    [
        ((_seed("b5.cured"),), "public.room_members (user_id = the caller's sub, room_id = {room_id})"),
        ((_seed("b6.cured"),), "public.room_members (user_id = the caller's sub, room_id = {room_id})"),
        ((MEMBER, INLINED), "public.room_members (user_id = the caller's sub, room_id = {room_id})"),
        ((BY_TEXT,), "public.room_members (user_id = the caller's sub, room_id = {room_id})"),
        ((_seed("b1.cured"),), "public.room_members (user_id = the caller's sub, room_topic = the topic)"),
    ],
    ids=["built", "parsed", "rule", "text", "whole"],
)
def test_good_policy_is_proved_with_its_witness(statements: tuple[str, ...], witness: str) -> None:
    answer = answers_of(make_catalogue(*statements), None, Claim.WHO)[Claim.WHO, "read broadcast", ROOM]

    assert (answer.verdict, answer.told) == (Verdict.PROVED, f"admits only with a row of {witness}")


def test_what_postgres_does_not_confirm_is_undecided() -> None:
    catalogue = make_catalogue(SELECT.format("true"))

    answers = answers_of(catalogue, lambda _: "the caller is refused", Claim.WHO, Claim.CALLERS)

    assert {answer.verdict for answer in answers.values()} == {Verdict.UNDECIDED}
    told = answers[Claim.WHO, "read broadcast", ROOM].told
    assert told.startswith("a candidate was found that PostgreSQL does not confirm: the caller is refused")


def test_construct_that_is_not_understood_is_named_with_its_place() -> None:
    catalogue = make_catalogue(SELECT.format("chat.may_enter(messages.topic)"))

    answer = answers_of(catalogue, lambda _: "no", Claim.WHO)[Claim.WHO, "read broadcast", ROOM]

    assert answer.verdict is Verdict.UNDECIDED
    assert "rooms.sql:1: the function chat.may_enter in `chat.may_enter(messages.topic)`" in answer.told


def test_cast_that_only_the_order_of_and_protects_is_not_proved() -> None:
    guarded = (
        "(select realtime.topic()) ~ '^room:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' and exists ("
        "select from public.room_members as m where m.user_id = (select auth.uid())"
        " and m.room_id = split_part((select realtime.topic()), ':', 2)::uuid)"
    )
    by_case = f"case when {guarded.replace(' and exists', ' then exists', 1)} end"

    loose = answers_of(make_catalogue(SELECT.format(guarded)), lambda _: "no", Claim.RAISES)
    tight = answers_of(make_catalogue(SELECT.format(by_case)), None, Claim.RAISES)

    assert loose[Claim.RAISES, "read broadcast", ""].verdict is Verdict.UNDECIDED
    assert tight[Claim.RAISES, "read broadcast", ""].verdict is Verdict.PROVED


def test_bare_topic_in_a_guarded_subquery_is_not_proved() -> None:
    bare = (
        "case when realtime.topic() ~ '^room:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then exists ("
        "select from public.room_members as m"
        " where m.room_id = split_part(realtime.topic(), ':', 2)::uuid) end"
    )

    answers = answers_of(make_catalogue(SELECT.format(bare)), lambda _: "no", Claim.RAISES)

    assert answers[Claim.RAISES, "read broadcast", ""].verdict is Verdict.UNDECIDED


def test_part_that_nothing_asks_for_is_no_part_of_the_proof() -> None:
    catalogue = make_catalogue(
        MEMBER,
        SELECT.format("rooms.member(rooms.topic_uuid('hall:{hall_id}:room:{room_id}', 'room_id'))"),
        topics=("hall:{hall_id:uuid}:room:{room_id:uuid}",),
    )

    (answer,) = answers_of(catalogue, lambda _: "", Claim.WHO).values()

    assert answer.verdict is Verdict.COUNTEREXAMPLE
