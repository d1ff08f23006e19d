from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    MistakesAfter = Callable[[str, str, str], list[str]]

READ = "chat/read_chat.sql"
LIVE = "chat/read_live.sql"
WRITE = "chat/write_live.sql"
LOBBY = "lobby/read_lobby.sql"
CHAT = "chat/channels.toml"
EXTENSION = "messages.extension = 'broadcast'"
CALL = "chat.topic_uuid('room:{room_id}:chat', 'room_id')"
CLOSED = f"{CHAT}:2 topic-unreadable"

ROWS = [
    (READ, "for select", "for selec", [f"{READ}:3:9 sql-syntax"]),
    (READ, "(select chat.see_room", "(selct chat.see_room", [f"{READ}:7:20 sql-syntax"]),
    (READ, "", "select 1;\n", [f"{READ}:9 statement-several"]),
    (READ, "create policy chat_room_read on realtime", "create policy chat_room_read on public",
     [f"{READ}:2 policy-table"]),
    (READ, "on realtime.messages", "on messages", [f"{READ}:2 policy-table"]),
    (READ, "policy chat_room_read", "policy room_read", [f"{READ}:2 policy-prefix"]),
    (READ, "policy chat_room_read", f"policy chat_{'x' * 59}", [f"{READ}:2:15 name-too-long"]),
    (READ, "policy chat_room_read", "policy chat_live_read", [f"{LIVE}:1 policy-duplicate"]),
    (LOBBY, "for select", "for all", ["lobby/channels.toml:1 topic-unreadable", f"{LOBBY}:1 policy-command"]),
    (LOBBY, "for select ", "", ["lobby/channels.toml:1 topic-unreadable", f"{LOBBY}:1 policy-command"]),
    (WRITE, "for insert", "for update", [f"{CHAT}:34 topic-unwritable", f"{WRITE}:1 policy-command"]),
    (WRITE, "with check", "using", [f"{WRITE}:1 policy-clause"]),
    (LOBBY, "using (", "with check (", [f"{LOBBY}:1 policy-clause"]),
    (LOBBY, " to authenticated", "", [f"{LOBBY}:1 policy-roles"]),
    (LOBBY, "to authenticated", "to public", [f"{LOBBY}:1 policy-roles"]),
    (LOBBY, "to authenticated", "to authenticated, anon", [f"{LOBBY}:1 policy-role"]),
    (WRITE, "to authenticated", "to authenticated, anon", [f"{WRITE}:1 policy-role"]),
    (READ, EXTENSION, "messages.private", [CLOSED, f"{READ}:2 policy-extension-missing"]),
    (READ, EXTENSION, "messages.extension <> 'presence'", [CLOSED, f"{READ}:2 policy-extension-missing"]),
    (READ, EXTENSION, "messages.extension = current_user", [CLOSED, f"{READ}:2 policy-extension-missing"]),
    (READ, EXTENSION, "extension = 'broadcast'",
     [CLOSED, f"{READ}:2 policy-extension-missing", f"{READ}:6:9 sql-column-unqualified"]),
    (READ, EXTENSION, "messages.extension = 'broadcasts'", [CLOSED, f"{READ}:6:9 policy-extension-unknown"]),
    (READ, EXTENSION, "messages.extension in ('broadcast', 'presence')", [f"{READ}:2 policy-presence"]),
    (READ, EXTENSION, f"{EXTENSION} and topic = 'x'", [f"{READ}:6:46 sql-column-unqualified"]),
    (READ, EXTENSION, f"{EXTENSION} and messages.topics = 'x'", [f"{READ}:6:46 column-unknown"]),
    (READ, EXTENSION, f"{EXTENSION} and message.topic = 'x'", [f"{READ}:6:46 sql-relation-unknown"]),
    (READ, EXTENSION, f"{EXTENSION} and member(null)", [f"{READ}:6:46 sql-function-unqualified"]),
    (READ, EXTENSION, f"{EXTENSION} and chat.see_rom(null)", [f"{READ}:6:46 function-unknown"]),
    (READ, CALL, "realtime.topic()::uuid", [CLOSED, f"{READ}:2 policy-topic-missing"]),
    (READ, CALL, CALL.replace("room_id}:", "room}:"), [CLOSED, f"{READ}:2 policy-topic-unknown"]),
    (READ, CALL, CALL.replace("'room_id'", "'room'"), [f"{READ}:2 policy-part-unknown"]),
    (READ, CALL, CALL.replace("topic_uuid", "topic_text"), [f"{READ}:2 policy-part-type"]),
    (READ, CALL, CALL.replace("'room_id'", "'room' || '_id'"),
     [CLOSED, f"{READ}:2 policy-topic-missing", f"{READ}:7:43 policy-topic-arguments"]),
    (READ, CALL, "chat.topic_uuid('room:{room_id}:chat')",
     [CLOSED, f"{READ}:2 policy-topic-missing", f"{READ}:7:43 policy-topic-arguments"]),
    (LIVE, "from public.members", "from members", [f"{LIVE}:5:21 sql-table-unqualified"]),
    (LIVE, "where room_id", "where topic", [f"{LIVE}:6:15 sql-column-unqualified"]),
    (LIVE, "members.profile_id", "members.profil_id", [f"{LIVE}:6:79 column-unknown"]),
    (LIVE, "policy chat_live_read on realtime.messages for select",
     "policy chat_live_read on realtime.messages for insert",
     [f"{CHAT}:34 topic-unreadable", f"{LIVE}:1 policy-role", f"{LIVE}:1 policy-clause"]),
    (CHAT, 'write         = ["authenticated"]\n', "",
     [f"{CHAT}:39 client-events-unwritable", f"{WRITE}:1 policy-role"]),
    (CHAT, "presence      = true", "presence      = false",
     [f"{LIVE}:1 policy-presence", f"{WRITE}:1 policy-presence"]),
    (CHAT, 'replaces = ["useChat"]', "presence = true", [f"{CHAT}:2 topic-presence-unopened"]),
]  # fmt: skip

