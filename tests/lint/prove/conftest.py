from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from pedschema.cli.commands.prove import _Court
from pedschema.lint.prove.prover import Budget, list_questions, run_question
from pedschema.model.catalogue import Catalogue, Contract, Limits
from pedschema.model.function import Function
from pedschema.model.names import QualifiedName
from pedschema.model.policy import Policy
from pedschema.model.table import Column, Enum, SchemaLock, Table
from pedschema.model.topic import Budget as TopicBudget
from pedschema.model.topic import Topic, TopicPattern
from pedschema.sql.policy import render_policy
from pedschema.sql.topic_helper import render_topic_helpers
from pedschema.syntax.function import parse_function
from pedschema.syntax.policy import parse_policy
from pedschema.syntax.source import split_statements
from pedschema.testing import run_template

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pedschema.lint.prove.question import Answer, Claim, Confirm
    from pedschema.probe.database import RealtimeDatabase

TABLES = """
create schema rooms;
grant usage on schema rooms to anon, authenticated;
create type public.rank as enum ('member', 'keeper');
create table public.rooms (
    id uuid primary key, owner_id uuid, is_open boolean not null, number bigint, name text
);
create table public.room_members (
    user_id uuid not null, room_id uuid not null references public.rooms, room_topic text,
    rank public.rank not null,
    joined_at timestamptz, primary key (user_id, room_id)
);
create table public.room_users (user_id uuid, topic text);
create table public.bans (user_id uuid, room_topic text);
create table public.moderators (user_id uuid primary key);
grant select on all tables in schema public to anon, authenticated;
"""
_NULLABLE = {"owner_id", "number", "name", "room_topic", "joined_at", "topic"}


def _table(name: str, key: tuple[str, ...] = (), /, **columns: str) -> Table:
    made = tuple(
        Column(column, type_, nullable=column in _NULLABLE or not key) for column, type_ in columns.items()
    )
    return Table(QualifiedName("public", name), made, key)


LOCK = SchemaLock(
    tables=(
        _table("rooms", ("id",), id="uuid", owner_id="uuid", is_open="boolean", number="bigint", name="text"),
        _table(
            "room_members",
            ("user_id", "room_id"),
            user_id="uuid",
            room_id="uuid",
            room_topic="text",
            rank="public.rank",
            joined_at="timestamp with time zone",
        ),
        _table("room_users", user_id="uuid", topic="text"),
        _table("bans", user_id="uuid", room_topic="text"),
        _table("moderators", ("user_id",), user_id="uuid"),
    ),
    enums=(Enum(QualifiedName("public", "rank"), ("member", "keeper")),),
)


def make_catalogue(
    *statements: str,
    topics: tuple[str, ...] = ("room:{room_id:uuid}",),
    read: tuple[str, ...] = ("authenticated",),
    write: tuple[str, ...] = (),
    presence: bool = False,
) -> Catalogue:
    """Return a contract of rooms with these policies and rules."""
    policies, rules = [], []
    for number, statement in enumerate(split_statements(";\n".join(statements)), start=1):
        where = f"rooms.sql:{number}"
        if found := parse_policy(statement):
            policies.append(
                Policy(
                    found.name,
                    found.command,
                    found.permissive,
                    found.roles,
                    found.using,
                    found.check,
                    where=where,
                )
            )
        elif function := parse_function(statement):
            rules.append(Function(function.name, function.arguments, statement.text, where=where))
    budget = TopicBudget(80, 1000, 6, 8, 14)
    return Catalogue(
        contract=Contract("rooms", "rooms", "postgres", "2.129.8", ("public",), Limits(256_000, 1, 1, 1, 1)),
        topics=tuple(
            Topic(TopicPattern.parse(text), "chat", "", (), read, write, presence, budget) for text in topics
        ),
        policies=tuple(policies),
        rules=tuple(rules),
        unpublished=(),
        lock=LOCK,
    )


@pytest.fixture(scope="session")
def realtime_template(realtime_server: Any) -> str:
    """The platform with tables of rooms and the topic functions."""
    name = run_template(realtime_server, "prove_template")
    url = f"postgresql://postgres@{realtime_server.host}:{realtime_server.port}/{name}"
    with psycopg.connect(url) as connection:
        connection.execute(TABLES.encode())
        for owned in render_topic_helpers("rooms", ("anon", "authenticated")):
            for statement in owned.sql:
                connection.execute(statement.encode())
    return name


@pytest.fixture
def prove(realtime_db: RealtimeDatabase) -> Iterator[Callable[..., dict[tuple[str, str, str], Answer]]]:
    """Put a contract into a database and return every answer, by claim, right and topic."""
    courts = []

    def run(catalogue: Catalogue, *claims: Claim) -> dict[tuple[str, str, str], Answer]:
        install(realtime_db, catalogue)
        court = _Court(catalogue, Path("alembic.ini"), realtime_db.url)
        courts.append(court)
        return answers_of(catalogue, court.confirm, *claims)

    yield run
    for court in courts:
        court.__exit__()


def answers_of(
    catalogue: Catalogue, confirm: Confirm | None, *claims: Claim, seconds: float = 10
) -> dict[tuple[str, str, str], Answer]:
    """Return the answers to all questions of these claims, or to all."""
    return {
        (question.claim, str(question.right), question.topic): run_question(
            catalogue, question, Budget(seconds), confirm
        )
        for question in list_questions(catalogue)
        if not claims or question.claim in claims
    }


def install(database: RealtimeDatabase, catalogue: Catalogue) -> None:
    """Create the rules and policies of a contract."""
    for rule in catalogue.rules:
        database.connection.execute(rule.sql.encode())
    for policy in catalogue.policies:
        for statement in render_policy(policy).sql:
            database.connection.execute(statement.encode())
