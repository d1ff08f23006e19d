"""Declared objects whose names and texts could be taken for something else on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pedschema.errors import DatabaseError
from pedschema.introspect import normalise_owned, read_owned, read_state, run_verbatim
from pedschema.model.names import QualifiedName
from pedschema.model.owned import Identity, Kind, Owned
from pedschema.sql.quoting import identifier

if TYPE_CHECKING:
    from sqlalchemy import Connection

pytestmark = pytest.mark.db

Declared = dict[str, Owned]
ENDS = ("", " -- the end", " /* the end; */", " -- $$ ' \"", "\n-- ;\n")
LONG = "rooms_" + "é" * 28


def make(kind: Kind, name: str, sql: str, of: str = "", version: int = 0) -> Owned:
    schema = of.partition(".")[0] or "rooms"
    return Owned(Identity(kind, QualifiedName(schema, name), of), (sql,), version=version)


def make_policies(table: str, literal: str) -> list[Owned]:
    """Return 120 policies on a table, pairs of which differ in the case of their names alone."""
    names = [f"rooms_{case}{number}" for number in range(60) for case in "aA"]
    names[-3:] = ["rooms_; drop table x --", 'rooms_"\n$$', LONG]
    return [
        make(
            Kind.POLICY,
            name,
            f"create policy {identifier(name)} on {table} using ({literal.format(place)})"
            f"{ENDS[place % len(ENDS)]}",
            table,
        )
        for place, name in enumerate(names)
    ]


def test_names_and_ends_of_statements_stay_apart(connection: Connection) -> None:
    policies = [
        *make_policies("realtime.messages", "topic = $a${}';--$a$"),
        *make_policies("public.messages", "id = {}"),
    ]
    normalised = normalise_owned(connection, policies)
    for each in policies:
        run_verbatim(connection, each.sql[0])
    assert [each.canonical for each in normalised] == [
        found.canonical for each in policies if (found := read_state(connection, each.identity, 0))
    ]
    assert len({each.canonical for each in normalised}) == 240


def test_the_one_that_is_refused_is_named_whatever_it_is_called(connection: Connection) -> None:
    policies = make_policies("realtime.messages", "topic = '{}'")
    wrong = make_policies("realtime.messages", "nowhere = '{}'")[118]
    with pytest.raises(DatabaseError) as caught:
        normalise_owned(connection, [*policies[:118], wrong, policies[119]])
    assert caught.value.mistakes[0].where == f'policy "{wrong.identity.name.name}" on realtime.messages'


def test_a_function_is_called_as_a_table_may_be(connection: Connection, declared: Declared) -> None:
    name = 'chat__"Od\nd'
    function = make(
        Kind.TRIGGER_FUNCTION,
        name,
        f"create function rooms.{identifier(f'{name}_v2')}() returns trigger language plpgsql"
        " as $$ begin return null; end $$",
        version=2,
    )
    (_, normalised) = normalise_owned(connection, [declared["schema"], function])
    for each in (*declared["schema"].sql, *function.sql):
        run_verbatim(connection, each)
    assert [each.canonical for each in read_owned(connection, "rooms")][-1] == normalised.canonical


def test_a_table_of_the_app_may_be_called_as_the_switches_are(
    connection: Connection, declared: Declared
) -> None:
    run_verbatim(connection, "CREATE TABLE public.surface_switch (id int)")
    trigger = make(
        Kind.TRIGGER,
        "rooms_switch",
        "create trigger rooms_switch after insert on public.surface_switch execute function rooms.chat_v3()",
        "public.surface_switch",
    )
    wanted = [declared[name] for name in ("schema", "switch", "function")]
    normalised = normalise_owned(connection, [*wanted, trigger])
    assert all(each.canonical for each in normalised)
