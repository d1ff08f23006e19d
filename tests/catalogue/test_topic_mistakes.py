from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pedschema.catalogue.load import load_catalogue
from pedschema.errors import ContractError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MistakesAfter = Callable[[str, str, str], list[str]]

CHAT = "chat/channels.toml"
LOBBY = "lobby/channels.toml"
BUDGET = "{ refetch_ms = 1, max_wait_ms = 1, per_second = 1, burst = 1, subscribers = 1 }"
PLAIN = f'summary = "a"\nsurfaces = ["A"]\nread = ["authenticated"]\nbudget = {BUDGET}\n'


def other(pattern: str) -> str:
    return f'\n[topic."{pattern}"]\n{PLAIN}'


ROWS = [
    ("contract.toml", 'name = "chat"', 'name = "chat', "contract.toml:2 toml-syntax"),
    (CHAT, "replaces =", "replacs =", f"{CHAT}:6 key-unknown"),
    (CHAT, 'on            = ["insert"', 'on = ["inserted"', f"{CHAT}:26 value-choice"),
    (CHAT, 'shape         = "grouped"', 'shape = "rows"', f"{CHAT}:29 value-choice"),
    (CHAT, "presence      = true", 'presence = "yes"', f"{CHAT}:39 value-type"),
    (CHAT, "refetch_above = 10", "refetch_above = 10.5", f"{CHAT}:32 value-type"),
    (CHAT, 'summary  = "Messages and members of one room"\n', "", f"{CHAT}:2 key-missing"),
    (CHAT, "burst = 8, subscribers = 14 }\n\n[[", "burst = 8 }\n\n[[", f"{CHAT}:7 key-missing"),
    (CHAT, 'surfaces = ["Chat", "Sidebar"]', "surfaces = []", f"{CHAT}:4 value-empty"),
    (CHAT, 'read          = ["authenticated", "anon"]', "read = []", f"{CHAT}:37 value-empty"),
    (LOBBY, "per_second = 0.5", "per_second = 0", f"{LOBBY}:5 value-not-positive"),
    (LOBBY, "burst = 8", "burst = -1", f"{LOBBY}:5 value-not-positive"),
    (LOBBY, "max_wait_ms = 1000", "max_wait_ms = 499", f"{LOBBY}:5 budget-max-wait"),
    ("contract.toml", "clients = 200", "clients = 0", "contract.toml:13 value-not-positive"),
    ("contract.toml", 'realtime = "2.129.8"', 'realtime = "latest"', "contract.toml:5 value-pattern"),
    (
        "unpublished.toml",
        "an internal trail that no screen reads",
        "internal",
        "unpublished.toml:2 value-too-short",
    ),
    (LOBBY, "", other("Lobby:{id:uuid}"), f"{LOBBY}:24 topic-pattern"),
    (LOBBY, "", other("{id:uuid}:lobby"), f"{LOBBY}:24 topic-pattern"),
    (LOBBY, "", other("hall:{id}"), f"{LOBBY}:24 topic-pattern"),
    (LOBBY, "", other("realtime:hall"), f"{LOBBY}:24 topic-pattern"),
    (LOBBY, "", other("hall:{id:uuid}:{id:uuid}"), f"{LOBBY}:24 topic-pattern"),
    (CHAT, "client_events =", "client_event =", f"{CHAT}:40 key-unknown"),
    (
        CHAT,
        'client_events = { typing = { name = "text not null", since = "timestamptz" } }\n',
        "",
        f"{CHAT}:38 client-events-missing",
    ),
    (
        LOBBY,
        'read     = ["authenticated"]',
        'read = ["authenticated"]\nclient_events = { a = {} }',
        f"{LOBBY}:5 client-events-unwritable",
    ),
    (CHAT, "typing = {", '"*" = {', f"{CHAT}:34 event-name"),
    (CHAT, "typing = {", f'"{"x" * 256}" = {{', f"{CHAT}:34 event-name"),
    (CHAT, "typing = {", "Typing = {}, typing = {", f"{CHAT}:34 event-case"),
    (CHAT, '"timestamptz"', '"time stamp not null"', f"{CHAT}:40 type-invalid"),
    (CHAT, "presence      = true", "presence = true\nreplay = 1", f"{CHAT}:40 topic-replay-unfed"),
    (CHAT, "replaces =", "replay = 26\nreplaces =", f"{CHAT}:6 value-too-large"),
    (CHAT, "replaces =", "replay = -1\nreplaces =", f"{CHAT}:6 value-too-small"),
    (LOBBY, 'event    = "rooms.COUNT"', 'event = "Rooms.Insert"', f"{LOBBY}:13 event-case"),
    (LOBBY, 'event    = "rooms.COUNT"', 'event = "rooms.INSERT"', f"{LOBBY}:13 event-ambiguous"),
]


