from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pedschema.errors import DatabaseError, UsageError
from pedschema.model.story import Step, Story
from pedschema.probe.play import play_story

if TYPE_CHECKING:
    from pedschema.model.persona import Cast
    from pedschema.probe.database import RealtimeDatabase
    from pedschema.probe.play import Scene

pytestmark = pytest.mark.db
OPEN = "room:aaaaaaaa-0000-4000-8000-000000000001"
SAY = f"SELECT realtime.send('{{}}', 'say', '{OPEN}')"


def _play(
    database: RealtimeDatabase, cast: Cast, *steps: Step, topics: tuple[str, ...] = (OPEN,)
) -> list[Scene]:
    story = Story("a day", topics, steps)
    return list(play_story(database.connect, story, cast, payload_bytes=256_000))


def test_everybody_tries_to_join_first(rooms: RealtimeDatabase, cast: Cast) -> None:
    (opening,) = _play(rooms, cast)

    assert {join.persona: join.channel is not None for join in opening.joins} == {
        "anon": False,
        "member": True,
        "keeper": True,
        "backend": True,
    }
    assert all(join.access.join.reasons for join in opening.joins if join.channel is None)


def test_message_reaches_who_has_joined(rooms: RealtimeDatabase, cast: Cast) -> None:
    _, scene = _play(rooms, cast, Step("the backend speaks", "service", (SAY, SAY)))

    assert [(each.message.event, each.to) for each in scene.deliveries] == [
        ("say", ("member", "keeper", "backend"))
    ] * 2


def test_message_of_another_topic_reaches_nobody(rooms: RealtimeDatabase, cast: Cast) -> None:
    _, scene = _play(
        rooms, cast, Step("elsewhere", "service", (SAY.replace("'say'", "'say'").replace(OPEN, "lobby"),))
    )

    assert [delivery.to for delivery in scene.deliveries] == [()]


def test_dropped_message_has_its_reason(rooms: RealtimeDatabase, cast: Cast) -> None:
    _, scene = _play(rooms, cast, Step("no name", "service", (SAY.replace("'say'", "NULL"),)))

    assert [(each.dropped, each.to) for each in scene.deliveries] == [("event_missing", ())]


def test_lost_right_still_receives_until_the_next_join(rooms: RealtimeDatabase, cast: Cast) -> None:
    leave = "DELETE FROM public.room_members WHERE person_id = 'bbbbbbbb-0000-4000-8000-000000000001'"

    *_, scene = _play(rooms, cast, Step("leaves", "service", (leave,)), Step("speaks", "service", (SAY,)))

    assert "member" in scene.deliveries[0].to


def test_persona_acts_under_its_role_and_claims(rooms: RealtimeDatabase, cast: Cast) -> None:
    who = (
        "INSERT INTO public.room_members (topic, person_id)"
        " VALUES (current_user || ' ' || auth.role(), auth.uid())"
    )

    _play(rooms, cast, Step("joins in", "member", (who,)), Step("is seen", "service", ("SELECT 1",)))

    row = rooms.connection.execute(
        "SELECT topic, person_id::text FROM public.room_members WHERE room_id IS NULL"
    )
    assert row.fetchall() == [("authenticated authenticated", "bbbbbbbb-0000-4000-8000-000000000001")]


def test_failing_statement_names_step_and_actor(rooms: RealtimeDatabase, cast: Cast) -> None:
    with pytest.raises(DatabaseError, match='step "peeks": "member" fails with 42501: permission denied'):
        _play(rooms, cast, Step("peeks", "member", ("SELECT * FROM public.vault",)))


def test_unknown_actor_is_refused_before_anything_happens(rooms: RealtimeDatabase, cast: Cast) -> None:
    with pytest.raises(UsageError, match='actor "ghost"'):
        _play(rooms, cast, Step("speaks", "service", (SAY,)), Step("haunts", "ghost", (SAY,)))

    assert rooms.received() == ()
