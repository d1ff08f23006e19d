from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.db

ATTRIBUTES = [
    # role, superuser, login, inherit, bypass RLS, create role, create database, replication
    ("supabase_admin", True, True, True, True, True, True, True),
    ("postgres", False, True, True, True, True, True, True),
    ("anon", False, False, True, False, False, False, False),
    ("authenticated", False, False, True, False, False, False, False),
    ("service_role", False, False, True, True, False, False, False),
    ("authenticator", False, True, False, False, False, False, False),
    ("supabase_auth_admin", False, True, False, False, True, False, False),
    ("supabase_realtime_admin", False, False, False, False, False, False, False),
]

MEMBERSHIPS = [
    ("postgres", "anon", True),
    ("postgres", "authenticated", True),
    ("postgres", "service_role", True),
    ("postgres", "supabase_realtime_admin", False),
    ("postgres", "supabase_auth_admin", False),
    ("postgres", "supabase_admin", False),
    ("authenticator", "authenticated", True),
    ("authenticator", "postgres", False),
]

ALL = {"SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"}
TABLE_GRANTS = [
    ("postgres", "realtime.messages", ALL),
    ("anon", "realtime.messages", {"SELECT", "INSERT", "UPDATE"}),
    ("authenticated", "realtime.messages", {"SELECT", "INSERT", "UPDATE"}),
    ("service_role", "realtime.messages", {"SELECT", "INSERT", "UPDATE"}),
    ("supabase_auth_admin", "realtime.messages", set()),
    ("custom", "realtime.messages", set()),
    ("postgres", "auth.users", ALL),
    ("authenticated", "auth.users", set()),
    ("service_role", "auth.users", set()),
]

USAGE, GRANTABLE, CREATE = "USAGE", "USAGE WITH GRANT OPTION", "CREATE"
SCHEMA_GRANTS = [
    ("postgres", "realtime", {USAGE, GRANTABLE}),
    ("anon", "realtime", {USAGE}),
    ("authenticated", "realtime", {USAGE}),
    ("service_role", "realtime", {USAGE}),
    ("supabase_realtime_admin", "realtime", {USAGE, GRANTABLE, CREATE}),
    ("supabase_auth_admin", "realtime", set()),
    ("custom", "realtime", set()),
    ("postgres", "auth", {USAGE}),
    ("authenticated", "auth", {USAGE}),
    ("postgres", "public", {USAGE, GRANTABLE, CREATE}),
    ("authenticated", "public", {USAGE}),
]

OWNERS = [
    ("SELECT nspowner FROM pg_namespace WHERE nspname = 'realtime'", "supabase_admin"),
    ("SELECT relowner FROM pg_class WHERE oid = 'realtime.messages'::regclass", "supabase_realtime_admin"),
    (
        "SELECT DISTINCT proowner FROM pg_proc WHERE pronamespace = 'realtime'::regnamespace",
        "supabase_realtime_admin",
    ),
    (
        "SELECT DISTINCT proowner FROM pg_proc WHERE pronamespace = 'auth'::regnamespace",
        "supabase_auth_admin",
    ),
    ("SELECT relowner FROM pg_class WHERE oid = 'auth.users'::regclass", "supabase_auth_admin"),
    ("SELECT pubowner FROM pg_publication WHERE pubname = 'supabase_realtime'", "postgres"),
    ("SELECT datdba FROM pg_database WHERE datname = current_database()", "postgres"),
]


@pytest.mark.parametrize("expected", ATTRIBUTES, ids=lambda row: row[0])
def test_role_has_its_attributes(superuser: Any, expected: tuple[Any, ...]) -> None:
    query = (
        "SELECT rolname, rolsuper, rolcanlogin, rolinherit, rolbypassrls, rolcreaterole, rolcreatedb,"
        " rolreplication FROM pg_roles WHERE rolname = %s"
    )
    assert superuser.value(query, expected[0]) == expected


@pytest.mark.parametrize(("member", "role", "expected"), MEMBERSHIPS)
def test_membership(superuser: Any, member: str, role: str, *, expected: bool) -> None:
    assert superuser.value("SELECT pg_has_role(%s, %s, 'MEMBER')", member, role) is expected


