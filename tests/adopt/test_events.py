"""Names of events that a hand-made trigger gives: what the contract goes on sending, and what it cannot."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pytest

from pedschema.lint.engine import run_rules
from pedschema.lint.read import load_project
from pedschema.lint.registry import load_rules
from pedschema.probe.database import RealtimeDatabase

if TYPE_CHECKING:
    from collections.abc import Callable

ROOM = "11111111-1111-4111-8111-111111111111"
REST = "tg_op, tg_table_name, tg_table_schema, new, old"
TOPIC = "'room:' || coalesce(new.room_id, old.room_id)"
CASE = "case when tg_op = 'INSERT' then 'said' when tg_op = 'UPDATE' then 'edited' else 'taken back' end"
SIMPLE = "case tg_op when 'INSERT' then 'said' when 'UPDATE' then 'edited' else 'taken back' end"
THREE = {"insert": "said", "update": "edited", "delete": "taken back"}
CALL = f"perform realtime.broadcast_changes({TOPIC}, %s, {REST});"
BRANCHES = "if tg_op = 'INSERT' then {} elsif tg_op = 'UPDATE' then {} else {} end if;".format(
    *(CALL % f"'{name}'" for name in THREE.values())
)
KEPT = {
    "one literal": (CALL % "'message'", dict.fromkeys(THREE, "message")),
    "case": (CALL % CASE, THREE),
    "simple case": (CALL % SIMPLE, THREE),
    "computed": (CALL % "'message_' || lower(tg_op)", None),
    "branches": (BRANCHES, THREE),
    "joined": (CALL % "'message_' || tg_op", {name: f"message_{name.upper()}" for name in THREE}),
    "of the row": (CALL % "'to_' || new.content", None),
    "of one of several values": (CALL % "case when new.content is null then 'empty' else 'said' end", None),
    "wildcard": (CALL % "'*'", None),
    "too long": (CALL % f"'{'x' * 256}'", None),
    "operation alone": (CALL % "tg_op", None),
}


@pytest.mark.parametrize("name", KEPT)
def test_names_are_told_or_marked(tell: Callable[..., Any], name: str) -> None:
    sends, events = KEPT[name]

    ((found,), _) = tell(f"begin {sends} return null; end")

    assert dict(found.events) == (events or {})
    assert found.kept is (events is not None)
    assert any("have to move" in note for note in found.notes) is (events is None)


@pytest.mark.parametrize(("event", "marked"), [("'to_' || new.content", True), ("tg_op", False)])
def test_names_that_are_not_told_are_marked(tell: Callable[..., Any], event: str, *, marked: bool) -> None:
    ((found,), _) = tell(f"begin {CALL % event} return null; end")

    assert any("could not tell the names of all events" in note for note in found.notes) is marked


def test_name_out_of_the_triggers_arguments_is_told(tell: Callable[..., Any]) -> None:
    create = "create function public.tell_as() returns trigger language plpgsql as"
    function = f"{create} $$ begin {CALL % 'tg_argv[0]'} return null; end $$"
    trigger = "create trigger t after insert on public.messages for each row execute function "
    found, _ = tell("begin return null; end", function, f"{trigger} public.tell_as('said')")

    assert [dict(each.events) for each in found] == [{"insert": "said"}]


def test_payload_of_another_form_asks_clients_to_move_to_another_name(tell: Callable[..., Any]) -> None:
    send = "perform realtime.send(to_jsonb(new), 'said', 'room:' || new.room_id, true);"
    ((found,), _) = tell(f"begin {send} return null; end", trigger="after insert")

    assert (dict(found.events), found.kept) == ({}, False)
    assert any('"said", whose payload' in note and '"messages.INSERT"' in note for note in found.notes)


def test_trigger_that_has_to_stay_keeps_no_name_of_its_own(tell: Callable[..., Any]) -> None:
    send = "perform realtime.send(to_jsonb(new), 'flat', 'user:' || new.author_id, true);"
    found, _ = tell(f"begin {CALL % repr('said')} {send} end")

    assert [(str(each.pattern), dict(each.events), each.kept) for each in found] == [
        ("room:{room_id:uuid}", {}, False),
        ("user:{author_id:uuid}", {}, False),
    ]
    assert all(any("have to move" in note for note in each.notes) for each in found)


@pytest.mark.parametrize(
    ("event", "stem"), [("'messages.' || tg_op", "messages.v2"), ("'x.' || tg_op", "x.v2")]
)
def test_other_payload_under_the_contracts_name_gets_the_next_version(
    tell: Callable[..., Any], event: str, stem: str
) -> None:
    send = f"perform realtime.send(to_jsonb(new), {event}, 'room:' || new.room_id, true);"
    ((found,), _) = tell(f"begin {send} return null; end", trigger="after insert")

    assert (found.event, found.kept) == (stem, False)
    assert any(f'to "{stem}.INSERT" before' in note for note in found.notes)


def test_stem_of_a_trigger_that_has_to_stay_is_not_told_twice(tell: Callable[..., Any]) -> None:
    stem = CALL % "'messages.' || tg_op"
    send = "perform realtime.send(to_jsonb(new), 'flat', 'user:' || new.author_id, true);"
    found, _ = tell(f"begin {stem} {send} return null; end", trigger="after insert")

    assert [(str(each.pattern), each.event) for each in found] == [
        ("room:{room_id:uuid}", "messages.v2"),
        ("user:{author_id:uuid}", ""),
    ]


def test_two_messages_of_one_operation_stay_two(tell: Callable[..., Any]) -> None:
    found, _ = tell(
        f"begin {CALL % repr('said')} {CALL % repr('noted')} return null; end", trigger="after insert"
    )

    assert [dict(each.events) for each in found] == [{"insert": "said"}, {"insert": "noted"}]
    assert len({each.name for each in found}) == 2


FUNCTION = """
    create function public.tell() returns trigger language plpgsql security definer as
    $$ begin {} return null; end $$;
    create trigger told after insert or update or delete on public.messages
        for each row execute function public.tell();
    create policy readers on realtime.messages for select to authenticated using (
        realtime.topic() like 'room:%' and extension = 'broadcast'
    )
