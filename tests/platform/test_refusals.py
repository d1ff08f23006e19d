from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg
import pytest

if TYPE_CHECKING:
    from pedschema.platform import PlatformServer


pytestmark = pytest.mark.db

DENIED = "42501"
POLICY = "CREATE POLICY fresh ON realtime.messages FOR SELECT TO authenticated USING (true)"
IN_DO = f"DO $do$ BEGIN EXECUTE '{POLICY}'; END $do$"
TRIGGER = (
    "TRIGGER watch BEFORE INSERT ON {} FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()"
)
PARTITION = "PARTITION OF realtime.messages FOR VALUES FROM ('2001-01-01') TO ('2001-01-02')"
SEND = "realtime.send(payload jsonb, event text, topic text, private boolean DEFAULT true) RETURNS void"

WORKS_FOR_POSTGRES = [
    POLICY,
    IN_DO,
    "CREATE POLICY fresh ON realtime.messages AS RESTRICTIVE FOR INSERT WITH CHECK (topic LIKE 'room:%')",
    "ALTER POLICY existing ON realtime.messages USING (true)",
    "ALTER POLICY existing ON realtime.messages TO authenticated",
    "DROP POLICY existing ON realtime.messages",
    "DROP POLICY IF EXISTS missing ON realtime.messages",
    "SET LOCAL session_replication_role = replica; " + POLICY,
    "CREATE " + TRIGGER.format("realtime.messages"),
    "GRANT USAGE ON SCHEMA realtime TO custom",
    "TRUNCATE realtime.messages",
    "DELETE FROM realtime.messages",
    "INSERT INTO realtime.messages (topic, extension) VALUES ('room:1', 'broadcast')",
    "ALTER PUBLICATION supabase_realtime ADD TABLE public.rooms",
    "CREATE SCHEMA app",
    "CREATE POLICY own ON public.rooms USING (true); ALTER POLICY own ON public.rooms RENAME TO mine",
    "CREATE ROLE app_role; GRANT app_role TO postgres",
    "GRANT authenticated TO deployer",
    "CREATE TABLE public.people (id uuid PRIMARY KEY REFERENCES auth.users ON DELETE CASCADE)",
    f"CREATE {TRIGGER.format('auth.users')}; DROP TRIGGER watch ON auth.users",
    "CREATE POLICY own ON auth.users USING (true); DROP POLICY own ON auth.users",
]

REFUSED_TO_POSTGRES = [
    ("ALTER POLICY existing ON realtime.messages RENAME TO other", DENIED),
    ("COMMENT ON POLICY existing ON realtime.messages IS 'x'", DENIED),
    ("CREATE POLICY existing ON realtime.messages USING (true)", "42710"),
    ("ALTER POLICY missing ON realtime.messages USING (true)", "42704"),
    ("DROP POLICY missing ON realtime.messages", "42704"),
    ("ALTER TABLE realtime.messages ENABLE ROW LEVEL SECURITY", DENIED),
    ("ALTER TABLE realtime.messages FORCE ROW LEVEL SECURITY", DENIED),
    ("ALTER TABLE realtime.messages ADD COLUMN extra text", DENIED),
    ("ALTER TABLE realtime.messages RENAME TO other", DENIED),
    ("ALTER TABLE realtime.messages OWNER TO postgres", DENIED),
    ("ALTER TABLE realtime.messages DISABLE TRIGGER ALL", DENIED),
    ("DROP TABLE realtime.messages", DENIED),
    ("CREATE INDEX ON realtime.messages (topic)", DENIED),
    ("COMMENT ON TABLE realtime.messages IS 'x'", DENIED),
    ("CREATE TABLE realtime.extra ()", DENIED),
    ("CREATE VIEW realtime.extra AS SELECT 1", DENIED),
    ("CREATE FUNCTION realtime.extra() RETURNS int LANGUAGE sql RETURN 1", DENIED),
    (f"CREATE TABLE realtime.p {PARTITION}", DENIED),
    (f"CREATE TABLE public.p {PARTITION}", DENIED),
    (f"CREATE OR REPLACE FUNCTION {SEND} LANGUAGE sql AS ''", DENIED),
    ("DROP FUNCTION realtime.send(jsonb, text, text, boolean)", DENIED),
    ("DROP FUNCTION realtime.topic()", DENIED),
    ("ALTER FUNCTION realtime.topic() SET search_path = ''", DENIED),
    ("DROP SCHEMA realtime CASCADE", DENIED),
    ("DROP PUBLICATION supabase_realtime_messages_publication", DENIED),
    ("ALTER PUBLICATION supabase_realtime_messages_publication ADD TABLE public.rooms", DENIED),
    ("ALTER PUBLICATION supabase_realtime ADD TABLE realtime.messages", DENIED),
    ("ALTER TABLE auth.users ADD COLUMN extra text", DENIED),
    ("DROP EVENT TRIGGER pedschema_platform_2_lend", DENIED),
]


@pytest.mark.parametrize("statement", WORKS_FOR_POSTGRES)
def test_postgres_may(superuser: Any, statement: str) -> None:
    assert superuser.outcome("postgres", statement) is None


