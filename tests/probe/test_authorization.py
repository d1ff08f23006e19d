from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg.pq import TransactionStatus

from pedschema.errors import DatabaseError, UsageError
from pedschema.probe.authorization import Subject, probe_access, read_checks

if TYPE_CHECKING:
    from pedschema.probe.access import Access
    from pedschema.probe.database import RealtimeDatabase

pytestmark = pytest.mark.db
SOMEBODY = {"role": "authenticated", "sub": "bbbbbbbb-0000-4000-8000-000000000009"}
SELECT = "CREATE POLICY {name} ON realtime.messages FOR SELECT TO authenticated USING ({0})"
INSERT = "CREATE POLICY {name} ON realtime.messages FOR INSERT TO authenticated WITH CHECK ({0})"


def _policies(database: RealtimeDatabase, *statements: str) -> None:
    for number, statement in enumerate(statements):
        database.connection.execute(statement.replace("{name}", f"seed_{number}").encode())


def _marks(access: Access) -> str:
    verdicts = {
        "r": access.broadcast_read,
        "w": access.broadcast_write,
        "p": access.presence_read,
        "P": access.presence_write,
    }
    return "".join(mark for mark, verdict in verdicts.items() if verdict) or "-"


@pytest.mark.parametrize("user", ["postgres", "supabase_admin"])
@pytest.mark.parametrize("autocommit", [True, False])
def test_answers_are_the_same_for_postgres_and_a_superuser(
    rooms: RealtimeDatabase, member: dict[str, object], user: str, *, autocommit: bool
) -> None:
    connection = rooms.connect(user, autocommit=autocommit)
    topic = "room:aaaaaaaa-0000-4000-8000-000000000001"

    answers = [_marks(probe_access(connection, name, member)) for name in (topic, f"{topic}:lounge", "lobby")]

    assert answers == ["r", "rwpP", "-"]
    assert connection.info.transaction_status is TransactionStatus.IDLE


@pytest.mark.parametrize(
    ("statement", "marks"),
    [
        (SELECT.format("extension = 'broadcast'", name="{name}"), "r"),
        (SELECT.format("extension = 'presence'", name="{name}"), "p"),
        (SELECT.format("realtime.topic() = 'lobby'", name="{name}"), "rp"),
        (SELECT.format("realtime.topic() = 'realtime:lobby'", name="{name}"), "-"),
        (SELECT.format("private", name="{name}"), "-"),
        (SELECT.format("NOT private", name="{name}"), "rp"),
        (SELECT.format("event = 'chat'", name="{name}"), "-"),
        (SELECT.format("event IS NULL", name="{name}"), "rp"),
        (SELECT.format("payload ->> 'room' = 'lobby'", name="{name}"), "-"),
        (SELECT.format("binary_payload IS NOT NULL", name="{name}"), "-"),
        (INSERT.format("event = 'chat'", name="{name}"), "-"),
        (INSERT.format("extension = 'broadcast'", name="{name}"), "w"),
        (INSERT.format("topic = 'lobby'", name="{name}"), "wP"),
        ("CREATE POLICY {name} ON realtime.messages FOR ALL TO authenticated USING (true)", "rwpP"),
        ("CREATE POLICY {name} ON realtime.messages FOR UPDATE TO authenticated USING (true)", "-"),
        ("CREATE POLICY {name} ON realtime.messages FOR DELETE TO authenticated USING (true)", "-"),
        ("CREATE POLICY {name} ON realtime.messages FOR SELECT TO anon USING (true)", "-"),
        (
            "CREATE POLICY {name} ON realtime.messages AS RESTRICTIVE FOR ALL TO authenticated USING (true)",
            "-",
        ),
    ],
)
def test_policy_sees_a_bare_probe_row(realtime_db: RealtimeDatabase, statement: str, marks: str) -> None:
    _policies(realtime_db, statement)

    assert _marks(realtime_db.can("lobby", SOMEBODY)) == marks


def test_presence_alone_joins_and_hears_nothing(realtime_db: RealtimeDatabase) -> None:
    _policies(realtime_db, SELECT.format("extension = 'presence'", name="{name}"))

    access = realtime_db.can("lobby", SOMEBODY)

    assert (bool(access.join), bool(access.broadcast_read), access.sees) == (True, False, "")


def test_channel_without_presence_does_not_join_by_presence(realtime_db: RealtimeDatabase) -> None:
    _policies(realtime_db, SELECT.format("extension = 'presence'", name="{name}"))

    access = realtime_db.can("lobby", SOMEBODY, presence=False)

    assert not access.join
    assert [reason.cause for reason in access.presence_read.reasons] == ["presence-off"]


@pytest.mark.parametrize(
    ("expression", "sqlstate"),
    [
        ("split_part(realtime.topic(), ':', 2)::uuid IS NOT NULL", "22P02"),
        ("1 / (length(topic) - length(topic)) = 1", "22012"),
        ("EXISTS (SELECT FROM public.vault)", "42501"),
        ("EXISTS (SELECT FROM public.mirror)", "42P17"),
        ("EXISTS (SELECT FROM realtime.messages AS other)", "42P17"),
    ],
)
def test_read_policy_that_raises_refuses_everybody(
    rooms: RealtimeDatabase, member: dict[str, object], expression: str, sqlstate: str
) -> None:
    topic = "room:x" if sqlstate == "22P02" else "room:aaaaaaaa-0000-4000-8000-000000000001"
    _policies(rooms, SELECT.format(expression, name="{name}"))

    access = rooms.can(topic, member)

    assert (access.read.error, access.read.sqlstate) == ("RlsPolicyError", sqlstate)
    assert (
        access.sees == f"Unauthorized: You do not have permissions to read from this Channel topic: {topic}"
    )
    assert not access.join


