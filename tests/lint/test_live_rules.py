"""Rules that only a database can tell: their own examples, known ways to break access, a good database."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from pedschema.lint.build import build_project
from pedschema.lint.engine import run_rules
from pedschema.lint.live import read_live, read_live_sources, with_access
from pedschema.lint.live_access import Gained
from pedschema.lint.live_refusal import find_refusals
from pedschema.lint.registry import load_rules
from pedschema.model.persona import Persona
from pedschema.probe.authorization import Subject, read_checks
from pedschema.probe.lock import compare_access, render_access_lock
from pedschema.probe.matrix import Cell, Matrix, read_matrix
from pedschema.probe.topics import Probed, TopicKind

if TYPE_CHECKING:
    from psycopg import Connection

    from pedschema.findings import Finding
    from pedschema.lint.rule import Rule
    from pedschema.model.catalogue import Catalogue
    from pedschema.model.persona import Cast
    from pedschema.probe.database import RealtimeDatabase

pytestmark = pytest.mark.db

LIVE = [rule for rule in load_rules() if rule.live]
OPEN = "aaaaaaaa-0000-4000-8000-000000000001"
CLOSED = "aaaaaaaa-0000-4000-8000-000000000002"
PERSONAS = (
    Persona("anon", "nobody signed in", {"role": "anon"}),
    Persona(
        "member",
        "member of the open room",
        {"role": "authenticated", "sub": "bbbbbbbb-0000-4000-8000-000000000001"},
    ),
    Persona(
        "stranger",
        "member of no room",
        {"role": "authenticated", "sub": "bbbbbbbb-0000-4000-8000-000000000002"},
    ),
    Persona("backend", "the app itself", {"role": "service_role"}),
)
TOPICS = [f"room:{room}:{purpose}" for room in (OPEN, CLOSED) for purpose in ("chat", "live", "chats")]

PLANNED = frozenset({"POL010", "POL011"})
"""Rules that work out from the catalog what PostgreSQL itself can be asked."""

OWNERS_ONLY = frozenset({"CAT007", "PUB011"})
"""Rules about what `postgres` cannot break on the hosted platform: the owner of it all runs the examples."""


def _examples(kind: str, ids: frozenset[str] = frozenset()) -> list[object]:
    return [
        pytest.param(rule, text, id=f"{rule.id}-{rule.name}-{kind}-{number}")
        for rule in LIVE
        if not ids or rule.id in ids
        for number, text in enumerate(getattr(rule, kind), start=1)
    ]


def _ask(connection: Connection[Any]) -> Matrix:
    """Ask for a few topics; the probe's own matrix asks for hundreds."""
    probed = [Probed(topic, topic, TopicKind.DECLARED) for topic in [*TOPICS, "lobby"]]
    cells = tuple(
        Cell(each, persona.name, *read_checks(connection, Subject(each.topic, persona.claims)))
        for each in probed
        for persona in PERSONAS
    )
    return Matrix(PERSONAS, frozenset({"backend"}), cells)


def _review() -> str:
    """Return a lock by which members read the chat of their room, and nobody else does anything."""
    rows = [("declared", *(persona.name for persona in PERSONAS))]
    rows += [
        (topic, "-", "r" if topic == f"room:{OPEN}:chat" else "-", "-", "rwpP")
        for topic in [*TOPICS, "lobby"]
    ]
    return "\n".join("  ".join(row) for row in rows) + "\n"


def _findings(rules: list[Rule], database: RealtimeDatabase, catalogue: Catalogue) -> list[Finding]:
    connection = database.connection
    matrix = _ask(connection)
    changes = compare_access(_review(), render_access_lock(matrix))
    gained = tuple(Gained(change.topic, change.text) for change in changes if change.widens)
    live = with_access(read_live(connection), matrix, gained=gained)
    project = replace(build_project(read_live_sources(connection)), catalogue=catalogue, live=live)
    return [finding for rule in rules for finding in rule.check(project)]


def _run_example(rule: Rule, text: str, database: RealtimeDatabase, catalogue: Catalogue) -> list[Finding]:
    if rule.id not in OWNERS_ONLY:
        database.connection.execute(text.encode())
        return _findings([rule], database, catalogue)
    # Roles belong to all databases, so that what is done to them is taken back.
    connection = database.connect("supabase_admin")
    with connection.transaction(force_rollback=True):
        connection.execute(text.encode())
        return list(rule.check(replace(build_project(()), catalogue=catalogue, live=read_live(connection))))


@pytest.mark.parametrize(("rule", "text"), _examples("bad"))
def test_bad_example_is_found(rule: Rule, text: str, realtime_db: RealtimeDatabase, rooms: Catalogue) -> None:
    assert _run_example(rule, text, realtime_db, rooms)


@pytest.mark.parametrize(("rule", "text"), _examples("good"))
def test_good_example_is_silent(
    rule: Rule, text: str, realtime_db: RealtimeDatabase, rooms: Catalogue
) -> None:
    assert _run_example(rule, text, realtime_db, rooms) == []


