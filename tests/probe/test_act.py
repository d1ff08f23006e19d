from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import psycopg
import pytest

from pedschema.errors import DatabaseError
from pedschema.probe.act import acting_as, run_rows

if TYPE_CHECKING:
    from pedschema.model.persona import Cast
    from pedschema.probe.database import RealtimeDatabase

pytestmark = pytest.mark.db
WHO = "SELECT current_user, auth.uid()::text"


def test_block_acts_as_the_persona_and_only_there(
    realtime_db: RealtimeDatabase, member: dict[str, object]
) -> None:
    connection = realtime_db.connection
    with acting_as(connection, member):
        inside = connection.execute(WHO).fetchone()

    assert inside == ("authenticated", member["sub"])
    assert connection.execute(WHO).fetchone() == ("postgres", None)


def test_nested_block_gives_role_and_claims_back(
    realtime_db: RealtimeDatabase, member: dict[str, object]
) -> None:
    connection = realtime_db.connection
    with acting_as(connection, {"role": "service_role"}):
        with acting_as(connection, member):
            pass
        after = connection.execute(WHO).fetchone()

    assert after == ("service_role", None)


def test_error_in_the_block_rolls_back(rooms: RealtimeDatabase, member: dict[str, object]) -> None:
    statement = "WITH mine AS (INSERT INTO public.room_members (topic) VALUES ('mine')) SELECT 1 / 0"

    with pytest.raises(psycopg.errors.DivisionByZero):
        rooms.run_as(member, statement)

    assert rooms.run_as(member, "SELECT FROM public.room_members WHERE topic = 'mine'") == []


def test_role_that_cannot_be_taken_on_is_named(realtime_db: RealtimeDatabase) -> None:
    with pytest.raises(DatabaseError, match='cannot act as role "supabase_admin"'):
        realtime_db.run_as({"role": "supabase_admin"}, "SELECT 1")


def test_rows_are_made_by_the_role_of_the_contract(realtime_db: RealtimeDatabase, cast: Cast) -> None:
    scripts = (
        "CREATE TABLE public.people (name text);",
        "INSERT INTO public.people VALUES ('100%'), ('Ann');",
    )

    run_rows(realtime_db.connect("supabase_admin"), replace(cast, rows=scripts), "postgres")

    owner = "SELECT tableowner FROM pg_tables WHERE tablename = 'people'"
    assert realtime_db.connection.execute(owner).fetchone() == ("postgres",)
    assert realtime_db.connection.execute("SELECT count(*) FROM public.people").fetchone() == (2,)


def test_script_that_fails_leaves_nothing(realtime_db: RealtimeDatabase, cast: Cast) -> None:
    scripts = ("CREATE TABLE public.people (name text);", "INSERT INTO public.nobody VALUES (1);")

    with pytest.raises(DatabaseError, match="row script 2: the script fails with 42P01"):
        run_rows(realtime_db.connection, replace(cast, rows=scripts), "postgres")

    assert realtime_db.connection.execute("SELECT to_regclass('public.people')").fetchone() == (None,)