def test_missing_grant_is_an_error_for_reading_and_a_silent_no_for_writing(rooms: RealtimeDatabase) -> None:
    _policies(
        rooms,
        SELECT.format("EXISTS (SELECT FROM public.vault)", name="{name}"),
        INSERT.format("EXISTS (SELECT FROM public.vault)", name="{name}"),
    )

    access = rooms.can("lobby", SOMEBODY)

    assert (access.read.error, access.write.error) == ("RlsPolicyError", "")
    assert not access.broadcast_write


def test_presence_policy_that_raises_kills_the_broadcast_write(realtime_db: RealtimeDatabase) -> None:
    broadcast = INSERT.format("extension = 'broadcast'", name="{name}")
    _policies(realtime_db, broadcast)
    before = realtime_db.can("lobby", SOMEBODY)
    raising = "CASE WHEN extension = 'presence' THEN (topic || 'x')::int = 1 END"
    _policies(realtime_db, INSERT.format(raising, name="seed_raising"))

    after = realtime_db.can("lobby", SOMEBODY)

    assert (_marks(before), _marks(after)) == ("w", "-")
    assert (after.write.error, after.write.sqlstate) == ("RlsPolicyError", "22P02")


def test_role_that_does_not_exist_is_a_policy_error(realtime_db: RealtimeDatabase) -> None:
    access = realtime_db.can("lobby", {"role": "stranger"})

    assert (access.read.error, access.read.sqlstate) == ("RlsPolicyError", "22023")
    assert 'role "stranger" does not exist' in map(str, access.join.reasons)


def test_missing_partition_is_named(realtime_db: RealtimeDatabase) -> None:
    superuser = realtime_db.connect("supabase_admin")
    for (name,) in superuser.execute(
        "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'realtime.messages'::regclass"
    ).fetchall():
        superuser.execute(f"DROP TABLE {name}".encode())

    access = realtime_db.can("lobby", {"role": "service_role"})

    assert access.sees == "MissingPartition: Realtime was unable to find the expected messages partition"
    assert (access.read.error, access.write.error) == ("MissingPartition", "MissingPartition")


def test_slow_policy_is_canceled(realtime_db: RealtimeDatabase) -> None:
    _policies(realtime_db, SELECT.format("pg_sleep(5) IS NOT NULL", name="{name}"))

    read, _ = read_checks(realtime_db.connection, Subject("lobby", SOMEBODY), timeout_ms=50)

    assert (read.error, read.sqlstate) == ("QueryCanceled", "57014")


def test_nothing_stays_in_the_database(rooms: RealtimeDatabase, member: dict[str, object]) -> None:
    _policies(rooms, SELECT.format("topic::int = 1", name="{name}"))
    for topic in ("room:aaaaaaaa-0000-4000-8000-000000000001:lounge", "lobby"):
        rooms.can(topic, member)

    assert rooms.received() == ()
    assert rooms.connection.execute("SELECT current_user, current_setting('role')").fetchone() == (
        "postgres",
        "none",
    )


def test_open_transaction_is_refused(realtime_db: RealtimeDatabase) -> None:
    connection = realtime_db.connect(autocommit=False)
    connection.execute("SELECT 1")

    with pytest.raises(DatabaseError, match="open transaction"):
        probe_access(connection, "lobby", SOMEBODY)


def test_role_that_the_connection_may_not_take_on_is_no_verdict(realtime_db: RealtimeDatabase) -> None:
    with pytest.raises(DatabaseError, match='may not take on role "authenticator"'):
        realtime_db.can("lobby", {"role": "authenticator"})
    superuser = realtime_db.connect("supabase_admin")

    access = probe_access(superuser, "lobby", {"role": "authenticator"})

    assert 'role "authenticator" has no USAGE on schema "realtime"' in map(str, access.join.reasons)


def test_connection_without_right_to_probe_is_no_verdict(realtime_db: RealtimeDatabase) -> None:
    connection = realtime_db.connect("authenticator")

    with pytest.raises(DatabaseError, match="probe rows cannot be inserted"):
        probe_access(connection, "lobby", SOMEBODY)


def test_lost_connection_is_no_verdict(realtime_db: RealtimeDatabase) -> None:
    connection = realtime_db.connect()
    realtime_db.connection.execute("SELECT pg_terminate_backend(%s)", (connection.info.backend_pid,))

    with pytest.raises(psycopg.OperationalError):
        probe_access(connection, "lobby", SOMEBODY)


@pytest.mark.parametrize(
    ("topic", "claims"), [("", SOMEBODY), ("a\0b", SOMEBODY), ("lobby", {}), ("\ud800", SOMEBODY)]
)
def test_what_no_client_can_ask_is_refused(
    realtime_db: RealtimeDatabase, topic: str, claims: dict[str, object]
) -> None:
    with pytest.raises(UsageError):
        realtime_db.can(topic, claims)


def test_policies_see_claims_and_headers(realtime_db: RealtimeDatabase) -> None:
    _policies(
        realtime_db,
        SELECT.format(
            "auth.jwt() -> 'app' ->> 'plan' = 'full'"
            " AND current_setting('request.jwt.claim.role') = 'authenticated'"
            " AND current_setting('request.headers')::json ->> 'x-client' = 'web'",
            name="{name}",
        ),
    )
    claims = SOMEBODY | {"app": {"plan": "full"}}
    connection = realtime_db.connection

    assert probe_access(connection, "lobby", claims, headers={"x-client": "web"}).join
    assert not probe_access(connection, "lobby", claims, headers={"x-client": "app"}).join
    assert not probe_access(connection, "lobby", SOMEBODY, headers={"x-client": "web"}).join
