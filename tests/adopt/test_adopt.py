"""From a hand-made layer to an owned one, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from pedschema.lint.engine import run_rules
from pedschema.lint.read import load_project
from pedschema.lint.registry import load_rules
from pedschema.probe.database import RealtimeDatabase

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.db

ROOM = "room:11111111-1111-4111-8111-111111111111"
MEMBER = {"sub": "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa", "role": "authenticated"}
STRANGER = {"sub": "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb", "role": "authenticated"}
ANON = {"role": "anon"}
WRITE = (
    "insert into public.messages (room_id, content) values ('11111111-1111-4111-8111-111111111111', 'soup')"
)


def test_an_owned_layer_takes_the_place_of_the_hand_made_one(
    make_hosted: Callable[..., Any], adopt: Callable[..., Any]
) -> None:
    hosted = make_hosted("rooms.sql", "changes.sql")
    project = adopt(hosted)

    project.upgrade()
    project.check()

    assert hosted.triggers == {f"chat_room__messages_{name}" for name in ("insert", "update", "delete")}
    assert hosted.policies == {"chat_members_can_read_rooms"}
    assert not hosted.run("select from pg_proc where proname = 'messages_changes'")


@pytest.mark.parametrize(
    "scripts", [("changes.sql",), ("kept.sql",), ("kept.sql", "mixed.sql"), ("mixed.sql",)]
)
def test_the_way_back_leaves_everything_as_it_was(
    make_hosted: Callable[..., Any], adopt: Callable[..., Any], scripts: tuple[str, ...]
) -> None:
    hosted = make_hosted("rooms.sql", *scripts)
    before = hosted.dump()
    project = adopt(hosted)

    assert hosted.dump() == before
    project.upgrade()
    assert hosted.dump() != before
    project.downgrade()
    assert hosted.dump() == before


def test_the_same_people_join_the_same_topics_until_the_wide_policy_goes(
    make_hosted: Callable[..., Any], adopt: Callable[..., Any]
) -> None:
    hosted = make_hosted("rooms.sql", "kept.sql")
    topics = (ROOM, f"{ROOM}:typing", "room:22222222-2222-4222-8222-222222222222", "room:abc", "lobby")
    project = adopt(hosted)
    with RealtimeDatabase(hosted.url) as database:
        joined = [_joins(database, topics)]
        for revision in ("adopt", "adopt_policies", "head"):
            project.upgrade(revision)
            joined.append(_joins(database, topics))

    assert joined[0] == joined[1] == joined[2] == {(ROOM, "member"), (f"{ROOM}:typing", "member")}
    assert joined[3] == {(ROOM, "member")}


def test_events_with_a_stem_go_on_unchanged(
    make_hosted: Callable[..., Any], adopt: Callable[..., Any]
) -> None:
    hosted = make_hosted("rooms.sql", "kept.sql")
    project = adopt(hosted)
    told = []
    for revision in ("", "adopt", "head"):
        if revision:
            project.upgrade(revision)
        with RealtimeDatabase(hosted.url) as database:
            database.connection.execute(WRITE)
            told.append([(each.topic, each.event, {*each.payload}) for each in database.received()])

    assert told[0] == told[1] == told[2]
    assert [event for _, event, _ in told[0]] == ["messages.INSERT"]
    assert list((project.folder / "migrations").rglob("*adopt_end_hand_made_triggers*")) == []


def test_events_that_change_come_beside_the_old_ones_until_the_last_revision(
    make_hosted: Callable[..., Any], adopt: Callable[..., Any]
) -> None:
    hosted = make_hosted("rooms.sql", "changes.sql")
    project = adopt(hosted)
    events = []
    for revision in ("adopt", "adopt_policies", "head"):
        project.upgrade(revision)
        with RealtimeDatabase(hosted.url) as database:
            database.connection.execute(WRITE)
            events.append(sorted(str(each.event) for each in database.received(ROOM)))

    assert events == [["INSERT", "messages.INSERT"], ["INSERT", "messages.INSERT"], ["messages.INSERT"]]
    assert '"messages.INSERT"' in project.text("room/channels.toml")


def test_several_families_of_one_policy_are_told_apart(
    make_hosted: Callable[..., Any], adopt: Callable[..., Any]
) -> None:
    hosted = make_hosted("rooms.sql", "mixed.sql")
    project = adopt(hosted)
    topics = {str(topic.pattern): topic for topic in project.contract.topics}

    assert topics.keys() == {"room:{room_id:uuid}:reactions", "lounge"}
    assert topics["lounge"].write == ("anon", "authenticated")
    assert topics["lounge"].presence
    assert {policy.name for policy in project.contract.policies} == {
        "chat_lounge_is_for_all",
        "chat_rooms_and_reactions",
    }


def test_what_could_not_be_told_stays_and_is_marked_where_one_looks(
    make_hosted: Callable[..., Any], adopt: Callable[..., Any]
) -> None:
    hosted = make_hosted("rooms.sql", "mixed.sql")
    project = adopt(hosted)
    project.upgrade()
    project.check()

    assert {"nobody on sundays", "support"} < hosted.policies
    assert "tell_audit" in hosted.triggers
    assert "tell_reaction" not in hosted.triggers
    marked = project.text("unpublished.toml").splitlines()
    audit = next(number for number, line in enumerate(marked) if line.startswith('"public.audits"'))
    assert "it goes to the public channel" in marked[audit - 1]
    assert 'policy "nobody on sundays"' in project.text("contract.toml")
    assert "# [topic.audits]" in project.text("proposed/channels.toml")
    assert "publication supabase_realtime" in project.text("proposed/channels.toml")
    assert "subscribe to its changes" in project.text("unpublished.toml")


def test_functions_that_policies_call_stay_and_are_proposed_as_rules(
    make_hosted: Callable[..., Any], adopt: Callable[..., Any]
) -> None:
    project = adopt(make_hosted("rooms.sql", "kept.sql"))

    assert "public.is_member(room text)" in project.text("contract.toml")
    proposal = project.text("rules/is_member.proposed")
    assert "CREATE FUNCTION chat.is_member(room text)" in proposal
    assert "SET search_path TO 'pg_catalog', 'pg_temp'" in proposal


@pytest.mark.parametrize("script", ["changes.sql", "kept.sql", "mixed.sql"])
def test_every_rule_of_the_linter_can_judge_the_result(
    make_hosted: Callable[..., Any], adopt: Callable[..., Any], script: str
) -> None:
    project = adopt(make_hosted("rooms.sql", script))

    outcome = run_rules(load_project([project.folder / "policies"]), load_rules())

    assert not outcome.failures
    assert not [each for each in outcome.findings if each.id.startswith("LNT")]


def test_an_open_policy_stays_and_opens_no_more_than_it_did(
    make_hosted: Callable[..., Any], adopt: Callable[..., Any]
) -> None:
    everybody = "create policy everything on realtime.messages for select to authenticated using (true)"
    changes = 'drop policy "members can read rooms" on realtime.messages'
    hosted = make_hosted("rooms.sql", "changes.sql", changes, everybody)
    project = adopt(hosted)
    project.upgrade()

    assert hosted.policies == {"everything", "chat_everything"}
    assert "stays until you retire it" in project.text("room/everything.sql")


def _joins(database: RealtimeDatabase, topics: tuple[str, ...]) -> set[tuple[str, str]]:
    people = {"member": MEMBER, "stranger": STRANGER, "anon": ANON}
    return {
        (topic, name)
        for topic in topics
        for name, claims in people.items()
        if database.can(topic, claims).join.allowed
    }


def test_a_disabled_trigger_is_no_part_of_the_contract(
    make_hosted: Callable[..., Any], adopt: Callable[..., Any]
) -> None:
    off = "alter table public.messages disable trigger handle_messages_changes"
    hosted = make_hosted("rooms.sql", "kept.sql", off)
    project = adopt(hosted)

    assert not [topic for topic in project.contract.topics if topic.publications]
    project.upgrade()
    assert hosted.triggers == {"handle_messages_changes"}


@pytest.mark.parametrize(("slug", "taken"), [("kitchen-2", True), ("My Kitchen", False)])
def test_a_key_of_text_is_taken_over_where_its_values_can_stand_in_a_topic(
    make_hosted: Callable[..., Any], adopt: Callable[..., Any], slug: str, *, taken: bool
) -> None:
    trigger = """
        create function public.room_changes() returns trigger language plpgsql security definer as $$
        begin
            perform realtime.broadcast_changes(
                'hall:' || new.slug, 'rooms.' || tg_op, tg_op, tg_table_name, tg_table_schema, new, old
            );
            return null;
        end $$;
        create trigger tell_room after update on public.rooms
            for each row execute function public.room_changes();
        create policy halls on realtime.messages for select to authenticated using (
            split_part(realtime.topic(), ':', 1) = 'hall'
        )
    """
    project = adopt(make_hosted("rooms.sql", f"update public.rooms set slug = '{slug}'", trigger))

    fed = [str(topic.pattern) for topic in project.contract.topics if topic.publications]
    assert fed == (["hall:{slug:text}"] if taken else [])
    assert ("some of its values are no" in project.text("unpublished.toml")) is not taken


def test_names_of_all_kinds_survive(make_hosted: Callable[..., Any], adopt: Callable[..., Any]) -> None:
    hosted = make_hosted("rooms.sql", "odd.sql")
    before = hosted.dump()
    project = adopt(hosted)

    assert [str(topic.pattern) for topic in project.contract.topics] == ["odd:{state:text}"]
    assert project.contract.contract.app_schemas == ("inner_app", "public")
    assert "no schema of the app has its table" in project.text("contract.toml")
    project.upgrade()
    project.check()
    project.downgrade()
    assert hosted.dump() == before
