from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pedschema.introspect import fresh_grants, read_owned, read_state, run_verbatim, without_state
from pedschema.model.owned import Identity, Kind, Owned

if TYPE_CHECKING:
    from sqlalchemy import Connection

pytestmark = pytest.mark.db

Declared = dict[str, Owned]


def read_texts(connection: Connection) -> dict[tuple[Identity, int], str]:
    return {(each.identity, each.version): each.canonical for each in read_owned(connection, "rooms")}


def test_the_sql_of_what_is_read_makes_the_same_again(created: Connection) -> None:
    run_verbatim(created, "ALTER TABLE public.rooms DISABLE TRIGGER rooms_chat")
    run_verbatim(created, "CREATE FUNCTION rooms.body() RETURNS int LANGUAGE sql RETURN 1")
    read = read_owned(created, "rooms")
    for each in read:
        if each.identity.kind is Kind.POLICY:
            run_verbatim(created, f"DROP POLICY {each.identity.name.name} ON realtime.messages")
    run_verbatim(created, "DROP SCHEMA rooms CASCADE")
    for each in read:
        for sql in each.sql:
            run_verbatim(created, sql)
    assert read_owned(created, "rooms") == read


def test_each_object_is_read_alone_as_among_all(created: Connection, declared: Declared) -> None:
    read = read_owned(created, "rooms")
    assert {each.identity for each in read} == {each.identity for each in declared.values()}
    for each in read:
        assert read_state(created, each.identity, each.version) == each


@pytest.mark.parametrize("name", ["schema", "switch", "rule", "function", "trigger", "policy"])
def test_what_does_not_exist_is_none(connection: Connection, declared: Declared, name: str) -> None:
    assert read_state(connection, declared[name].identity, declared[name].version) is None


def test_other_versions_and_overloads_are_other_objects(created: Connection, declared: Declared) -> None:
    assert read_state(created, declared["function"].identity, 2) is None
    assert read_state(created, Identity(Kind.RULE, declared["rule"].identity.name, "text"), 0) is None


def test_two_versions_are_two_values_of_one_identity(created: Connection, declared: Declared) -> None:
    function = declared["function"]
    run_verbatim(created, function.sql[0].replace("_v3", "_v12"))
    read = [each for each in read_owned(created, "rooms") if each.identity == function.identity]
    assert sorted(each.version for each in read) == [3, 12]
    assert len({each.canonical for each in read}) == 1


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ("ALTER FUNCTION rooms.may(uuid) SECURITY INVOKER", "rule"),
        ("ALTER FUNCTION rooms.may(uuid) SET search_path = public", "rule"),
        ("ALTER FUNCTION rooms.may(uuid) OWNER TO service_role", "rule"),
        ("GRANT EXECUTE ON FUNCTION rooms.may(uuid) TO PUBLIC", "rule"),
        ("REVOKE EXECUTE ON FUNCTION rooms.may(uuid) FROM anon", "rule"),
        ("ALTER TABLE public.rooms DISABLE TRIGGER rooms_chat", "trigger"),
        ("ALTER TABLE public.rooms ENABLE ALWAYS TRIGGER rooms_chat", "trigger"),
        ("ALTER POLICY rooms_write ON realtime.messages TO anon", "policy"),
        ("ALTER POLICY rooms_write ON realtime.messages WITH CHECK (true)", "policy"),
        ("GRANT SELECT ON rooms.surface_switch TO anon", "switch"),
        ("ALTER TABLE rooms.surface_switch DISABLE ROW LEVEL SECURITY", "switch"),
        ("ALTER TABLE rooms.surface_switch ADD COLUMN more int", "switch"),
        ("GRANT CREATE ON SCHEMA rooms TO anon", "schema"),
    ],
)
def test_every_change_shows_in_the_canonical_text(
    created: Connection, declared: Declared, change: str, name: str
) -> None:
    run_verbatim(created, "GRANT CREATE ON SCHEMA rooms TO service_role")
    before = read_texts(created)
    run_verbatim(created, change)
    after = read_texts(created)
    assert {
        identity for identity, version in after if before[identity, version] != after[identity, version]
    } == {declared[name].identity}


def test_a_disabled_trigger_is_the_same_trigger(created: Connection, declared: Declared) -> None:
    key = (declared["trigger"].identity, 0)
    before = read_texts(created)[key]
    run_verbatim(created, "ALTER TABLE public.rooms DISABLE TRIGGER rooms_chat")
    after = read_texts(created)[key]
    assert before != after
    assert without_state(after) == before


def test_the_order_of_roles_and_grants_means_nothing(created: Connection) -> None:
    before = read_texts(created)
    run_verbatim(created, "ALTER POLICY rooms_0 ON realtime.messages TO anon, authenticated")
    run_verbatim(created, "REVOKE EXECUTE ON FUNCTION rooms.may(uuid) FROM authenticated")
    run_verbatim(created, "GRANT EXECUTE ON FUNCTION rooms.may(uuid) TO authenticated")
    assert read_texts(created) == before


def test_other_objects_are_not_read(created: Connection) -> None:
    before = read_owned(created, "rooms")
    run_verbatim(created, "CREATE FUNCTION public.more() RETURNS int LANGUAGE sql AS 'select 1'")
    run_verbatim(created, "CREATE POLICY room_x ON realtime.messages USING (true)")
    run_verbatim(created, "CREATE POLICY rooms_x ON public.rooms USING (true)")
    run_verbatim(created, "CREATE TABLE rooms.more (id int)")
    assert read_owned(created, "rooms") == before


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("rule", ["grant EXECUTE to PUBLIC"]),
        ("function", ["grant EXECUTE to PUBLIC"]),
        ("schema", []),
        ("switch", []),
    ],
)
def test_fresh_grants_are_those_of_a_new_object(
    created: Connection, declared: Declared, name: str, left: list[str]
) -> None:
    run_verbatim(created, "GRANT USAGE ON SCHEMA rooms TO anon WITH GRANT OPTION")
    run_verbatim(created, "GRANT SELECT ON rooms.surface_switch TO PUBLIC")
    identity, version = declared[name].identity, declared[name].version
    live = read_state(created, identity, version)
    assert live
    for sql in fresh_grants(live):
        run_verbatim(created, sql)
    fresh = read_state(created, identity, version)
    assert fresh
    assert [line for line in fresh.canonical.splitlines() if line.startswith("grant ")] == left


def test_no_name_of_a_role_becomes_a_statement(created: Connection, declared: Declared) -> None:
    role = '"two\ngrant USAGE to PUBLIC; DROP SCHEMA rooms CASCADE; --\\"'
    run_verbatim(created, f"CREATE ROLE {role}; GRANT USAGE ON SCHEMA rooms TO {role}")
    schema = next(each for each in declared.values() if each.identity.kind is Kind.SCHEMA)
    changed = read_state(created, schema.identity, schema.version)
    assert changed is not None
    for sql in fresh_grants(changed):
        run_verbatim(created, sql)
    after = read_state(created, schema.identity, schema.version)
    assert after is not None
    assert not [line for line in after.canonical.splitlines() if line.startswith("grant ")]