FINE = [
    (READ, "for select", "AS RESTRICTIVE FOR SELECT"),
    (READ, "create policy chat_room_read", 'create policy "chat_Room read"'),
    (READ, "policy chat_room_read", f"policy chat_{'x' * 58}"),
    (READ, EXTENSION, "'broadcast'::text = realtime.messages.extension"),
    (READ, EXTENSION, f"{EXTENSION} and messages.topic = realtime.topic()"),
    (READ, CALL, f"coalesce({CALL}, null)"),
    (LIVE, "where room_id", "where members.room_id"),
    (LOBBY, "(select realtime.topic()) = 'lobby'", "messages.topic in ('lobby', 'foyer')"),
    (LOBBY, "", "-- the end\n"),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"), ROWS, ids=[f"{' '.join(row[3])} {row[2][:40]}" for row in ROWS]
)
def test_mistake_of_a_policy_is_found_at_its_place_alone(
    mistakes_after: MistakesAfter, file: str, old: str, new: str, expected: list[str]
) -> None:
    assert mistakes_after(file, old, new) == expected


@pytest.mark.parametrize(("file", "old", "new"), FINE, ids=[row[2][:70] for row in FINE])
def test_near_miss_of_a_policy_is_fine(mistakes_after: MistakesAfter, file: str, old: str, new: str) -> None:
    assert mistakes_after(file, old, new) == []


def test_file_that_creates_no_policy_is_found(mistakes_after: MistakesAfter) -> None:
    assert mistakes_after("lobby/index.sql", "", "create index on realtime.messages (topic)") == [
        "lobby/index.sql:1 policy-statement"
    ]


def test_policies_on_a_broken_topic_are_left_alone(mistakes_after: MistakesAfter) -> None:
    assert mistakes_after(CHAT, 'surfaces = ["Chat", "Sidebar"]', "surfaces = []") == [
        f"{CHAT}:4 value-empty"
    ]
