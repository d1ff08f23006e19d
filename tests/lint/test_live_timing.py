"""How long a join's check takes, and when that is a finding."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pedschema.lint.build import build_project
from pedschema.lint.engine import run_rules
from pedschema.lint.live import read_live, with_access
from pedschema.lint.live_timing import Case, Timing, read_timings
from pedschema.lint.registry import load_rules
from pedschema.model.persona import Persona
from pedschema.probe.authorization import Subject, read_checks
from pedschema.probe.matrix import Cell, Matrix
from pedschema.probe.topics import Probed, TopicKind

if TYPE_CHECKING:
    from pedschema.probe.database import RealtimeDatabase

pytestmark = pytest.mark.db

BUDGET = [rule for rule in load_rules() if rule.id == "PRF004"]
PATTERN = "room:{room_id:uuid}"
ROOMS = [f"room:aaaaaaaa-0000-4000-8000-00000000000{number}" for number in range(3)]
USERS = {
    name: f"bbbbbbbb-0000-4000-8000-00000000000{number}" for number, name in enumerate(("one", "two", "none"))
}
MEMBERS = """
    insert into public.members (room_id, user_id) values
        ('aaaaaaaa-0000-4000-8000-000000000000', 'bbbbbbbb-0000-4000-8000-000000000000'),
        ('aaaaaaaa-0000-4000-8000-000000000000', 'bbbbbbbb-0000-4000-8000-000000000001'),
        ('aaaaaaaa-0000-4000-8000-000000000001', 'bbbbbbbb-0000-4000-8000-000000000001')
        on conflict do nothing;
    create function public.sees(topic text) returns boolean language plpgsql stable security definer
        set search_path = pg_catalog, pg_temp as $$
    begin
        if exists (select from public.members where 'room:' || room_id = topic and user_id = auth.uid()) then
            return true;
        end if;
        {miss}
        return false;
    end $$;
    create policy a on realtime.messages for select to authenticated
        using (messages.extension = 'broadcast' and (select public.sees(messages.topic)));
"""


def _ask(database: RealtimeDatabase) -> Matrix:
    people = [Persona(name, "", {"role": "authenticated", "sub": sub}) for name, sub in USERS.items()]
    people.append(Persona("backend", "", {"role": "service_role"}))
    cells = [
        Cell(
            Probed(topic, topic, TopicKind.DECLARED, PATTERN),
            persona.name,
            *read_checks(database.connection, Subject(topic, persona.claims)),
        )
        for topic in ROOMS
        for persona in people
    ]
    return Matrix(tuple(people), frozenset({"backend"}), tuple(cells))


def _find(database: RealtimeDatabase, matrix: Matrix, timings: tuple[Timing, ...]) -> list[str]:
    live = with_access(read_live(database.connection), matrix, timings)
    project = replace(build_project(()), live=live)
    return [finding.what for finding in run_rules(project, BUDGET).findings]


def test_slow_miss_is_found_and_its_fast_hit_is_not(realtime_db: RealtimeDatabase) -> None:
    realtime_db.connection.execute(MEMBERS.format(miss="perform pg_sleep(0.02);"))
    matrix = _ask(realtime_db)

    timings = read_timings(realtime_db.connection, matrix)

    assert {(each.case, each.persona, each.topic) for each in timings} == {
        (Case.HIT, "one", ROOMS[0]),
        (Case.MISS, "one", ROOMS[1]),
        (Case.HEAVY, "two", ROOMS[0]),
        (Case.HEAVY, "two", ROOMS[2]),
    }
    slow = {(each.case, each.topic) for each in timings if each.p95_ms > 20}
    assert slow == {(Case.MISS, ROOMS[1]), (Case.HEAVY, ROOMS[2])}
    found = _find(realtime_db, matrix, tuple(each for each in timings if (each.case, each.topic) in slow))
    assert [what.partition(" take")[0] for what in sorted(found)] == [
        '95 of 100 read checks of "one" (miss)',
        '95 of 100 read checks of "two" (heavy)',
    ]


def test_measuring_leaves_nothing_behind(realtime_db: RealtimeDatabase) -> None:
    realtime_db.connection.execute(MEMBERS.format(miss=""))

    assert read_timings(realtime_db.connection, _ask(realtime_db))
    assert realtime_db.connection.execute("select count(*) from realtime.messages").fetchone() == (0,)
    assert realtime_db.connection.execute("select current_user").fetchone() == ("postgres",)


@pytest.mark.parametrize(
    ("least_ms", "p95_ms", "found"), [(4.9, 5.0, 0), (4.9, 5.1, 1), (2.5, 20.0, 0), (2.6, 20.0, 1)]
)
def test_budget_is_five_milliseconds_and_a_busy_machine_is_no_finding(
    least_ms: float, p95_ms: float, found: int, realtime_db: RealtimeDatabase
) -> None:
    matrix = Matrix((), frozenset(), ())
    timing = Timing("room:<open>", ROOMS[0], "one", Case.HIT, least_ms, p95_ms)

    assert len(_find(realtime_db, matrix, (timing,))) == found


def test_checks_that_fail_and_roles_without_policies_are_not_measured(realtime_db: RealtimeDatabase) -> None:
    realtime_db.connection.execute(
        "create policy a on realtime.messages for select using (messages.topic::uuid is null)"
    )

    assert read_timings(realtime_db.connection, _ask(realtime_db)) == ()
