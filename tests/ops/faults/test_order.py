"""Between the revisions of a run, nobody is admitted whom neither its start nor its end admits."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import psycopg
import pytest

from pedschema.probe.authorization import probe_access

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Database, Project, Watch
    from sqlalchemy import Connection

pytestmark = pytest.mark.db

ROOM, MEMBER, STRANGER = (str(UUID(int=number)) for number in (1, 2, 3))
CLAIMS = (
    {"role": "authenticated", "sub": MEMBER},
    {"role": "authenticated", "sub": STRANGER},
    {"role": "anon"},
)
TOPICS = (f"room:{ROOM}:chat", f"room:{ROOM}:chat:more", "lobby")
ROWS = f"""
    INSERT INTO public.rooms (id, title) VALUES ('{ROOM}', 'one');
    INSERT INTO public.members VALUES ('{ROOM}', '{MEMBER}')
"""
OPEN = """
    CREATE POLICY open_read ON realtime.messages FOR SELECT TO authenticated USING (true);
    CREATE POLICY open_write ON realtime.messages FOR INSERT TO authenticated WITH CHECK (true)
"""
STATE = """
    SELECT oid, xmin::text FROM pg_policy UNION ALL SELECT oid, xmin::text FROM pg_proc
    UNION ALL SELECT oid, xmin::text FROM pg_namespace ORDER BY 1
"""
CAN_WRITE = "BEGIN; LOCK TABLE realtime.messages IN ROW EXCLUSIVE MODE NOWAIT; ROLLBACK"
Rights = frozenset[tuple[str, str, str]]


def read_rights(database: Database) -> Rights:
    """Return who may do what in which topic."""
    found = []
    with psycopg.connect(database.url(), autocommit=True) as connection:
        for claims in CLAIMS:
            for topic in TOPICS:
                access = probe_access(connection, topic, claims)
                who = claims.get("sub", "anon")
                found += [(who, topic, "join")] * bool(access.join)
                found += [(who, topic, "write")] * bool(access.broadcast_write)
    return frozenset(found)


def read_moments(database: Database, watch: Watch, run: Callable[[], None]) -> list[Rights]:
    """Return the rights before the run, at each of its statements, and after.

    They are asked for when something that other sessions see has changed, unless messages cannot be read.
    """
    moments = [read_rights(database)]
    with psycopg.connect(database.url(), autocommit=True) as connection:
        shown = [connection.execute(STATE).fetchall()]

        def act(_: list[str], __: Connection) -> None:
            now = connection.execute(STATE).fetchall()
            try:
                connection.execute(
                    "BEGIN; LOCK TABLE realtime.messages IN ROW EXCLUSIVE MODE NOWAIT; ROLLBACK"
                )
            except psycopg.errors.LockNotAvailable:
                connection.rollback()
                assert now == shown[-1]
            else:
                moments.append(moments[-1] if now == shown[-1] else read_rights(database))
            shown.append(now)

        with watch(act):
            run()
    return [*moments, read_rights(database)]


def find_wider(moments: list[Rights]) -> Rights:
    """Return the rights of some moment that neither the first nor the last has."""
    return frozenset().union(*moments) - moments[0] - moments[-1]


def find_refused(moments: list[Rights]) -> Rights:
    """Return the rights that the first and the last moment have, and one in between has not."""
    return (moments[0] & moments[-1]) - frozenset(moments[0]).intersection(*moments)


def assert_safe(database: Database, project: Project, watch: Watch) -> None:
    """Run what is to be run, up and down again, and see that it opens and refuses nothing on the way."""
    (start,) = database.run("SELECT version_num FROM rooms.alembic_version") or [("base",)]
    for run in (project.upgrade, lambda: project.downgrade(str(start[0]))):
        moments = read_moments(database, watch, run)
        assert len(moments) > 10
        assert find_wider(moments) == set()
        assert find_refused(moments) == set()


@pytest.fixture
def live(project: Project, app: Database) -> Project:
    """The project, deployed, with a room and its member."""
    app.run(ROWS)
    project.on(app).lock()
    project.revise("first")
    project.upgrade()
    return project


def test_taking_over_from_open_policies(project: Project, app: Database, watch: Watch) -> None:
    app.run(ROWS + ";" + OPEN)
    project.on(app).lock()
    *_, last = project.revise("first")
    up = "op.retire_policy('open_read'); op.retire_policy('open_write')"
    down = "op.restore_policy('open_write'); op.restore_policy('open_read')"
    project.write("retire", up, down, after=last.revision)
    moments = read_moments(app, watch, project.upgrade)
    assert (STRANGER, "lobby", "write") in moments[0]
    assert moments[-1] == {(MEMBER, TOPICS[0], "join")}
    assert find_wider(moments) == find_refused(moments) == set()
    moments = read_moments(app, watch, project.downgrade)
    assert find_wider(moments) == find_refused(moments) == set()


def widen_rule_and_narrow_policy(project: Project) -> None:
    """Let the rule admit everybody, and the policy only the member."""
    project.edit("rules/is_member.sql", "room_id = room AND user_id = auth.uid()", "room_id = room")
    project.edit("chat/read.sql", "AND rooms", f"AND (SELECT auth.uid()) = '{MEMBER}' AND rooms")


def test_a_rule_that_widens_while_its_policy_narrows(live: Project, app: Database, watch: Watch) -> None:
    widen_rule_and_narrow_policy(live)
    (made,) = live.revise("both")
    assert made.down_revision
    assert_safe(app, live, watch)


def test_the_same_in_two_revisions_would_be_seen(live: Project, app: Database, watch: Watch) -> None:
    widen_rule_and_narrow_policy(live)
    (made,) = live.revise("both")
    text = made.module.__loader__.get_data(made.path).decode()
    rule, policy = text.index("    op.replace_rule("), text.index("    op.replace_realtime_policy(")
    end = text.index("def downgrade")
    for name, after, body in (
        ("narrow", "widen", text[policy:end]),
        ("widen", made.down_revision, text[rule:policy]),
    ):
        live.write(name, body.strip(), "pass", after=str(after))
    (live.folder / made.path).unlink()
    moments = read_moments(app, watch, live.upgrade)
    assert find_wider(moments) == {(STRANGER, TOPICS[0], "join")}


def write_many(project: Project, prefix: str, count: int) -> None:
    for number in range(count):
        name = f"{prefix}_{number:02}"
        text = (project.policies / "chat" / "read.sql").read_text(encoding="utf-8")
        (project.policies / "chat" / f"{name}.sql").write_text(
            text.replace("rooms_chat_read", f"rooms_{name}"), encoding="utf-8"
        )


def test_many_policies_that_give_way_to_others(live: Project, app: Database, watch: Watch) -> None:
    write_many(live, "old", 26)
    (live.policies / "chat" / "read.sql").rename(live.policies / "chat" / "old_26.sql")
    assert [script.doc for script in live.revise("old")] == ["old", "old policies 2"]
    live.upgrade()
    for path in (live.policies / "chat").glob("old_*.sql"):
        text = path.read_text(encoding="utf-8").replace("rooms_old", "rooms_new")
        path.with_name(path.name.replace("old", "new")).write_text(text, encoding="utf-8")
        if path.name != "old_26.sql":
            path.unlink()
    (live.policies / "chat" / "new_26.sql").unlink()
    assert len(live.revise("new")) == 3
    assert_safe(app, live, watch)