@pytest.mark.parametrize(("role", "table", "expected"), TABLE_GRANTS)
def test_privileges_on_table(superuser: Any, role: str, table: str, expected: set[str]) -> None:
    query = (
        "SELECT coalesce(array_agg(kind), '{}') FROM unnest(%s::text[]) AS kind"
        " WHERE has_table_privilege(%s, %s, kind)"
    )
    assert set(superuser.value(query, sorted(ALL), role, table)) == expected


def test_no_privilege_on_messages_can_be_passed_on(superuser: Any) -> None:
    query = "SELECT has_table_privilege('postgres', 'realtime.messages', 'SELECT WITH GRANT OPTION')"
    assert superuser.value(query) is False


@pytest.mark.parametrize(("role", "schema", "expected"), SCHEMA_GRANTS)
def test_privileges_on_schema(superuser: Any, role: str, schema: str, expected: set[str]) -> None:
    query = (
        "SELECT coalesce(array_agg(kind), '{}') FROM unnest(%s::text[]) AS kind"
        " WHERE has_schema_privilege(%s, %s, kind)"
    )
    assert set(superuser.value(query, [USAGE, GRANTABLE, CREATE], role, schema)) == expected


@pytest.mark.parametrize(("query", "owner"), OWNERS)
def test_owner(superuser: Any, query: str, owner: str) -> None:
    assert superuser.value(f"SELECT ({query})::regrole::text") == owner


@pytest.mark.parametrize("role", ["supabase_auth_admin", "custom"])
def test_execute_is_useless_without_the_schema(superuser: Any, role: str) -> None:
    query = "SELECT has_function_privilege(%s, 'realtime.topic()'::regprocedure, 'EXECUTE')"
    assert superuser.value(query, role) is True
    assert superuser.outcome(role, "SELECT realtime.topic()") == "42501"


@pytest.mark.parametrize("role", ["anon", "authenticated", "service_role"])
def test_objects_of_postgres_in_public_are_open_to_the_api(superuser: Any, role: str) -> None:
    create = (
        "CREATE TABLE public.open (id serial); CREATE FUNCTION public.f() RETURNS int LANGUAGE sql RETURN 1"
    )
    assert superuser.outcome("postgres", create) is None
    assert superuser.outcome(role, "INSERT INTO public.open DEFAULT VALUES; DELETE FROM public.open") is None
    assert superuser.outcome(role, "SELECT public.f()") is None


def test_objects_of_postgres_elsewhere_are_closed(superuser: Any) -> None:
    assert superuser.outcome("postgres", "CREATE SCHEMA app; CREATE TABLE app.closed ()") is None
    assert superuser.outcome("authenticated", "SELECT FROM app.closed") == "42501"


@pytest.mark.parametrize(
    ("role", "expected"), [("anon", "42501"), ("authenticated", "42501"), ("service_role", "42501")]
)
def test_partition_is_closed_to_the_api(superuser: Any, role: str, expected: str) -> None:
    partition = superuser.value("SELECT to_char(now() AT TIME ZONE 'UTC', '\"messages_\"YYYY_MM_DD')")
    assert superuser.outcome(role, f"SELECT FROM realtime.{partition}") == expected


def test_claims_are_read_from_the_request(postgres: Any) -> None:
    read = "SELECT auth.uid()::text, auth.role(), auth.email(), auth.jwt() ->> 'sub'"
    assert postgres.value(read) == (None, None, None, None)
    user = "11111111-1111-1111-1111-111111111111"
    claims = f'{{"sub": "{user}", "role": "authenticated", "email": "a@example.org"}}'
    postgres.execute("SELECT set_config('request.jwt.claims', %s, true)", claims)
    assert postgres.value(read) == (user, "authenticated", "a@example.org", user)
    other = "22222222-2222-2222-2222-222222222222"
    postgres.execute("SELECT set_config('request.jwt.claim.sub', %s, true)", other)
    assert postgres.value(read) == (other, "authenticated", "a@example.org", user)


def test_subject_that_is_no_uuid_raises(superuser: Any) -> None:
    superuser.execute("SELECT set_config('request.jwt.claim.sub', 'auth0|1', true)")
    assert superuser.outcome("authenticated", "SELECT auth.uid()") == "22P02"
