from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pedschema.errors import ContractError, DatabaseError
from pedschema.probe.lock import compare_access, render_access_lock
from pedschema.probe.matrix import findings, read_matrix

if TYPE_CHECKING:
    from pedschema.model.catalogue import Catalogue
    from pedschema.model.persona import Cast
    from pedschema.probe.database import RealtimeDatabase

pytestmark = pytest.mark.db

SOUND = """\
declared              anon  member  keeper  backend
person:<member>       -     r       -       rwpP
room:<closed>         -     -       r       rwpP
room:<closed>:lounge  -     -       rwpP    rwpP
room:<open>           -     r       r       rwpP
room:<open>:lounge    -     rwpP    rwpP    rwpP

near misses and foreign topics, admitted or failing  anon  member  keeper  backend

#"""
READ = "CREATE POLICY seed ON realtime.messages FOR SELECT TO authenticated USING"
SEND = "CREATE POLICY seed ON realtime.messages FOR INSERT TO authenticated WITH CHECK"
ROOM = "chat.enters(chat.room_of(topic, ''))"
LOUNGE = "chat.enters(chat.room_of(topic, ':lounge'))"
READ_ALL = "CREATE POLICY seed ON realtime.messages FOR SELECT USING"
KEY = "chat.room_of(topic, '')"
NO_SEND = "DROP POLICY chat_lounge_send ON realtime.messages;"
INSTEAD = f"DROP POLICY chat_room ON realtime.messages;{READ}"
MINE = "SELECT FROM public.room_members AS m WHERE m.person_id = auth.uid() AND messages.topic"

FOUND = {
    "B1 always true": (f"{READ} (true)", "matrix-topic-undeclared"),
    "B2 always true for writing": (f"{SEND} (true)", "matrix-write-undeclared"),
    "B3 no roles": (
        f"GRANT USAGE ON SCHEMA chat TO anon;{READ_ALL} (extension = 'broadcast' AND {KEY} IS NOT NULL)",
        "matrix-read-undeclared",
    ),
    "B5 key anywhere": (
        f"{READ} (extension = 'broadcast' AND EXISTS ({MINE} LIKE '%' || m.room_id || '%'))",
        "matrix-topic-undeclared",
    ),
    "B6 bare cast": (f"{READ} (split_part(topic, ':', 2)::uuid IS NULL)", "matrix-check-fails"),
    "B7 table without grant": (f"{READ} (EXISTS (SELECT FROM public.vault))", "matrix-check-fails"),
    "B7r recursion": (f"{READ} (EXISTS (SELECT FROM public.mirror))", "matrix-check-fails"),
    "B8 no extension": (f"{READ} ({ROOM})", "matrix-presence-undeclared"),
    "R1 private": (
        f"{INSTEAD} (private AND extension = 'broadcast' AND {ROOM})",
        "matrix-topic-unusable",
    ),
    "R2 event": (f"{NO_SEND}{SEND} (event = 'wave' AND {LOUNGE})", "matrix-topic-unusable"),
    "R6 sends where a table is published": (
        f"{SEND} (extension = 'broadcast' AND {ROOM})",
        "matrix-write-undeclared",
    ),
    "R7 topic of nobody": (
        f"{READ} (extension = 'broadcast' AND topic = 'news:all')",
        "matrix-topic-undeclared",
    ),
    "R8 client prefix": (
        f"{INSTEAD} (extension = 'broadcast' AND EXISTS ({MINE} = 'realtime:room:' || m.room_id))",
        "matrix-topic-unusable",
    ),
    "R9 unknown extension": (
        f"{INSTEAD} (extension = 'postgres_changes' AND {ROOM})",
        "matrix-topic-unusable",
    ),
    "R10 underscore": (
        f"{READ} (extension = 'broadcast' AND topic LIKE 'room_%')",
        "matrix-topic-undeclared",
    ),
}
UNSEEN = {
    "B4 call for each row": f"extension = 'broadcast' AND EXISTS ({MINE} = 'room:' || m.room_id)",
    "R3 event deny-list": f"event IS DISTINCT FROM 'x' AND extension = 'broadcast' AND {ROOM}",
    "R4 window": f"inserted_at > now() - interval '1 hour' AND extension = 'broadcast' AND {ROOM}",
}


