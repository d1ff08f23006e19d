"""Which topic, events and columns a trigger's function comes to, read from its text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

ROW = "tg_op, tg_op, tg_table_name, tg_table_schema, new, old"
NAMED = "'messages.' || tg_op, tg_op, tg_table_name, tg_table_schema, new, old"
EITHER = "'room:' || coalesce(new.room_id, old.room_id)"

TOPICS = {
    "joined": ("'room:' || new.room_id::text", "room:{room_id:uuid}"),
    "coalesced": ("'room:' || coalesce(new.room_id, old.room_id)::text", "room:{room_id:uuid}"),
    "formatted": ("format('room:%s:chat', new.room_id)", "room:{room_id:uuid}:chat"),
    "formatted by number": ("format('%2$s:%1$s', new.room_id, 'room')", "room:{room_id:uuid}"),
    "concatenated": ("concat('room:', new.room_id, ':', 'chat')", "room:{room_id:uuid}:chat"),
    "with a separator": ("concat_ws(':', 'room', new.room_id)", "room:{room_id:uuid}"),
    "by operation": (
        "'room:' || case when tg_op = 'DELETE' then old.room_id else new.room_id end",
        "room:{room_id:uuid}",
    ),
    "by row and operation": (
        "'room:' || (case tg_op when 'DELETE' then old else new end).room_id",
        None,
    ),
    "row chosen": (
        "'room:' || (case when tg_op = 'DELETE' then old else new end).room_id",
        "room:{room_id:uuid}",
    ),
    "of the table": ("tg_table_name || ':' || new.id", "messages:{messages_id:bigint}"),
    "literal": ("'lobby'", "lobby"),
    "hashed": ("md5(new.room_id::text)", None),
    "mixed": ("'room-' || new.room_id", None),
    "upper case": ("'Room:' || new.room_id", None),
    "no word first": ("new.room_id::text", None),
    "of a type that no part has": ("'at:' || new.sent_at", None),
}


@pytest.mark.parametrize("name", TOPICS)
def test_topic_is_told_or_marked(tell: Callable[..., Any], name: str) -> None:
    expression, pattern = TOPICS[name]

    found, gaps = tell(f"begin perform realtime.broadcast_changes({expression}, {ROW}); return null; end")

    assert [str(each.pattern) for each in found] == ([pattern] if pattern else [])
    assert len(gaps) == (0 if pattern else 1)


def test_a_gap_names_function_line_and_reason(tell: Callable[..., Any]) -> None:
    _, (gap,) = tell(f"\nbegin\n  perform realtime.broadcast_changes(md5('x'), {ROW});\n  return null;\nend")

    assert gap.where == "function public.tell, line 3"
    assert 'the function "md5" returns' in gap.why


def test_event_names_with_a_stem_are_kept(tell: Callable[..., Any]) -> None:
    ((found,), _) = tell(f"begin perform realtime.broadcast_changes({EITHER}, {NAMED}); end")

    assert (found.event, found.kept) == ("", True)
    assert found.on == ("insert", "update", "delete")


def test_event_names_without_a_stem_ask_clients_to_move(tell: Callable[..., Any]) -> None:
    ((found,), _) = tell(f"begin perform realtime.broadcast_changes({EITHER}, {ROW}); end")

    assert not found.kept
    assert any('"INSERT", "UPDATE", "DELETE" have to move' in note for note in found.notes)


def test_a_whole_row_lists_every_column_and_says_so(tell: Callable[..., Any]) -> None:
    ((found,), _) = tell(f"begin perform realtime.broadcast_changes('room:' || new.room_id, {NAMED}); end")

    assert found.columns == found.old == ("id", "room_id", "author_id", "content", "sent_at")
    assert "inferred from a payload of the whole row" in found.notes[0]


def test_named_columns_alone_are_published(tell: Callable[..., Any]) -> None:
    send = (
        "realtime.send(jsonb_build_object('id', new.id, 'text', new.content), 'said', 'room:' || new.room_id)"
    )
    ((found,), _) = tell(f"begin perform {send}; return null; end", trigger="after insert")

    assert found.columns == ("id", "content")
    assert (found.on, found.kept) == (("insert",), False)


def test_a_payload_that_says_nothing_of_the_row_publishes_the_key(tell: Callable[..., Any]) -> None:
    send = "realtime.send('{}'::jsonb, 'said', 'room:' || new.room_id, true)"
    ((found,), _) = tell(f"begin perform {send}; return null; end", trigger="after insert")

    assert found.columns == ("room_id",)
    assert "could not tell what the payload carries" in found.notes[0]


@pytest.mark.parametrize(("flag", "told"), [("true", 1), ("false", 0)])
def test_public_messages_stay_with_their_trigger(tell: Callable[..., Any], flag: str, told: int) -> None:
    send = f"realtime.send(to_jsonb(new), 'said', 'room:' || new.room_id, {flag})"
    found, gaps = tell(f"begin perform {send}; return null; end", trigger="after insert")

    assert (len(found), len(gaps)) == (told, 1 - told)


def test_a_trigger_of_two_topics_has_two_publications(tell: Callable[..., Any]) -> None:
    sends = (
        f"perform realtime.broadcast_changes('room:' || new.room_id, {NAMED});"
        f" perform realtime.broadcast_changes('user:' || new.author_id, {NAMED});"
    )
    found, _ = tell(f"begin {sends} return null; end")

    assert [str(each.pattern) for each in found] == ["room:{room_id:uuid}", "user:{author_id:uuid}"]


def test_a_trigger_with_one_topic_that_is_not_told_stays_whole(tell: Callable[..., Any]) -> None:
    sends = (
        f"perform realtime.broadcast_changes('room:' || new.room_id, {NAMED});"
        f" perform realtime.broadcast_changes(md5('x'), {NAMED});"
    )
    found, gaps = tell(f"begin {sends} return null; end")

    assert (found, len(gaps)) == ((), 1)


def test_a_chain_of_functions_is_followed_with_its_arguments(tell: Callable[..., Any]) -> None:
    inner = (
        "create function public.push(p_topic text, p_body jsonb) returns void language plpgsql as"
        " $$ begin perform realtime.send(p_body, 'said', p_topic, true); end $$"
    )
    outer = (
        "create function public.push_room(p_room uuid, p_body jsonb) returns void language plpgsql as"
        " $$ begin perform public.push('room:' || p_room || ':chat', p_body); end $$"
    )
    ((found,), _) = tell(
        "begin perform public.push_room(new.room_id, to_jsonb(new)); return null; end",
        inner,
        outer,
        trigger="after insert",
    )

    assert str(found.pattern) == "room:{room_id:uuid}:chat"
    assert found.key == {"room_id": "room_id"}


def test_a_row_that_is_looked_up_becomes_a_lookup(tell: Callable[..., Any]) -> None:
    body = (
        "declare found text; begin select r.slug into found from public.rooms r where r.id = new.room_id;"
        f" perform realtime.broadcast_changes('room:' || found, {NAMED}); return null; end"
    )
    ((found,), _) = tell(body, trigger="after insert")

    assert str(found.pattern) == "room:{slug:text}"
    assert found.key == {"slug": "room.slug"}
    assert {alias: (str(table), on) for alias, (table, on) in found.lookup.items()} == {
        "room": ("public.rooms", {"id": "room_id"})
    }


@pytest.mark.parametrize(
    ("condition", "when"),
    [
        ("new.content is distinct from old.content", "(new.content IS DISTINCT FROM old.content)"),
        ("tg_op = 'INSERT'", ""),
    ],
)
def test_conditions_around_a_message_are_kept(tell: Callable[..., Any], condition: str, when: str) -> None:
    body = f"perform realtime.broadcast_changes({EITHER}, {NAMED});"
    ((found,), _) = tell(f"begin if {condition} then {body} end if; return null; end")

    assert found.when == when
    assert found.on == (("insert", "update", "delete") if when else ("insert",))


def test_an_early_return_is_kept_the_other_way_round(tell: Callable[..., Any]) -> None:
    body = f"perform realtime.broadcast_changes('room:' || new.room_id, {NAMED});"
    ((found,), _) = tell(f"begin if new.content is null then return null; end if; {body} return null; end")

    assert found.when == "not coalesce((new.content IS NULL), false)"


def test_a_condition_on_something_else_than_the_row_is_no_guess(tell: Callable[..., Any]) -> None:
    body = f"perform realtime.broadcast_changes('room:' || new.room_id, {NAMED});"
    found, (gap,) = tell(f"declare quiet bool; begin if quiet then {body} end if; return null; end")

    assert not found
    assert "no column of the row" in gap.why


def test_the_condition_and_columns_of_the_trigger_are_kept(tell: Callable[..., Any]) -> None:
    ((found,), _) = tell(
        f"begin perform realtime.broadcast_changes('room:' || new.room_id, {NAMED}); return null; end",
        trigger="after update of content",
    )

    assert found.changed == ("content",)


def test_branches_that_something_else_decides_become_conditions(tell: Callable[..., Any]) -> None:
    topic = "case when new.author_id is null then 'guests' else 'user:' || new.author_id end"
    found, _ = tell(
        f"begin perform realtime.broadcast_changes({topic}, {NAMED}); return null; end",
        trigger="after insert",
    )

    assert {str(each.pattern): each.when for each in found} == {
        "guests": "(new.author_id IS NULL)",
        "user:{author_id:uuid}": "not coalesce((new.author_id IS NULL), false)",
    }


@pytest.mark.parametrize(
    ("statement", "work"),
    [
        ("new.content := 'x';", "changes the row"),
        ("insert into public.rooms (id) values (new.room_id);", 'writes to "public.rooms"'),
        ("perform pg_notify('x', 'y');", 'calls "pg_notify"'),
        ("perform net.http_post('x');", 'calls "net.http_post"'),
        ("execute 'select 1';", "made at run time"),
        ("raise exception 'no';", "raises an error"),
        ("perform public.count_up();", 'writes to "public.rooms"'),
        ("raise notice 'said';", ""),
        ("perform public.look();", ""),
        ("insert into realtime.messages (topic, extension) values ('room:1', 'broadcast');", None),
    ],
)
def test_a_function_that_does_more_than_sending_keeps_its_trigger(
    tell: Callable[..., Any], statement: str, work: str | None
) -> None:
    head = "create function public.{}() returns bigint language sql as"
    others = (
        f"{head.format('count_up')} $$ update public.rooms set slug = 'x' returning 1 $$",
        f"{head.format('look')} $$ select count(*) from public.rooms $$",
    )
    send = f"perform realtime.broadcast_changes('room:' || new.room_id, {NAMED});"
    found, gaps = tell(f"begin {statement} {send} return new; end", *others)

    if work == "":
        assert (len(found), gaps) == (1, ())
    else:
        assert not found
        assert (work or "the contract knows private ones alone") in gaps[0].why


@pytest.mark.parametrize(
    ("private", "extension", "told"),
    [("true", "broadcast", 1), ("false", "broadcast", 0), ("true", "presence", 0)],
)
def test_a_row_put_into_the_messages_is_a_message(
    tell: Callable[..., Any], private: str, extension: str, told: int
) -> None:
    insert = (
        "insert into realtime.messages (topic, extension, event, payload, private)"
        f" values ('room:' || new.room_id, '{extension}', 'said', to_jsonb(new), {private});"
    )
    found, gaps = tell(f"begin {insert} return null; end", trigger="after insert")

    assert (len(found), len(gaps)) == (told, 1 - told)


@pytest.mark.parametrize(("row", "told"), [("new", ("insert", "update")), ("old", ("update", "delete"))])
def test_an_operation_without_the_row_tells_nothing(
    tell: Callable[..., Any], row: str, told: tuple[str, ...]
) -> None:
    ((found,), _) = tell(f"begin perform realtime.broadcast_changes('room:' || {row}.room_id, {NAMED}); end")

    assert found.on == told


def test_a_trigger_that_never_has_a_topic_stays(tell: Callable[..., Any]) -> None:
    body = f"begin perform realtime.broadcast_changes('room:' || new.room_id, {NAMED}); end"
    found, (gap,) = tell(body, trigger="after delete")

    assert (found, gap.why) == ((), "it is NULL at every operation")
