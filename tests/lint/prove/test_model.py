"""The model against PostgreSQL: what an expression comes to in one state is what the server says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import psycopg
import pytest
import z3
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pedschema.lint.prove.evaluate import Evaluator
from pedschema.lint.prove.languages import Domain
from pedschema.lint.prove.question import Right
from pedschema.lint.prove.scope import Scope
from pedschema.lint.prove.values import Kind, is_true
from pedschema.lint.prove.world import World

from .conftest import LOCK

if TYPE_CHECKING:
    from psycopg import Connection

    from pedschema.lint.prove.values import Value
    from pedschema.probe.database import RealtimeDatabase

pytestmark = pytest.mark.db

ME, OTHER, ROOM = (f"{letter * 8}-0000-4000-8000-000000000001" for letter in "abc")
MEMBERS = [
    (ME, ROOM, "lobby", "member"),
    (OTHER, ROOM, None, "keeper"),
    (ME, OTHER, f"room:{ROOM}", "keeper"),
]
TOPICS = (
    "lobby",
    f"room:{ROOM}",
    f"room:{ROOM.upper()}",
    "room:x",
    f"user:{ME}",
    "a:b:c",
    ":",
    f"{ROOM}",
    "room_1",
)
TEXTS = st.sampled_from(
    (
        "messages.topic",
        "(select realtime.topic())",
        "split_part(messages.topic, ':', 1)",
        "split_part(messages.topic, ':', 2)",
        "split_part((select realtime.topic()), ':', 3)",
        "'room'",
        "'lobby'",
        "''",
        "null::text",
        "event",
        "extension",
        "auth.role()",
        "auth.uid()::text",
        "'user:' || auth.uid()::text",
        "'user:' || (auth.jwt() ->> 'sub')",
        "auth.jwt() ->> 'team'",
        "coalesce(event, messages.topic)",
        "nullif(messages.topic, 'lobby')",
        "rooms.topic_uuid('room:{room_id}', 'room_id')::text",
        "rooms.topic_text('a:{b}:{c}', 'c')",
        "case when extension = 'presence' then 'x' else split_part(messages.topic, ':', 2) end",
    )
)
COMPARED = st.sampled_from(
    (
        "({0} = {1})",
        "({0} <> {1})",
        "({0} is distinct from {1})",
        "({0} is not distinct from {1})",
        "({0} in ({1}, 'lobby'))",
        "({0} not in ({1}, null))",
        "({0} = any (array[{1}, 'room']))",
        "({0} is null)",
    )
)
MATCHED = st.sampled_from(
    (
        "({0} like 'room:%')",
        "({0} like 'room_%')",
        "({0} not like '%:%')",
        "({0} ~ '^room:[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}$')",
        "({0} ~ 'r[a-n]?o|^l')",
        "({0} !~ '^[^:]+$')",
        "({0} ~ '^(a|b|lob)+(by)?$')",
        "starts_with({0}, 'room_')",
    )
)
LEAVES = st.sampled_from(
    (
        "true",
        "null::boolean",
        "private",
        "(event is null)",
        "(payload ->> 'x' = 'y')",
        "(auth.uid() is null)",
        "(rooms.topic_uuid('room:{room_id}', 'room_id') = auth.uid())",
        "(split_part(messages.topic, ':', 2)::uuid = auth.uid())",
        "(case when topic ~ '^user:[0-9a-f-]{36}$' then split_part(topic, ':', 2)::uuid = auth.uid() end)",
        f"(auth.uid() = '{ME}')",
    )
)
ROWS = st.sampled_from(
    (
        "(m.user_id = (select auth.uid()))",
        "(m.room_topic = messages.topic)",
        "(m.room_topic = topic)",
        "(m.room_topic is null)",
        "(m.rank = 'keeper')",
        "(m.room_id = rooms.topic_uuid('room:{room_id}', 'room_id'))",
        "('room:' || m.room_id::text = (select realtime.topic()))",
        "((select realtime.topic()) like '%' || m.room_id::text || '%')",
        "(m.room_id::text = split_part(messages.topic, ':', 2))",
    )
)
FORMS = st.sampled_from(
    (
        "({0} and {1})",
        "({0} or {1})",
        "(not {0})",
        "({0} is true)",
        "({0} is not false)",
        "({0} is unknown)",
        "coalesce({0}, {1})",
        "(case when {0} then {1} when {1} then {2} end)",
        "(case when {0} then {1} else {2} end)",
        "(select {0})",
    )
)


def _combined(leaves: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.recursive(
        leaves,
        lambda inner: st.builds(lambda form, *parts: form.format(*parts), FORMS, inner, inner, inner),
        max_leaves=5,
    )


PLAIN = _combined(
    LEAVES
    | st.builds(lambda form, *texts: form.format(*texts), COMPARED, TEXTS, TEXTS)
    | st.builds(lambda form, text: form.format(text), MATCHED, TEXTS)
)
EXISTS = st.builds(
    lambda form, one, other: form.replace("{0}", one).replace("{1}", other),
    st.sampled_from(
        (
            "exists (select from public.room_members as m where {0} and {1})",
            "exists (select from public.room_members as m, public.rooms as r where {0} and {1})",
            "((select auth.uid()) in (select m.user_id from public.room_members as m where {0} and {1}))",
            "((select m.rank from public.room_members as m where {0} and {1} limit 1) = 'keeper')",
        )
    ),
    ROWS,
    ROWS,
)
STATES = st.tuples(
    st.sampled_from(TOPICS), st.sampled_from((ME, OTHER, None)), st.sampled_from(("broadcast", "presence"))
)
ROW = """
    select ({}) from (
        select '{}'::text as topic, '{}'::text as extension, null::text as event, null::jsonb as payload,
            false as private
    ) as messages
