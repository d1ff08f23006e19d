"""What Kotlin says about channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pedschema.lint.client import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from pedschema.lint.client import ClientChannel

    Read = Callable[[str, str], tuple[ClientChannel, ...]]

HEAD = "import io.github.jan.supabase.realtime.channel\n\n"

CHAT = """
import io.github.jan.supabase.realtime.channel

class Chat(private val supabase: SupabaseClient) {
    private var channel: RealtimeChannel? = null

    suspend fun open(id: String) {
        val channel = supabase.channel("room:$id:chat") {
            isPrivate = true
        }
        this.channel = channel
        val inserts = channel.postgresChangeFlow<PostgresAction.Insert>(schema = "app") {
            table = "messages"
            filter = "room_id=eq.$id"
        }
        val all = channel.postgresChangeFlow<PostgresAction>("public")
        val typing = channel.broadcastFlow<Typing>("typing")
        channel.broadcastFlow<Message>(event = "messages.INSERT").onEach { show(it) }.launchIn(scope)
        channel.presenceChangeFlow()
        channel.subscribe(blockUntilSubscribed = true)
    }

    suspend fun say() {
        channel?.broadcast(event = "typing", message = buildJsonObject { })
        channel?.also { it.track(state) }
    }
}
"""


@pytest.mark.parametrize(
    ("source", "topic"),
    [
        ('supabase.channel("lobby")', "lobby"),
        ('supabase.channel("room:$id:chat")', "room:{}:chat"),
        ('supabase.channel("room:${room.id}:chat")', "room:{}:chat"),
        ('supabase.channel("room:" + id)', "room:{}"),
        ('supabase.realtime.channel(channelId = "lobby")', "lobby"),
        ("supabase.channel(if (ready) LOBBY else null)", "lobby"),
        ("supabase.channel(Topics.room(id))", "room:{}:chat"),
        ('supabase.channel(Topics.room(id, "live"))', "room:{}:live"),
        ("supabase.channel(Topics.ALL)", "rooms"),
        ("supabase.channel(name)", None),
        ('supabase.channel(name ?: "lobby")', None),
    ],
)
def test_topic_is_told_or_not(source: str, topic: str | None, read: Read) -> None:
    around = (
        'const val LOBBY = "lobby"\n'
        "object Topics {\n"
        '    const val ALL = "rooms"\n'
        '    fun room(id: String, what: String = "chat") = "room:$id:$what"\n'
        "}\n"
        f"fun open() {{\n    val channel = {source}\n}}\n"
    )

    assert [channel.topic for channel in read("Client.kt", HEAD + around)] == [topic]


@pytest.mark.parametrize(
    ("options", "private"),
    [
        ("", False),
        (" {\n        isPrivate = true\n    }", True),
        (" {\n        broadcast { acknowledgeBroadcasts = true }\n    }", False),
        (" {\n        if (inside) isPrivate = true\n    }", None),
        (" {\n        isPrivate = inside\n    }", None),
    ],
)
def test_private_is_told_or_not(options: str, *, private: bool | None, read: Read) -> None:
    source = f'fun open() {{\n    val channel = supabase.channel("lobby"){options}\n}}\n'
    (channel,) = read("Client.kt", HEAD + source)

    assert channel.private is private


def test_bindings_and_sendings_are_read(read: Read) -> None:
    (channel,) = read("Client.kt", CHAT)

    assert [(each.kind, each.event, each.schema, each.table, each.filter) for each in channel.bindings] == [
        (Kind.CHANGES, "INSERT", "app", "messages", "room_id=eq.{}"),
        (Kind.CHANGES, "*", "public", "", ""),
        (Kind.BROADCAST, "typing", "", "", ""),
        (Kind.BROADCAST, "messages.INSERT", "", "", ""),
        (Kind.PRESENCE, "", "", "", ""),
    ]
    assert [(each.kind, each.event) for each in channel.sends] == [
        (Kind.BROADCAST, "typing"),
        (Kind.PRESENCE, "track"),
    ]


def test_comparison_is_no_call(read: Read) -> None:
    source = (
        'fun open() {\n    val channel = supabase.channel("lobby")\n    val more = channel.size < limit\n}\n'
    )
    (channel,) = read("Client.kt", HEAD + source)

    assert channel.bindings == ()
