from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from pedschema.catalogue.load import load_catalogue
from pedschema.lint.build import build_project
from pedschema.lint.registry import load_rules
from pedschema.lint.sending import read_sending
from pedschema.lint.source import Origin, Source
from pedschema.model.names import QualifiedName
from pedschema.sql.declare import render_owned

if TYPE_CHECKING:
    from pedschema.lint.project import Project

ROOT = Path(__file__).parent.parent.parent
FAMILIES = ("TRG", "PAY", "MIG", "PUB")
RULES = [rule for rule in load_rules() if rule.id.startswith(FAMILIES) and not rule.live]

HEAD = "returns trigger language plpgsql security definer set search_path = '' as $$"


def _project(*texts: str, origin: Origin = Origin.SCRIPT) -> Project:
    return build_project([Source(text, origin, f"{n}.sql") for n, text in enumerate(texts)])


def _ids(*texts: str) -> set[str]:
    project = _project(*texts)
    return {finding.id for rule in RULES for finding in rule.check(project)}


def _messages(text: str, name: str) -> list[tuple[str, list[str]]]:
    messages = read_sending(_project(text)).messages[QualifiedName("public", name)]
    return [(message.send.function, [part.name.name for part in message.chain]) for message in messages]


def test_own_trigger_functions_have_no_finding() -> None:
    catalogue = load_catalogue(ROOT / "policies")
    texts = [";\n".join(owned.sql) for owned in render_owned(catalogue, {})]
    project = _project(*texts, origin=Origin.CONTRACT)

    assert len(project.triggers) > 10
    assert [finding for rule in RULES for finding in rule.check(project)] == []


def test_trigger_as_the_documentation_shows_it_has_nothing_but_its_row_and_path() -> None:
    text = """
        create table public.rooms (id uuid primary key, title text);
        create or replace function public.room_changes() returns trigger
            security definer language plpgsql as $$
        begin
            perform realtime.broadcast_changes(
                'room:' || coalesce(new.id, old.id)::text,
                tg_op, tg_op, tg_table_name, tg_table_schema, new, old
            );
            return null;
        end $$;
        create trigger room_changes after insert or update or delete on public.rooms
            for each row execute function room_changes();
        create policy "members read" on "realtime"."messages" for select to authenticated
            using (realtime.messages.extension = 'broadcast' and (select realtime.topic()) = 'room:1');
    """

    assert _ids(text) == {"PAY001", "TRG002"}


def test_own_topic_for_each_operation_is_silent() -> None:
    text = f"""
        create table public.posts (id uuid primary key, room_id uuid not null);
        create function public.tell() {HEAD}
        begin
            if tg_op = 'INSERT' then
                perform realtime.send('{{}}', 'added', 'room:' || new.room_id::text, true);
            elsif tg_op = 'DELETE' then
                perform realtime.send('{{}}', 'removed', 'room:' || old.room_id::text, true);
            else
                if old.room_id is distinct from new.room_id then
                    perform realtime.send('{{}}', 'removed', 'room:' || old.room_id::text, true);
                end if;
                perform realtime.send('{{}}', 'changed', 'room:' || new.room_id::text, true);
            end if;
            return null;
        end $$;
        create trigger tell after insert or update or delete on public.posts
            for each row execute function public.tell();
    """

    assert _ids(text) == set()


def test_chain_of_functions_is_followed() -> None:
    text = f"""
        create function public.post(topic text) returns void language sql as $$
            select realtime.send('{{}}', 'changed', topic)
        $$;
        create function public.pass_on(topic text) returns void language plpgsql as $$
        begin
            perform public.post(topic);
        end $$;
        create function public.tell() {HEAD}
        begin
            perform pass_on('room:1');
            return null;
        end $$;
    """

    assert _messages(text, "tell") == [("send", ["tell", "pass_on", "post"])]


def test_argument_of_a_called_function_is_what_it_is_given() -> None:
    text = """
        create function public.post(text, private boolean) returns void language sql as $$
            select realtime.send('{}', 'changed', $1, private)
        $$;
        create function public.open() returns void language sql as $$
            select public.post('a', private => false)
        $$;
        create function public.closed() returns void language sql as $$ select public.post('a', true) $$;
    """
    found = [finding for rule in RULES if rule.id == "TRG003" for finding in rule.check(_project(text))]

    assert [finding.place.object for finding in found] == ["function public.post"]
    assert "TRG003" not in _ids(text.replace("private => false", "private => true"))


def test_functions_that_call_each_other_are_read_once() -> None:
    text = """
        create function public.a() returns void language sql as $$ select public.b() $$;
        create function public.b() returns void language sql as $$
            select public.a(), realtime.send('{}', 'changed', 'room:1')
        $$;
    """

    assert _messages(text, "b") == [("send", ["b"])] or _messages(text, "a") == [("send", ["a", "b"])]


def test_variable_made_of_itself_ends() -> None:
    text = f"""
        create table public.posts (id uuid primary key, room_id uuid not null);
        create function public.tell() {HEAD}
        declare
            topic text := 'room:';
        begin
            topic := topic || new.room_id;
            perform realtime.send('{{}}', 'changed', topic, true);
            return null;
        end $$;
        create trigger tell after insert on public.posts for each row execute function public.tell();
    """

    assert _ids(text) == set()


def test_two_thousand_triggers_take_seconds() -> None:
    text = "".join(
        f"""
        create function public.tell_{n}() {HEAD}
        begin
            perform realtime.send('{{}}', 'changed', 'room:' || new.id::text, true);
            return null;
        end $$;
        create trigger tell_{n} after insert on public.posts_{n}
            for each row execute function public.tell_{n}();
        """
        for n in range(2_000)
    )
    project = _project(text)
    began = time.monotonic()
    findings = [finding for rule in RULES for finding in rule.check(project)]

    assert findings == []
    assert time.monotonic() - began < 20
