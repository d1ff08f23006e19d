"""Taking over while clients write and join: nothing is lost, and nobody gets in who was not in."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from pedschema.probe.database import RealtimeDatabase
from pedschema.syntax.source import split_statements

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.db

ROOM = "room:11111111-1111-4111-8111-111111111111"
REACTIONS = f"{ROOM}:reactions"
MEMBER = {"sub": "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa", "role": "authenticated"}
STRANGER = {"sub": "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb", "role": "authenticated"}
WRITE = (
    "insert into public.messages (room_id, content) values ('11111111-1111-4111-8111-111111111111', 'soup')"
    " returning id"
)
TOLD = "select (payload #>> '{record,id}')::bigint from realtime.messages where topic = %s"
PROBE = "insert into realtime.messages (topic, extension, private) values (%s, 'broadcast', true)"
ALEMBIC = Path(sys.executable).parent / "alembic"


class Crowd:
    """Threads that go on until the block ends; what one of them raises fails the test."""

    def __init__(self, *works: Callable[[], None]) -> None:
        self.ended = threading.Event()
        self.errors: list[BaseException] = []
        self.threads = [threading.Thread(target=self._repeat, args=(work,)) for work in works]

    def __enter__(self) -> None:
        for thread in self.threads:
            thread.start()

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        for thread in self.threads:
            thread.join()
        assert not self.errors

    def _repeat(self, work: Callable[[], None]) -> None:
        try:
            while not self.ended.is_set():
                work()
        except BaseException as error:  # noqa: BLE001 - the test says what it was
            self.errors.append(error)


@pytest.mark.parametrize("script", ["kept.sql", "changes.sql"])
def test_every_write_is_told_before_during_and_after(
    make_hosted: Callable[..., Any], adopt: Callable[..., Any], script: str
) -> None:
    hosted = make_hosted("rooms.sql", script)
    project = adopt(hosted)
    written: list[int] = []
    admitted: list[bool] = []
    with (
        psycopg.connect(hosted.url, autocommit=True) as writer,
        RealtimeDatabase(hosted.url) as member,
        RealtimeDatabase(hosted.url) as stranger,
    ):

        def write() -> None:
            (row,) = writer.execute(WRITE)
            written.append(row[0])

        def join() -> None:
            assert member.can(ROOM, MEMBER).join.allowed

        def intrude() -> None:
            admitted.append(stranger.can(ROOM, STRANGER).join.allowed)

        with Crowd(write, join, intrude):
            for revision in ("adopt", "head"):
                _run_alembic(project, revision)
        told = [number for (number,) in writer.execute(TOLD, [ROOM])]

    assert set(written) == set(told)
    assert len(written) > 20
    assert admitted
    assert not any(admitted)
    if script == "kept.sql":
        assert len(told) == len(written)


@pytest.mark.parametrize(
    ("script", "joined"),
    [
        ("kept.sql", {(ROOM, "member"), (REACTIONS, "member")}),
        ("mixed.sql", {(topic, who) for topic in (REACTIONS, "lounge") for who in ("member", "stranger")}),
    ],
)
def test_no_statement_of_a_revision_lets_anybody_in(
    make_hosted: Callable[..., Any], adopt: Callable[..., Any], script: str, joined: set[tuple[str, str]]
) -> None:
    hosted = make_hosted("rooms.sql", script)
    project = adopt(hosted)
    topics = (ROOM, REACTIONS, "room:abc", "lounge", "lobby")
    project.upgrade("adopt")
    text = _render(project, "adopt:adopt_policies")
    listed = (each.text for each in split_statements(text))
    statements = [each for each in listed if not each.upper().startswith(("BEGIN", "COMMIT"))]
    with psycopg.connect(hosted.url) as connection:
        before = _joins(connection, topics)
        seen = []
        for statement in statements:
            connection.execute(statement.encode())
            seen.append(_joins(connection, topics))
        connection.rollback()

    assert len(seen) > 3
    assert before == joined
    assert all(state <= joined for state in seen)
    assert seen[-1] == joined


def _joins(connection: psycopg.Connection[Any], topics: tuple[str, ...]) -> set[tuple[str, str]]:
    """Return who may join what at this point of the transaction."""
    found = set()
    for topic in topics:
        for name, claims in (("member", MEMBER), ("stranger", STRANGER)):
            with connection.transaction(force_rollback=True):
                connection.execute("reset role")
                connection.execute(PROBE, [topic])
                connection.execute("select set_config('realtime.topic', %s, true)", [topic])
                connection.execute("select set_config('request.jwt.claims', %s, true)", [_json(claims)])
                connection.execute("select set_config('request.jwt.claim.sub', %s, true)", [claims["sub"]])
                connection.execute("set local role authenticated")
                rows = connection.execute(
                    "select 1 from realtime.messages where topic = %s and extension = 'broadcast'", [topic]
                ).fetchall()
            if rows:
                found.add((topic, name))
    return found


def _json(claims: dict[str, str]) -> str:
    return "{" + ", ".join(f'"{key}": "{value}"' for key, value in claims.items()) + "}"


def _render(project: Any, revisions: str) -> str:
    done = subprocess.run(
        [ALEMBIC, "upgrade", revisions, "--sql"],
        cwd=project.folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def _run_alembic(project: Any, revision: str) -> None:
    done = subprocess.run(
        [ALEMBIC, "upgrade", revision],
        cwd=project.folder,
        env={"PEDSCHEMA_DATABASE_URL": project.url, "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