@pytest.mark.parametrize(("statement", "sqlstate"), REFUSED_TO_POSTGRES)
def test_postgres_may_not(superuser: Any, statement: str, sqlstate: str) -> None:
    assert superuser.outcome("postgres", statement) == sqlstate


@pytest.mark.parametrize(
    "role", ["anon", "authenticated", "service_role", "authenticator", "deployer", "supabase_auth_admin"]
)
@pytest.mark.parametrize("statement", [POLICY, IN_DO, "DROP POLICY existing ON realtime.messages"])
def test_every_other_role_may_not_touch_policies(superuser: Any, role: str, statement: str) -> None:
    assert superuser.outcome(role, statement) == DENIED


@pytest.mark.parametrize(
    "statement",
    [
        POLICY,
        "ALTER POLICY existing ON realtime.messages RENAME TO other",
        "COMMENT ON POLICY existing ON realtime.messages IS 'x'",
        "ALTER TABLE realtime.messages ADD COLUMN extra text",
        "CREATE TABLE realtime.extra ()",
    ],
)
def test_superuser_may_do_what_postgres_may_not(superuser: Any, statement: str) -> None:
    assert superuser.outcome("supabase_admin", statement) is None


def test_refusal_is_in_the_words_of_the_server(postgres: Any) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege) as refused, postgres.connection.transaction():
        postgres.execute("ALTER POLICY existing ON realtime.messages RENAME TO other")
    assert refused.value.diag.message_primary == "must be owner of table messages"


@pytest.mark.parametrize("role", ["supabase_realtime_admin", "supabase_auth_admin", "supabase_admin"])
def test_postgres_may_not_become(server: PlatformServer, role: str) -> None:
    with (
        psycopg.connect(server.url("chat")) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(f"SET ROLE {role}")


def test_member_of_postgres_may_after_set_role(server: PlatformServer) -> None:
    with psycopg.connect(server.url("chat", "deployer")) as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match=r"^must be owner of"):
            connection.execute(POLICY)
        connection.rollback()
        connection.execute("SET ROLE postgres")
        connection.execute(POLICY)
        connection.rollback()


@pytest.mark.parametrize(("security", "expected"), [("DEFINER", None), ("INVOKER", DENIED)])
def test_function_acts_as_the_role_it_runs_as(superuser: Any, security: str, expected: str | None) -> None:
    body = f"BEGIN EXECUTE '{POLICY}'; END"
    create = f"CREATE FUNCTION public.f() RETURNS void LANGUAGE plpgsql SECURITY {security} AS $${body}$$"
    assert superuser.outcome("postgres", create) is None
    assert superuser.outcome("authenticated", "SELECT public.f()") == expected


def test_policy_of_a_partition_is_refused(superuser: Any) -> None:
    partition = superuser.value("SELECT to_char(now() AT TIME ZONE 'UTC', '\"messages_\"YYYY_MM_DD')")
    assert superuser.outcome("postgres", f"CREATE POLICY p ON realtime.{partition} USING (true)") == DENIED


def test_trigger_on_messages_is_a_one_way_door(superuser: Any) -> None:
    assert superuser.outcome("postgres", "CREATE " + TRIGGER.format("realtime.messages")) is None
    assert superuser.outcome("postgres", "DROP TRIGGER watch ON realtime.messages") == DENIED


@pytest.mark.parametrize(
    ("statement", "sqlstate"),
    [
        ("GRANT SELECT ON realtime.messages TO custom", "01007"),
        ("REVOKE SELECT ON realtime.messages FROM authenticated", "01006"),
    ],
)
def test_grants_on_messages_warn_and_do_nothing(postgres: Any, statement: str, sqlstate: str) -> None:
    acl = "SELECT relacl::text FROM pg_class WHERE oid = 'realtime.messages'::regclass"
    before = postgres.value(acl)
    postgres.execute(statement)
    assert {seen for seen, _ in postgres.warnings} == {sqlstate}
    assert postgres.value(acl) == before


def test_ownership_is_never_seen_as_lent(server: PlatformServer, postgres: Any) -> None:
    member = "SELECT pg_has_role('postgres', 'supabase_realtime_admin', 'MEMBER')"
    assert postgres.value(member) is False
    postgres.execute(POLICY)
    assert postgres.value(member) is False
    with psycopg.connect(server.url("chat")) as other:
        assert other.execute(member).fetchone() == (False,)


def test_failed_statement_leaves_nothing_lent(postgres: Any) -> None:
    assert postgres.outcome("postgres", "CREATE POLICY existing ON realtime.messages USING (true)") == "42710"
    assert postgres.outcome("postgres", "ALTER TABLE realtime.messages ENABLE ROW LEVEL SECURITY") == DENIED


def test_many_policies_in_one_transaction(postgres: Any) -> None:
    for number in range(50):
        postgres.execute(f"CREATE POLICY many_{number} ON realtime.messages USING (true)")
    assert postgres.value("SELECT count(*) FROM pg_policies WHERE policyname LIKE 'many%'") == 50
