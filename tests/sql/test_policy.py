"""Policies and rules as Postgres answers them to a client role."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from pedschema.model.function import Function
from pedschema.model.names import QualifiedName
from pedschema.model.policy import Policy
from pedschema.sql.declare import drop_owned
from pedschema.sql.policy import render_policy

pytestmark = pytest.mark.db

ROOM = "11111111-1111-4111-8111-111111111111"
OTHER = "22222222-2222-4222-8222-222222222222"
MEMBER = Function(
    QualifiedName("chat", "is_member"),
    "uuid",
    "create function chat.is_member(room uuid) returns boolean language sql stable security definer"
    f" set search_path = '' as $$ select room = '{ROOM}' $$",
)
USING = "chat.is_member((select chat.topic_uuid('room:{room_id}:chat', 'room_id')))"


def make_policy(**changes: Any) -> Policy:
    values: dict[str, Any] = {
        "name": "chat_read",
        "command": "SELECT",
        "permissive": True,
        "roles": ("authenticated",),
        "using": USING,
        "check": "",
    }
    return Policy(**(values | changes))


def count_seen(app: Any, room: str, role: str = "authenticated") -> int:
    """Return how many messages the role may read while it asks for the room's topic."""
    app.connection.execute("delete from realtime.messages")
    app.connection.execute(
        "insert into realtime.messages (topic, extension, private) values ('probe', 'broadcast', true)",
    )
    app.connection.execute("select set_config('realtime.topic', %s, true)", (f"room:{room}:chat",))
    return int(app.ask("select count(*) from realtime.messages", role=role))


def test_policy_calls_owned_functions_without_usage_on_their_schema(
    app: Any, publication: Any, catalogue: Any
) -> None:
    app.declare(catalogue(publication(), rules=(MEMBER,), policies=(make_policy(),)))
    assert app.ask("select has_schema_privilege('authenticated', 'chat', 'usage')") is False
    assert count_seen(app, ROOM) == 1
    assert count_seen(app, OTHER) == 0
    assert count_seen(app, "no uuid") == 0


def test_policy_is_for_its_roles_only(app: Any, publication: Any, catalogue: Any) -> None:
    app.declare(catalogue(publication(), policies=(make_policy(using="true"),)))
    assert count_seen(app, ROOM) == 1
    assert count_seen(app, ROOM, role="anon") == 0


def test_policy_without_roles_is_for_everybody(app: Any, publication: Any, catalogue: Any) -> None:
    app.declare(catalogue(publication(), policies=(make_policy(using="true", roles=("public",)),)))
    assert count_seen(app, ROOM, role="anon") == 1


def test_restrictive_policy_narrows_a_permissive_one(app: Any, publication: Any, catalogue: Any) -> None:
    narrow = make_policy(name="chat_narrow", permissive=False, using="false -- closed")
    app.declare(catalogue(publication(), policies=(make_policy(using="true"),)))
    assert count_seen(app, ROOM) == 1
    app.run(render_policy(narrow).sql[0], role="postgres")
    assert count_seen(app, ROOM) == 0


def test_insert_policy_checks_what_is_written(app: Any, publication: Any, catalogue: Any) -> None:
    check = "topic = 'room:100%:word' and extension = 'broadcast'"
    write = make_policy(name='say "hi"', command="INSERT", using="", check=check)
    app.declare(catalogue(publication(), policies=(write,)))
    insert = "insert into realtime.messages (topic, extension) values (%s, 'broadcast')"
    assert app.run(insert, "room:100%:word") == 1
    with pytest.raises(psycopg.errors.InsufficientPrivilege), app.connection.transaction():
        app.run(insert, "room:100")


def test_dropped_policy_admits_nobody(app: Any, publication: Any, catalogue: Any) -> None:
    owned = app.declare(catalogue(publication(), policies=(make_policy(using="true"),)))
    app.run(drop_owned(owned[-1]), role="postgres")
    assert count_seen(app, ROOM) == 0


def test_rule_is_executable_by_the_contracts_roles_only(app: Any, publication: Any, catalogue: Any) -> None:
    app.declare(catalogue(publication(), rules=(MEMBER,)))
    app.connection.execute("grant usage on schema chat to anon, authenticated")
    call = f"select chat.is_member('{ROOM}')"
    assert app.ask(call, role="authenticated") is True
    with pytest.raises(psycopg.errors.InsufficientPrivilege), app.connection.transaction():
        app.ask(call, role="anon")


def test_rule_that_is_there_is_replaced(app: Any, publication: Any, catalogue: Any) -> None:
    app.declare(catalogue(publication(), rules=(MEMBER,)))
    changed = Function(MEMBER.name, MEMBER.arguments, MEMBER.sql.replace("select room =", "select room <>"))
    app.declare(catalogue(publication(), rules=(changed,)))
    assert app.ask(f"select chat.is_member('{ROOM}')") is False


@pytest.mark.parametrize(
    "head",
    [
        "create function",
        "CREATE OR REPLACE FUNCTION",
        "-- why\n/* and\nhow */ Create\n  or  replace function",
    ],
)
def test_rule_may_be_written_in_any_way(app: Any, publication: Any, catalogue: Any, head: str) -> None:
    rule = Function(MEMBER.name, MEMBER.arguments, MEMBER.sql.replace("create function", head))
    for _ in range(2):
        app.declare(catalogue(publication(), rules=(rule,)))
    assert app.ask(f"select chat.is_member('{ROOM}')") is True


@pytest.mark.parametrize("role", ["anon", "authenticated", "service_role"])
def test_trigger_function_is_out_of_reach_of_client_roles(app: Any, publication: Any, role: str) -> None:
    app.publish(publication())
    granted = f"select has_function_privilege('{role}', 'chat.room__messages_v1()', 'execute')"
    assert app.ask(granted) is False