"""
WRITES = (
    f"insert into public.messages (room_id, content) values ('{ROOM}', 'soup')",
    "update public.messages set content = 'salad'",
    "delete from public.messages",
)


def received(url: str) -> list[tuple[str, str | None, str, set[str]]]:
    """Return topic, event, operation and keys of the payload of what one write after the other tells."""
    with RealtimeDatabase(url) as database:
        for write in WRITES:
            database.connection.execute(write)
        return sorted(
            (each.topic, each.event, str(each.payload.get("operation")), {*each.payload})
            for each in database.received()
        )


@pytest.mark.db
@pytest.mark.parametrize("name", [name for name, (_, events) in KEPT.items() if events])
def test_clients_hear_the_same_before_and_after(
    make_hosted: Callable[..., Any], adopt: Callable[..., Any], name: str
) -> None:
    hosted = make_hosted("rooms.sql", FUNCTION.format(KEPT[name][0]))
    project = adopt(hosted)
    told = [received(hosted.url)]
    for revision in ("adopt", "head"):
        project.upgrade(revision)
        told.append(received(hosted.url))
    project.check()

    assert len(told[0]) == 3
    assert told[0] == told[1] == told[2]
    assert "told" not in hosted.triggers
    assert list((project.folder / "migrations").rglob("*adopt_end_hand_made_triggers*")) == []


@pytest.mark.db
def test_flat_payload_goes_on_under_its_name_until_clients_have_moved(
    make_hosted: Callable[..., Any], adopt: Callable[..., Any]
) -> None:
    send = "perform realtime.send(to_jsonb(coalesce(new, old)), 'said', " + TOPIC + ", true);"
    hosted = make_hosted("rooms.sql", FUNCTION.format(send))
    project = adopt(hosted)
    before = received(hosted.url)
    project.upgrade("adopt")
    beside = received(hosted.url)
    project.upgrade("head")

    assert [event for _, event, *_ in before] == ["said"] * 3
    assert [each for each in beside if each[1] == "said"] == before
    assert {event for _, event, *_ in received(hosted.url)} == {
        "messages.INSERT",
        "messages.UPDATE",
        "messages.DELETE",
    }


@pytest.mark.db
def test_one_name_of_two_tables_is_kept_for_neither(
    make_hosted: Callable[..., Any], adopt: Callable[..., Any]
) -> None:
    other = """
        create function public.tell_member() returns trigger language plpgsql security definer as $$
        begin
            perform realtime.broadcast_changes(
                'room:' || new.room_id, 'message', tg_op, tg_table_name, tg_table_schema, new, old
            );
            return null;
        end $$;
        create trigger told_member after insert on public.room_members
            for each row execute function public.tell_member()
    """
    hosted = make_hosted("rooms.sql", FUNCTION.format(CALL % "'message'"), other)
    project = adopt(hosted)
    project.upgrade("adopt")

    assert all(not each.named for topic in project.contract.topics for each in topic.publications)
    assert {"told", "told_member"} <= hosted.triggers


@pytest.mark.db
def test_result_gives_the_linter_no_more_to_say_than_names_with_a_stem(
    make_hosted: Callable[..., Any], adopt: Callable[..., Any], tmp_path: Any
) -> None:
    numbers = itertools.count()

    def findings(sends: str) -> list[tuple[str, str]]:
        project = adopt(make_hosted("rooms.sql", FUNCTION.format(sends)))
        outcome = run_rules(load_project([project.folder / "policies"]), load_rules())
        project.folder.rename(tmp_path / f"seen_{next(numbers)}")
        assert not outcome.failures
        return sorted((each.id, each.message) for each in outcome.findings)

    assert findings(CALL % CASE) == findings(CALL % "'messages.' || tg_op")
