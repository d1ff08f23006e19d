"""Triggers of others that reach Realtime by ways that hide it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pedschema.drift.read import judge_database
from pedschema.drift.registry import load_rules

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection

    from pedschema.drift.read import Expected

    Changed = Callable[[str], AbstractContextManager[Connection]]

pytestmark = pytest.mark.db

SEND = "perform realtime.send('{}', 'members', 'room:1:chat')"
TELL = """
    create function public.tell() returns trigger language plpgsql as $$ begin {}; return null; end $$;
    create trigger tell after insert on public.members for each row execute function public.tell();
"""
CIRCLE = """
    create function public.ask() returns void language plpgsql as $$ begin perform public.answer(); end $$;
    create function public.answer() returns void language plpgsql as
        $$ begin perform public.ask(), public.say(); end $$;
    create function public.say() returns void language sql as $$ select realtime.send('{}', 'a', 'b') $$;
"""
HIDDEN = {
    "extension": TELL.format(SEND) + "alter extension plpgsql add function public.tell();",
    "realtime": (
        "create function realtime.tell() returns trigger language plpgsql as"
        f" $$ begin {SEND}; return null; end $$;"
        "create trigger tell after insert on public.members for each row execute function realtime.tell();"
    ),
    "partition": TELL.format("insert into realtime.messages_2026_01_31 (topic) values ('a')"),
    "rowtype": TELL.format(f"declare r public.rooms%rowtype; begin r.title := 'a'; {SEND}; end"),
    "loop": TELL.format(
        "declare r record; begin for r in execute 'select realtime.' || tg_argv[0] loop null; end loop; end"
    ),
}
OPEN = {
    "their-own-table": """
        create function realtime.look() returns trigger language plpgsql as
            $$ begin execute 'select realtime.topic()'; return null; end $$;
        create table realtime.subscription (id integer);
        create trigger look after insert on realtime.subscription execute function realtime.look();
    """,
    "other-messages": TELL.format("insert into public.messages (id) values (null); execute 'select 1'"),
    "comment": TELL.format("execute /* not of realtime.send */ 'select 1' -- realtime\n"),
    "publication": TELL.format("execute 'alter publication supabase_realtime add table public.rooms'"),
}


@pytest.mark.parametrize("script", HIDDEN.values(), ids=HIDDEN)
def test_sender_is_found_however_it_hides(script: str, changed: Changed, expected: Expected) -> None:
    with changed(script) as connection:
        findings = judge_database(connection, expected, load_rules()).findings

    assert [finding.id for finding in findings] == ["DRF015"]


@pytest.mark.parametrize("script", OPEN.values(), ids=OPEN)
def test_what_only_looks_like_a_sender_is_none(script: str, changed: Changed, expected: Expected) -> None:
    with changed(script) as connection:
        findings = judge_database(connection, expected, load_rules()).findings

    assert findings == ()


@pytest.mark.parametrize("order", [("ask", "answer"), ("answer", "ask")])
def test_functions_that_call_each_other_hide_no_sender(
    order: tuple[str, str], changed: Changed, expected: Expected
) -> None:
    triggers = [
        f"create function public.tell_{called}() returns trigger language plpgsql as"
        f" $$ begin perform public.{called}(); return null; end $$;"
        f"create trigger tell_{place} after insert on public.members"
        f" for each row execute function public.tell_{called}();"
        for place, called in enumerate(order)
    ]
    with changed(CIRCLE + "".join(triggers)) as connection:
        findings = judge_database(connection, expected, load_rules()).findings

    assert [finding.id for finding in findings] == ["DRF015", "DRF015"]


def test_sender_on_a_table_whose_name_holds_a_dot_is_found(changed: Changed, expected: Expected) -> None:
    script = """
        create schema "s.t";
        create table "s.t"."a.b" (id uuid, room_id uuid, content text);
        create trigger again after insert on "s.t"."a.b"
        for each row execute function rooms.room_chat__messages_v1();
    """
    with changed(script) as connection:
        outcome = judge_database(connection, expected, load_rules())

    assert [finding.id for finding in outcome.findings] == ["DRF015"]
    assert outcome.failures == ()