def _lock(database: RealtimeDatabase, catalogue: Catalogue, cast: Cast) -> str:
    return render_access_lock(read_matrix(database.connection, catalogue, cast))


@pytest.mark.parametrize(("user", "autocommit"), [("postgres", True), ("supabase_admin", False)])
def test_sound_policies_give_the_declared_access_and_nothing_else(
    rooms: RealtimeDatabase, catalogue: Catalogue, cast: Cast, user: str, *, autocommit: bool
) -> None:
    matrix = read_matrix(rooms.connect(user, autocommit=autocommit), catalogue, cast)

    assert findings(matrix, catalogue) == ()
    lock = render_access_lock(matrix)
    assert SOUND in lock
    assert "# backend bypasses policies" in lock


def test_matrix_is_the_same_twice_and_leaves_nothing_behind(
    rooms: RealtimeDatabase, catalogue: Catalogue, cast: Cast
) -> None:
    first, second = _lock(rooms, catalogue, cast), _lock(rooms, catalogue, cast)

    assert first == second
    assert rooms.received() == ()


@pytest.mark.parametrize(("seed", "id_"), FOUND.values(), ids=FOUND)
def test_faulty_policy_turns_findings_and_lock_red(
    rooms: RealtimeDatabase, catalogue: Catalogue, cast: Cast, seed: str, id_: str
) -> None:
    rooms.connection.execute(seed.encode())

    matrix = read_matrix(rooms.connection, catalogue, cast)

    assert id_ in {mistake.id for mistake in findings(matrix, catalogue)}
    assert SOUND not in render_access_lock(matrix)


def test_captured_column_shows_in_the_lock(rooms: RealtimeDatabase, catalogue: Catalogue, cast: Cast) -> None:
    # R5: the contract does not say who is a member of which room, the reviewed lock does.
    before = _lock(rooms, catalogue, cast)
    captured = "EXISTS (SELECT FROM public.room_members WHERE topic = topic AND person_id = auth.uid())"
    seed = f"{READ} (extension = 'broadcast' AND chat.room_of(topic, '') IS NOT NULL AND {captured})"
    rooms.connection.execute(seed.encode())

    changes = compare_access(before, _lock(rooms, catalogue, cast))

    assert '"member" gains read on room:<closed> (- -> r)' in map(str, changes)
    assert all(change.widens for change in changes if change.persona)


@pytest.mark.parametrize("expression", UNSEEN.values(), ids=UNSEEN)
def test_what_changes_no_verdict_is_beyond_the_matrix(
    rooms: RealtimeDatabase, catalogue: Catalogue, cast: Cast, expression: str
) -> None:
    rooms.connection.execute(f"{INSTEAD} ({expression})".encode())

    matrix = read_matrix(rooms.connection, catalogue, cast)

    assert findings(matrix, catalogue) == ()
    assert SOUND in render_access_lock(matrix)


def test_near_misses_are_taken_of_the_topic_that_most_may_join(
    rooms: RealtimeDatabase, catalogue: Catalogue, cast: Cast
) -> None:
    matrix = read_matrix(rooms.connection, catalogue, cast)

    near = {cell.probed.label.partition(" with ")[0] for cell in matrix.cells if cell.probed.kind == "near"}
    assert near == {"person:<member>", "room:<open>", "room:<open>:lounge"}


def test_missing_sample_is_a_mistake_of_the_contract(
    rooms: RealtimeDatabase, catalogue: Catalogue, cast: Cast
) -> None:
    wrong = replace(cast, samples={"room_id": {"open": "ROOM"}})

    with pytest.raises(ContractError) as caught:
        read_matrix(rooms.connection, catalogue, wrong)

    assert {mistake.id for mistake in caught.value.mistakes} == {"sample-missing", "sample-type"}


def test_missing_partition_stops_the_matrix(
    rooms: RealtimeDatabase, catalogue: Catalogue, cast: Cast
) -> None:
    superuser = rooms.connect("supabase_admin")
    tables = superuser.execute(
        "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'realtime.messages'::regclass"
    )
    for (name,) in tables.fetchall():
        superuser.execute(f"DROP TABLE {name}".encode())

    with pytest.raises(DatabaseError, match="partition"):
        read_matrix(rooms.connection, catalogue, cast)