B7 = """
    create table public.vault (user_id uuid primary key);
    revoke all on public.vault from authenticated;
    create policy mine on realtime.messages for select to authenticated
        using (exists (select from public.vault where user_id = (select auth.uid())));
"""
B7R = """
    create policy co_members on public.members for select to authenticated using (
        room_id in (select room_id from public.members as o where o.user_id = (select auth.uid()))
    );
    create policy mine on realtime.messages for select to authenticated
        using (exists (select from public.members where user_id = (select auth.uid())));
"""
R6 = """
    create policy mine on realtime.messages for insert to authenticated with check (
        extension = 'broadcast' and exists (
            select from public.members as m
            where m.user_id = (select auth.uid())
                and (select realtime.topic()) = 'room:' || m.room_id || ':chat'
        )
    );
"""
R7 = """
    create policy mine on realtime.messages for select to authenticated using (
        extension = 'broadcast' and exists (
            select from public.members as m
            where m.user_id = (select auth.uid())
                and (select realtime.topic()) = 'room:' || m.room_id || ':chats'
        )
    );
"""


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        pytest.param(B7, {"POL010"}, id="B7"),
        pytest.param(B7R, {"POL011"}, id="B7r"),
        pytest.param(R6, {"POL014"}, id="R6"),
        pytest.param(R7, {"CAT001", "CAT002", "CAT003"}, id="R7"),
    ],
)
def test_known_mistake_is_found(
    sql: str, expected: set[str], realtime_db: RealtimeDatabase, rooms: Catalogue
) -> None:
    realtime_db.connection.execute(sql.encode())

    assert expected <= {finding.id for finding in _findings(LIVE, realtime_db, rooms)}


TELL = """
    create function public.tell() returns trigger language plpgsql security definer as $$
    begin
        perform realtime.send('{}', 'messages', 'room:' || new.room_id || ':chat');
        return null;
    end $$;
    create trigger tell after insert on public.messages for each row execute function public.tell();
"""


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        (f"{TELL} alter publication supabase_realtime add table public.messages;", {"PUB003"}),
        (f"{TELL} alter publication supabase_realtime add table public.members;", set()),
        ("alter publication supabase_realtime add table public.messages;", set()),
        ("alter publication supabase_realtime_messages_publication add table public.messages;", {"PUB004"}),
    ],
)
def test_publications_of_the_database_are_judged(
    sql: str, expected: set[str], realtime_db: RealtimeDatabase, rooms: Catalogue
) -> None:
    connection = realtime_db.connect("supabase_admin")
    connection.execute(sql.encode())
    project = replace(build_project(()), catalogue=rooms, live=read_live(connection))

    found = {finding.id for rule in load_rules() for finding in rule.check(project)}

    assert found & {"PUB003", "PUB004"} == expected


def _answers(database: RealtimeDatabase) -> set[str]:
    live = with_access(read_live(database.connection), _ask(database.connection))
    return {refusal.sqlstate for refusal in find_refusals(live)}


@pytest.mark.parametrize(("rule", "text"), _examples("bad", PLANNED))
def test_postgresql_refuses_what_the_catalog_shows(
    rule: Rule, text: str, realtime_db: RealtimeDatabase
) -> None:
    realtime_db.connection.execute(text.encode())

    assert _answers(realtime_db) & ({"42501"} if rule.id == "POL010" else {"42P17", "54001"})


@pytest.mark.parametrize(("rule", "text"), _examples("good", PLANNED))
def test_postgresql_answers_what_the_catalog_lets_pass(
    rule: Rule, text: str, realtime_db: RealtimeDatabase
) -> None:
    realtime_db.connection.execute(text.encode())

    assert _answers(realtime_db) == set(), rule.id


def test_the_projects_own_database_has_no_finding(
    ped: Connection[Any], realtime_contract: Catalogue, realtime_cast: Cast
) -> None:
    live = with_access(read_live(ped), read_matrix(ped, realtime_contract, realtime_cast))
    project = replace(build_project(read_live_sources(ped)), catalogue=realtime_contract, live=live)

    assert live.access
    assert [finding for rule in LIVE for finding in rule.check(project)] == []


def test_a_topic_that_nothing_feeds_shows_without_a_database(rooms: Catalogue) -> None:
    dead = [replace(topic, publications=(), write=(), presence=False) for topic in rooms.topics]
    project = replace(build_project(()), catalogue=replace(rooms, topics=(dead[0], *rooms.topics[1:])))

    outcome = run_rules(project, LIVE)
    (finding,) = outcome.findings

    assert (finding.id, finding.place.line > 0) == ("CAT003", True)
    assert finding.place.file.endswith("channels.toml")
    assert outcome.asked == frozenset()


def test_a_contract_whose_topics_are_fed_has_no_finding_without_a_database(rooms: Catalogue) -> None:
    project = replace(build_project(()), catalogue=rooms)

    assert run_rules(project, LIVE).findings == ()
    assert run_rules(build_project(()), LIVE).findings == ()
