"""The corpus as PostgreSQL answers it: what the rules call broken raises, what they call open is open."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg import sql

from pedschema.lint.build import build_project
from pedschema.lint.condition import find_conditions
from pedschema.lint.source import Origin, Source
from pedschema.lint.truth import PROBE, decide
from pedschema.probe.authorization import Subject, read_checks

if TYPE_CHECKING:
    from psycopg import Connection

    from pedschema.probe.database import RealtimeDatabase

pytestmark = pytest.mark.db

HERE = Path(__file__).parent / "corpus"
SIGNED_IN = {"role": "authenticated", "sub": "11111111-1111-4111-8111-111111111111"}
OTHERS_TOPICS = (
    "lobby",
    "room:2",
    "room:" + "-" * 36,
    "staff:1",
    "room:33333333-3333-4333-8333-333333333333",
    "%",
    "staff:44444444-4444-4444-8444-444444444444:33333333-3333-4333-8333-333333333333",
)
RAISES = {"TOP001", "TOP002", "TOP007", "TOP008", "POL018", "POL022"}
OPENS = {"POL002", "POL005", "POL006", "POL012", "TOP003", "TOP006", "TOP009", "TOP010"}
NOT_CREATED = {"POL016"}


def test_findings_are_what_postgres_does(realtime_db: RealtimeDatabase) -> None:
    connection = realtime_db.connection
    connection.execute((HERE / "live" / "tables.sql").read_bytes())
    wrong = []
    for path in (*sorted(HERE.glob("*.sql")), *sorted(HERE.glob("seeds/*.sql"))):
        text = path.read_text(encoding="utf-8")
        expected = set(re.findall(r"[A-Z]{3}\d{3}", text.splitlines()[0]))
        if not expected & NOT_CREATED and "messages_2026" not in text:
            raised, opened = _play(connection, text)
            if raised is not bool(expected & RAISES) or (opened and not expected & OPENS):
                wrong.append((path.stem, expected, raised, opened))

    assert wrong == []


def _play(connection: Connection[Any], text: str) -> tuple[bool, tuple[str, ...]]:
    """Return whether a check raises, and which topics that are somebody else's a member of one room gets."""
    connection.execute(text.encode())
    checks = {
        topic: read_checks(connection, Subject(topic=topic, claims=SIGNED_IN)) for topic in OTHERS_TOPICS
    }
    rows = connection.execute("select polname from pg_policy where polrelid = 'realtime.messages'::regclass")
    for (name,) in rows.fetchall():
        connection.execute(sql.SQL("drop policy {} on realtime.messages").format(sql.Identifier(name)))
    raised = any(check.sqlstate for pair in checks.values() for check in pair)
    opened = tuple(
        topic for topic, pair in checks.items() if any(check.broadcast or check.presence for check in pair)
    )
    return raised, opened


_TEXTS = st.sampled_from(
    (
        "messages.topic",
        "topic",
        "(select realtime.topic())",
        "extension",
        "'broadcast'",
        "'presence'::text",
        "'lobby'",
        "'%'",
        "null::text",
        "event",
        "payload ->> 'to'",
        "lower(event)",
        "coalesce(event, 'lobby')",
    )
)
_COMPARED = st.sampled_from(
    (
        "({} = {})",
        "({} <> {})",
        "({} like {})",
        "({} not like {})",
        "({} is distinct from {})",
        "({} is not distinct from {})",
        "({} in ({}, 'broadcast'))",
        "({} not in ({}, null))",
        "({} = any (array[{}, 'lobby']))",
        "({} <> all ('{{broadcast,lobby}}'::text[]) or {} is null)",
    )
)
_LEAVES = st.sampled_from(("true", "false", "null::boolean", "private", "event is null", "topic is not null"))
_FORMS = st.sampled_from(
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
        "(case extension when 'presence' then {0} else {1} end)",
        "(select {0})",
        "exists (select 1 from (values (1), (2)) as v (x) where {0})",
        "exists (select count(*) from (values (1)) as v (x) where {0})",
        "(topic in (select event from (values (1)) as v (x) where {0}))",
    )
)
_CONDITIONS = st.recursive(
    _LEAVES | st.builds(lambda form, one, other: form.format(one, other), _COMPARED, _TEXTS, _TEXTS),
    lambda inner: st.builds(
        lambda form, one, two, three: form.format(one, two, three), _FORMS, inner, inner, inner
    ),
    max_leaves=10,
)
_ROW = """
    select ({}) from (
        select 'lobby' as topic, '{}' as extension, null as event, null::jsonb as payload, false as private
    ) as messages
"""


def test_conditions_come_to_what_postgres_says(realtime_db: RealtimeDatabase) -> None:
    connection = realtime_db.connect(autocommit=False)
    connection.execute("select set_config('realtime.topic', 'lobby', true)")

    @settings(max_examples=300, deadline=None, database=None)
    @given(text=_CONDITIONS)
    def compare(text: str) -> None:
        source = Source(f"create policy a on realtime.messages for select using ({text});", Origin.SCRIPT)
        (condition,) = find_conditions(build_project([source]))
        for extension in ("broadcast", "presence"):
            row = connection.execute(_ROW.format(text, extension).encode()).fetchone()
            assert row
            assert row[0] in decide(condition, condition.tree, {"extension": extension, **PROBE})

    compare()
