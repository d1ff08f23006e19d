from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

if TYPE_CHECKING:
    from pedschema.platform import PgBinaries

pytestmark = pytest.mark.db

COUNT = "SELECT count(*) FROM realtime.messages"
ARGUMENTS = "'room:1', 'changed', {operation}, TG_TABLE_NAME, TG_TABLE_SCHEMA, NEW, OLD{level}"
ROW = {"id": 1, "name": "a", "price": 12.30, "seats": 9007199254740993}


def create_trigger(
    *,
    security: str = "DEFINER",
    operation: str = "TG_OP",
    level: str = "",
    timing: str = "AFTER",
    each: str = "ROW",
) -> str:
    call = ARGUMENTS.format(operation=operation, level=level)
    events = "TRUNCATE" if timing == "TRUNCATE" else "INSERT OR UPDATE OR DELETE"
    when = "AFTER" if timing == "TRUNCATE" else timing
    return (
        f"CREATE FUNCTION public.tell() RETURNS trigger LANGUAGE plpgsql SECURITY {security}"
        " SET search_path = '' AS $$ BEGIN"
        f" PERFORM realtime.broadcast_changes({call}); RETURN coalesce(NEW, OLD); END $$;"
        f"CREATE TRIGGER tell {when} {events} ON public.rooms FOR EACH {each} EXECUTE FUNCTION public.tell()"
    )


def read_payload(session: Any) -> dict[str, Any]:
    row = session.execute("SELECT payload::text FROM realtime.messages").fetchone()
    assert row is not None
    session.execute("DELETE FROM realtime.messages")
    payload: dict[str, Any] = json.loads(row[0])
    return payload


def test_payload_has_six_keys_and_whole_rows(postgres: Any) -> None:
    postgres.execute(create_trigger())
    postgres.execute("INSERT INTO public.rooms VALUES (1, 'a', 12.30, 9007199254740993)")
    inserted = read_payload(postgres)
    assert set(inserted) == {"id", "schema", "table", "operation", "record", "old_record"}
    assert {key: inserted[key] for key in ("schema", "table", "operation", "record", "old_record")} == {
        "schema": "public",
        "table": "rooms",
        "operation": "INSERT",
        "record": ROW,
        "old_record": None,
    }
    postgres.execute("UPDATE public.rooms SET name = 'b'")
    updated = read_payload(postgres)
    assert (updated["operation"], updated["record"], updated["old_record"]) == (
        "UPDATE",
        ROW | {"name": "b"},
        ROW,
    )
    postgres.execute("DELETE FROM public.rooms")
    deleted = read_payload(postgres)
    assert (deleted["operation"], deleted["record"], deleted["old_record"]) == (
        "DELETE",
        None,
        ROW | {"name": "b"},
    )


def test_message_row(postgres: Any) -> None:
    postgres.execute(create_trigger())
    postgres.execute("INSERT INTO public.rooms VALUES (1)")
    columns = "extension, event, private, topic, binary_payload, payload ->> 'id' = id::text"
    assert postgres.value(f"SELECT {columns} FROM realtime.messages") == (
        "broadcast",
        "changed",
        True,
        "room:1",
        None,
        True,
    )


@pytest.mark.parametrize(
    ("column", "value", "text"),
    [
        ("numeric(8, 2)", "12.3", "12.30"),
        ("bigint", "9007199254740993", "9007199254740993"),
        ("float8", "'NaN'", '"NaN"'),
        ("float8", "'-Infinity'", '"-Infinity"'),
        ("timestamptz", "'2026-01-02 03:04:05+00'", '"2026-01-02T03:04:05+00:00"'),
        ("timestamp", "'2026-01-02 03:04:05'", '"2026-01-02T03:04:05"'),
        ("date", "'2026-01-02'", '"2026-01-02"'),
        ("timetz", "'10:00+02'", '"10:00:00+02"'),
        ("interval", "'1 day 2 hours'", '"1 day 02:00:00"'),
        ("int4range", "'[1,3)'", '"[1,3)"'),
        ("inet", "'10.0.0.1'", '"10.0.0.1"'),
        ("bytea", "'\\x00ff'", '"\\\\x00ff"'),
        ("text[]", "'{a,NULL}'", '["a", null]'),
        ("char(3)", "'a'", '"a  "'),
        ("oid", "7", '"7"'),
        ("jsonb", "'{\"a\": 1.0}'", '{"a": 1.0}'),
        ("json", "'{\"a\":   1.0}'", '{"a": 1.0}'),
        ("boolean", "true", "true"),
    ],
)
def test_encoding_of_columns(postgres: Any, column: str, value: str, text: str) -> None:
    postgres.execute(create_trigger())
    postgres.execute(f"ALTER TABLE public.rooms ADD COLUMN tried {column}")
    postgres.execute(f"INSERT INTO public.rooms (id, tried) VALUES (1, {value})")
    assert postgres.value("SELECT (payload -> 'record' -> 'tried')::text FROM realtime.messages") == text


