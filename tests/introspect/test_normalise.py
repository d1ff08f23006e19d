from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from pedschema.errors import DatabaseError
from pedschema.introspect import normalise, normalise_owned, read_owned, run_verbatim
from pedschema.model.names import QualifiedName
from pedschema.model.owned import Identity, Kind, Owned

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

pytestmark = pytest.mark.db

LOCKS = """
    SELECT DISTINCT c.relname, l.mode
    FROM pg_catalog.pg_locks AS l
    JOIN pg_catalog.pg_class AS c ON c.oid = l.relation
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE l.pid = pg_catalog.pg_backend_pid() AND n.nspname IN ('public', 'realtime', 'rooms')
"""
Declared = dict[str, Owned]


def by_key(owned: Iterable[Owned]) -> dict[tuple[Identity, int], str]:
    return {(each.identity, each.version): each.canonical for each in owned}


def make(kind: Kind, name: str, sql: str, of: str = "") -> Owned:
    return Owned(Identity(kind, QualifiedName(of.partition(".")[0] or "rooms", name), of), (sql,))


def test_normalised_is_what_the_catalog_says_once_it_exists(
    connection: Connection, declared: Declared
) -> None:
    normalised = normalise_owned(connection, list(declared.values()))
    for each in declared.values():
        for sql in each.sql:
            run_verbatim(connection, sql)
    assert by_key(normalised) == by_key(read_owned(connection, "rooms"))


def test_what_exists_otherwise_has_no_part_in_it(existing: Connection, declared: Declared) -> None:
    wanted = list(declared.values())
    before = normalise_owned(existing, wanted)
    run_verbatim(existing, "GRANT EXECUTE ON FUNCTION rooms.may(uuid) TO service_role")
    run_verbatim(existing, "GRANT USAGE ON SCHEMA rooms TO service_role")
    run_verbatim(existing, "GRANT SELECT ON rooms.surface_switch TO service_role")
    run_verbatim(existing, "ALTER TABLE rooms.surface_switch DISABLE ROW LEVEL SECURITY")
    assert normalise_owned(existing, wanted) == before


def test_all_but_the_canonical_text_is_kept(connection: Connection, declared: Declared) -> None:
    for before, after in zip(
        declared.values(), normalise_owned(connection, list(declared.values())), strict=True
    ):
        assert (after.identity, after.sql, after.version) == (before.identity, before.sql, before.version)
        assert after.canonical


def test_nothing_is_left_behind(connection: Connection, declared: Declared) -> None:
    normalise_owned(connection, list(declared.values()))
    assert read_owned(connection, "rooms") == ()
    temporary = "SELECT count(*) FROM pg_catalog.pg_class WHERE relpersistence = 't'"
    assert connection.exec_driver_sql(temporary).scalar_one() == 0


def test_no_lock_is_taken_that_anybody_waits_for(
    existing: Connection, declared: Declared, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: set[tuple[str, str]] = set()

    def run_and_look(connection: Connection, sql: str) -> None:
        run_verbatim(connection, sql)
        seen.update((row.relname, row.mode) for row in connection.exec_driver_sql(LOCKS))

    monkeypatch.setattr(normalise, "run_verbatim", run_and_look)
    normalise_owned(existing, list(declared.values()))
    assert {("rooms", "AccessShareLock"), ("messages", "AccessShareLock")} <= seen
    assert {mode for _, mode in seen} == {"AccessShareLock"}


@pytest.mark.parametrize(
    ("wrong", "where", "code"),
    [
        (
            make(Kind.POLICY, "p", "create policy p on realtime.messages using (nope)", "realtime.messages"),
            'policy "p" on realtime.messages',
            "42703",
        ),
        (
            make(
                Kind.TRIGGER,
                "t",
                "create trigger t after insert on public.no execute function f()",
                "public.no",
            ),
            'trigger "t" on public.no',
            "42P01",
        ),
        (
            make(
                Kind.TRIGGER,
                "t",
                "create trigger t after insert on public.rooms execute function a.f()",
                "public.rooms",
            ),
            'trigger "t" on public.rooms',
            "3F000",
        ),
        (
            make(Kind.RULE, "f", "create function rooms.f() returns int language sql as 'select nope'"),
            "function rooms.f()",
            "42703",
        ),
    ],
)
def test_what_postgres_refuses_is_told_with_the_object(
    connection: Connection, declared: Declared, wrong: Owned, where: str, code: str
) -> None:
    with pytest.raises(DatabaseError) as caught:
        normalise_owned(connection, [declared["schema"], wrong])
    (mistake,) = caught.value.mistakes
    assert mistake.where == where
    assert code in mistake.what
    assert read_owned(connection, "rooms") == ()


def test_a_changed_argument_name_is_told_as_what_it_is(existing: Connection, declared: Declared) -> None:
    changed = make(Kind.RULE, "may", declared["rule"].sql[0].replace("room ", "place "))
    with pytest.raises(DatabaseError, match="42P13") as caught:
        normalise_owned(existing, [changed])
    assert caught.value.mistakes[0].fix == "give the changed function a new name, and drop the old one"


def test_more_policies_than_one_copy_takes_come_back_in_few_messages(connection: Connection) -> None:
    policies = [
        make(
            Kind.POLICY,
            f"rooms_{number}",
            f"CREATE POLICY rooms_{number} ON realtime.messages USING (topic = '{number}') -- the last",
            "realtime.messages",
        )
        for number in range(120)
    ]
    sent: list[str] = []
    listener = lambda *event: sent.append(event[2])  # noqa: E731
    event.listen(connection, "before_cursor_execute", listener)
    normalised = normalise_owned(connection, policies)
    event.remove(connection, "before_cursor_execute", listener)
    for each in policies:
        run_verbatim(connection, each.sql[0])
    assert by_key(normalised) == by_key(read_owned(connection, "rooms"))
    assert len(normalised) == 120
    assert len(sent) < len(policies) / 4


def test_one_that_is_refused_among_many_is_named(connection: Connection) -> None:
    sql = "CREATE POLICY rooms_{0} ON realtime.messages USING ({1})"
    policies = [
        make(
            Kind.POLICY,
            f"rooms_{number}",
            sql.format(number, "nowhere = 1" if number == 70 else "true"),
            "realtime.messages",
        )
        for number in range(120)
    ]
    with pytest.raises(DatabaseError) as caught:
        normalise_owned(connection, policies)
    (mistake,) = caught.value.mistakes
    assert mistake.where == 'policy "rooms_70" on realtime.messages'
    assert "nowhere" in mistake.what
