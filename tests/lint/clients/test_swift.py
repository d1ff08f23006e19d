"""What Swift says about channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pedschema.lint.client import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from pedschema.lint.client import ClientChannel

    Read = Callable[[str, str], tuple[ClientChannel, ...]]

CHAT = """
import Supabase

final class Chat {
    private var channel: RealtimeChannelV2?

    func open(_ id: UUID) async throws {
        let channel = supabase.channel("room:\\(id):chat") { $0.isPrivate = true }
        self.channel = channel
        let inserts = channel.postgresChange(
            InsertAction.self, schema: "app", table: "messages", filter: .eq("id", value: id)
        )
        let all = channel.postgresChange(AnyAction.self)
        for await message in channel.broadcastStream(event: "messages.INSERT") { show(message) }
        if let open = self.channel { open.onBroadcast(event: "typing") { show($0) } }
        _ = channel.presenceChange()
        try await channel.subscribeWithError()
    }

    func say() async throws {
        try await channel?.broadcast(event: "typing", message: ["a": 1])
        await self.channel?.track(state: ["a": 1])
    }
}
"""


@pytest.mark.parametrize(
    ("source", "topic"),
    [
        ('supabase.channel("lobby")', "lobby"),
        ('client.realtimeV2.channel("room:\\(id.uuidString.lowercased()):chat")', "room:{}:chat"),
        ('supabase.channel("room:" + id)', "room:{}"),
        ('let lobby = "lobby"\nsupabase.channel(lobby)', "lobby"),
        ('enum T { static let lobby = "lobby" }\nsupabase.channel(T.lobby)', "lobby"),
        ('func room(_ id: UUID) -> String { "room:\\(id)" }\nsupabase.channel(room(id))', "room:{}"),
        (
            (
                'func at(_ id: UUID, what w: String) -> String { return "room:\\(id):\\(w)" }\n'
                'supabase.channel(at(id, what: "chat"))'
            ),
            "room:{}:chat",
        ),
        ('supabase.channel(ready ? "lobby" : nil)', "lobby"),
        ("supabase.channel(name)", None),
        ('supabase.channel(name ?? "lobby")', None),
    ],
)
def test_topic_is_told_or_not(source: str, topic: str | None, read: Read) -> None:
    assert [channel.topic for channel in read("Client.swift", f"import Supabase\n{source}\n")] == [topic]


@pytest.mark.parametrize(
    ("options", "private"),
    [
        ("", False),
        (" { $0.isPrivate = true }", True),
        (" { config in\n    config.isPrivate = true\n}", True),
        (" { $0.broadcast.acknowledgeBroadcasts = true }", False),
        (" { config in\n    if inside {\n        config.isPrivate = true\n    }\n}", None),
    ],
)
def test_private_is_told_or_not(options: str, *, private: bool | None, read: Read) -> None:
    (channel,) = read("Client.swift", f'import Supabase\nlet c = supabase.channel("lobby"){options}\n')

    assert channel.private is private


def test_options_that_another_function_sets_are_not_told(read: Read) -> None:
    (channel,) = read("Client.swift", 'import Supabase\nsupabase.channel("lobby", options: secured)\n')

    assert channel.private is None


def test_bindings_and_sendings_are_read(read: Read) -> None:
    (channel,) = read("Client.swift", CHAT)

    assert [(each.kind, each.event, each.schema, each.table, each.filter) for each in channel.bindings] == [
        (Kind.CHANGES, "INSERT", "app", "messages", None),
        (Kind.CHANGES, "*", "public", "", ""),
        (Kind.BROADCAST, "messages.INSERT", "", "", ""),
        (Kind.BROADCAST, "typing", "", "", ""),
        (Kind.PRESENCE, "", "", "", ""),
    ]
    assert [(each.kind, each.event) for each in channel.sends] == [
        (Kind.BROADCAST, "typing"),
        (Kind.PRESENCE, "track"),
    ]