def test_generated_column_is_there_after_and_null_before(postgres: Any) -> None:
    postgres.execute("ALTER TABLE public.rooms ADD COLUMN twice int GENERATED ALWAYS AS (id * 2) STORED")
    for timing, expected in (("AFTER", 2), ("BEFORE", None)):
        with postgres.connection.transaction(force_rollback=True):
            postgres.execute(create_trigger(timing=timing))
            postgres.execute("INSERT INTO public.rooms VALUES (1)")
            assert read_payload(postgres)["record"]["twice"] == expected


@pytest.mark.parametrize(
    ("trigger", "write", "sqlstate", "stored"),
    [
        (create_trigger(), "INSERT INTO public.rooms VALUES (1)", None, 1),
        (create_trigger(level=", TG_LEVEL"), "INSERT INTO public.rooms VALUES (1)", None, 1),
        (create_trigger(each="STATEMENT"), "INSERT INTO public.rooms VALUES (1), (2)", None, 1),
        (
            create_trigger(each="STATEMENT", level=", TG_LEVEL"),
            "INSERT INTO public.rooms VALUES (1)",
            "P0001",
            0,
        ),
        (create_trigger(timing="TRUNCATE", each="STATEMENT"), "TRUNCATE public.rooms", "P0001", 0),
        (create_trigger(operation="lower(TG_OP)"), "INSERT INTO public.rooms VALUES (1)", "P0001", 0),
        (create_trigger(operation="NULL"), "INSERT INTO public.rooms VALUES (1)", "P0001", 0),
        (
            create_trigger(),
            "SET LOCAL session_replication_role = replica; INSERT INTO public.rooms VALUES (1)",
            None,
            0,
        ),
    ],
)
def test_outcome_of_a_write(
    superuser: Any,
    trigger: str,
    write: str,
    sqlstate: str | None,
    stored: int,
) -> None:
    assert superuser.outcome("postgres", trigger) is None
    assert superuser.outcome("postgres", write) == sqlstate
    assert superuser.value(COUNT) == stored


def test_error_of_a_write_names_the_row(postgres: Any) -> None:
    postgres.execute(create_trigger(operation="lower(TG_OP)"))
    with (
        pytest.raises(psycopg.errors.RaiseException, match=r"^Failed to process the row: "),
        postgres.connection.transaction(),
    ):
        postgres.execute("INSERT INTO public.rooms VALUES (1)")


def test_statement_trigger_without_level_sends_no_records(postgres: Any) -> None:
    postgres.execute(create_trigger(each="STATEMENT"))
    postgres.execute("INSERT INTO public.rooms VALUES (1)")
    payload = read_payload(postgres)
    assert (payload["record"], payload["old_record"]) == (None, None)


ACCEPTS = "CREATE POLICY write ON realtime.messages FOR INSERT TO authenticated WITH CHECK (topic = 'room:1')"


@pytest.mark.parametrize(
    ("writer", "security", "before", "stored"),
    [
        ("authenticated", "INVOKER", "", 0),
        ("authenticated", "INVOKER", ACCEPTS, 1),
        ("service_role", "INVOKER", "", 1),
        ("postgres", "INVOKER", "", 1),
        ("authenticated", "DEFINER", "", 1),
        (
            "authenticated",
            "DEFINER",
            "CREATE ROLE plain; GRANT plain TO postgres; GRANT USAGE ON SCHEMA realtime TO plain",
            0,
        ),
    ],
)
def test_writer_keeps_its_row_whether_or_not_the_message_is_stored(
    superuser: Any,
    writer: str,
    security: str,
    before: str,
    stored: int,
) -> None:
    assert superuser.outcome("postgres", create_trigger(security=security)) is None
    if before:
        assert superuser.outcome("postgres", before) is None
    if "plain" in before:
        superuser.execute("GRANT SELECT, INSERT ON realtime.messages TO plain")
        superuser.execute("ALTER FUNCTION public.tell() OWNER TO plain")
    assert superuser.outcome(writer, "INSERT INTO public.rooms VALUES (1)") is None
    assert superuser.value("SELECT count(*) FROM public.rooms") == 1
    assert superuser.value(COUNT) == stored


def delete_user(session: Any, security: str) -> str | None:
    user = "11111111-1111-1111-1111-111111111111"
    prepare = (
        "ALTER TABLE public.rooms ADD COLUMN owner uuid REFERENCES auth.users ON DELETE CASCADE;"
        f" INSERT INTO auth.users (id) VALUES ('{user}');"
        f" INSERT INTO public.rooms (id, owner) VALUES (1, '{user}');"
    )
    assert session.outcome("postgres", prepare + create_trigger(security=security)) is None
    sqlstate: str | None = session.outcome("supabase_auth_admin", "DELETE FROM auth.users")
    return sqlstate


def test_user_deletion_by_the_auth_service_works_with_a_definer(superuser: Any) -> None:
    assert delete_user(superuser, "DEFINER") is None
    assert superuser.value("SELECT count(*) FROM public.rooms") == 0


def test_user_deletion_by_the_auth_service_fails_with_an_invoker(
    superuser: Any, binaries: PgBinaries
) -> None:
    # From 18 on PostgreSQL runs the trigger of a cascade as the owner of the table, here postgres.
    expected = ("42501", 1) if binaries.version < 18 else (None, 0)
    sqlstate = delete_user(superuser, "INVOKER")
    assert (sqlstate, superuser.value("SELECT count(*) FROM public.rooms")) == expected