"""
SETTINGS = settings(max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
def connection(realtime_db: RealtimeDatabase) -> Connection[Any]:
    for room in {member[1] for member in MEMBERS}:
        realtime_db.connection.execute("insert into public.rooms (id, is_open) values (%s, true)", (room,))
    for member in MEMBERS:
        realtime_db.connection.execute(
            "insert into public.room_members (user_id, room_id, room_topic, rank) values (%s, %s, %s, %s)",
            member,
        )
    return realtime_db.connect()


def test_expression_comes_to_what_postgres_says(connection: Connection[Any]) -> None:
    @SETTINGS
    @given(text=PLAIN, state=STATES)
    def compare(text: str, state: tuple[str, str | None, str]) -> None:
        answer = _ask(connection, text, state)
        value, solver = _model(text, state)
        if answer == "raises":
            assert _possible(solver, z3.Or(value.raises, value.planned))
            return
        wanted = {"true": is_true(value), "null": value.null}
        wanted["false"] = z3.Not(z3.Or(*wanted.values()))
        assert {name: _possible(solver, holds) for name, holds in wanted.items()} == {
            name: name == answer for name in wanted
        }

    compare()


def test_rows_that_postgres_finds_are_rows_that_the_model_finds(connection: Connection[Any]) -> None:
    @SETTINGS
    @given(one=EXISTS, other=EXISTS, form=FORMS, plain=PLAIN, state=STATES)
    def compare(one: str, other: str, form: str, plain: str, state: tuple[str, str | None, str]) -> None:
        text = form.format(one, plain, other)
        answer = _ask(connection, text, state)
        assume(answer != "raises")
        value, solver = _model(text, state)
        holds = {"true": is_true(value), "null": value.null}
        holds["false"] = z3.Not(z3.Or(*holds.values()))

        assert _possible(solver, holds[answer])

    compare()


def test_row_that_is_not_there_makes_nothing_true(connection: Connection[Any]) -> None:
    @SETTINGS
    @given(text=EXISTS, state=STATES)
    def compare(text: str, state: tuple[str, str | None, str]) -> None:
        value, solver = _model(text, state)

        assert (
            _possible(solver, is_true(value)) is (_ask(connection, text, state) == "true") or "limit" in text
        )

    compare()


def _ask(connection: Connection[Any], text: str, state: tuple[str, str | None, str]) -> str:
    topic, caller, extension = state
    sub = "" if caller is None else f', "sub": "{caller}"'
    try:
        with connection.transaction(force_rollback=True):
            connection.execute(
                "select set_config('realtime.topic', %s, true), set_config('request.jwt.claims', %s, true)",
                (topic, f'{{"role": "authenticated"{sub}}}'),
            )
            row = connection.execute(ROW.format(text, topic, extension).encode()).fetchone()
    except psycopg.errors.InvalidTextRepresentation:
        return "raises"
    assert row
    return "null" if row[0] is None else str(row[0]).lower()


def _model(text: str, state: tuple[str, str | None, str]) -> tuple[Value, Any]:
    topic, caller, extension = state
    world = World(LOCK, Right("read", extension), Domain(), frozenset({"anon", "authenticated"}), None)
    value = Evaluator(world, (), "rooms").policy(text, Scope("here", probe=True))
    solver = z3.Solver()
    solver.set("timeout", 5000)
    solver.add(*world.axioms, world.topic.string == z3.StringVal(topic), world.is_role("authenticated"))
    solver.add(
        world.caller.null == (caller is None), world.caller.term == (UUID(caller).int if caller else 0)
    )
    spelled, number_of = world.texts._functions[Kind.UUID]
    for text_ in (ME, OTHER, ROOM):
        string, number = z3.StringVal(text_), UUID(text_).int
        solver.add(spelled(number) == string, number_of(string) == number)
    solver.add(*(claim.null for claim in world.claims.values()))
    for row in world.rows:
        if row.name.name == "room_members":
            solver.add(
                z3.Implies(row.exists, z3.Or(*(_is_member(row.columns, member) for member in MEMBERS)))
            )
    assert world.notes == []
    return value, solver


def _is_member(columns: dict[str, Value], member: tuple[str | None, ...]) -> Any:
    known = dict(zip(("user_id", "room_id", "room_topic", "rank"), member, strict=True))
    return z3.And(*(_has(columns[name], known[name]) for name in columns))


def _has(column: Value, value: str | None) -> Any:
    if value is None:
        return column.null
    term = UUID(value).int if column.kind is Kind.UUID else z3.StringVal(value)
    actual = column.term if column.kind is Kind.UUID else column.term[0].term
    return z3.And(z3.Not(column.null), actual == term)


def _possible(solver: Any, condition: Any) -> bool:
    found = solver.check(condition)
    assume(found != z3.unknown)
    return bool(found == z3.sat)