FINE = [
    (CHAT, "replaces =", "replay = 25\nreplaces ="),
    (CHAT, "replaces =", "replay = 0\nreplaces ="),
    (LOBBY, "", other("hall:{id:uuid}") + other("hall:{id:bigint}:x") + other("house:{id:uuid}")),
    (LOBBY, "", other("Lobby:{id:uuid}").replace("Lobby", "lobby")),
    (LOBBY, 'event    = "rooms.COUNT"', 'event = "rooms.INSERTED"'),
    (LOBBY, "max_wait_ms = 1000", "max_wait_ms = 500"),
    (CHAT, "typing = {", f'"{"x" * 255}" = {{}}, typed = {{'),
    ("contract.toml", 'role = "postgres"\n', ""),
    ("contract.toml", "[defaults]\nchunk_bytes = 100000\nrefetch_above = 20\n", ""),
    ("unpublished.toml", "an internal trail that no screen reads", "ten bytes!"),
]


@pytest.mark.parametrize(("file", "old", "new", "expected"), ROWS, ids=[row[3] for row in ROWS])
def test_mistake_of_a_topic_is_found_at_its_line_alone(
    mistakes_after: MistakesAfter, file: str, old: str, new: str, expected: str
) -> None:
    assert mistakes_after(file, old, new) == [expected]


@pytest.mark.parametrize(("file", "old", "new"), FINE)
def test_near_miss_of_a_topic_is_fine(mistakes_after: MistakesAfter, file: str, old: str, new: str) -> None:
    unread = [mistake for mistake in mistakes_after(file, old, new) if "topic-unreadable" not in mistake]

    assert unread == []


@pytest.mark.parametrize(
    ("pattern", "line"),
    [("room:{name:text}:chat", 2), ("room:{id:uuid}:chat", 2), ("room:{id:uuid}:live", 34)],
)
def test_overlap_is_found_across_features(mistakes_after: MistakesAfter, pattern: str, line: int) -> None:
    mistakes = mistakes_after(LOBBY, "", other(pattern))

    assert mistakes == [f"{CHAT}:{line} topic-overlap", f"{LOBBY}:24 topic-unreadable"]


def test_topic_declared_by_two_features_is_found(mistakes_after: MistakesAfter) -> None:
    assert mistakes_after(LOBBY, "", other("room:{room_id:uuid}:chat")) == [f"{LOBBY}:24 topic-duplicate"]


@pytest.mark.parametrize(("length", "mistakes"), [(209, []), (210, [f"{LOBBY}:24 topic-too-long"])])
def test_filled_topic_has_at_most_246_bytes(
    mistakes_after: MistakesAfter, length: int, mistakes: list[str]
) -> None:
    found = mistakes_after(LOBBY, "", other(f"{'x' * length}:{{id:uuid}}"))

    assert [mistake for mistake in found if "topic-unreadable" not in mistake] == mistakes


def test_writable_topic_is_fed_by_no_table(mistakes_after: MistakesAfter) -> None:
    publish = '[[topic."room:{room_id:uuid}:live".publish]]\ntable = "public.rooms"\n'
    publish += 'on = ["insert"]\nkey = { room_id = "id" }\ncolumns = ["name"]\n'

    assert mistakes_after(CHAT, "", publish) == [f"{CHAT}:38 topic-writable-fed"]


def test_a_day_between_quotes_is_told_how_to_be_written(
    edit: Callable[[str, str, str], None], folder: Path
) -> None:
    edit(LOBBY, 'event    = "rooms.COUNT"', 'sunset = "2027-01-01"')
    with pytest.raises(ContractError, match=r'write "publish\.1\.sunset" without quotes'):
        load_catalogue(folder)
