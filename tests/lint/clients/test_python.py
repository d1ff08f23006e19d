"""What Python says about channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pedschema.lint.client import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from pedschema.lint.client import ClientChannel

    Read = Callable[[str, str], tuple[ClientChannel, ...]]

HEAD = "from supabase import client\n"


@pytest.mark.parametrize(
    ("source", "topic"),
    [
        ("client.channel('lobby')", "lobby"),
        ("client.channel(f'room:{room_id}:chat')", "room:{}:chat"),
        ("client.channel('room:' + room_id)", "room:{}"),
        ("client.channel('room:%s' % room_id)", "room:{}"),
        ("client.channel('room:{}:{what}'.format(a, what=b))", "room:{}:{}"),
        ("client.channel(':'.join(['room', room_id]))", "room:{}"),
        ("LOBBY: str = 'lobby'\nclient.channel(LOBBY)", "lobby"),
        (
            "def room(a, *, what='chat'):\n    return f'room:{a}:{what}'\nclient.channel(room(b))",
            "room:{}:chat",
        ),
        ("class T:\n    LOBBY = 'lobby'\nclient.channel(T.LOBBY)", "lobby"),
        ("client.channel('lobby' if ready else None)", "lobby"),
        ("client.channel(name)", None),
        ("client.channel(name or 'lobby')", None),
    ],
)
def test_topic_is_told_or_not(source: str, topic: str | None, read: Read) -> None:
    assert [channel.topic for channel in read("client.py", HEAD + source)] == [topic]


@pytest.mark.parametrize(
    ("options", "private"),
    [
        ("", False),
        (", {'config': {'private': True}}", True),
        (", params={'config': {'private': True}}", True),
        (", {'config': {'private': True, **rest}}", None),
        (", options", None),
    ],
)
def test_private_is_told_or_not(options: str, *, private: bool | None, read: Read) -> None:
    (channel,) = read("client.py", f"{HEAD}client.channel('lobby'{options})")

    assert channel.private is private


def test_bindings_and_sendings_are_read(read: Read) -> None:
    (channel,) = read(
        "client.py",
        """
        from supabase import AsyncClient

        class Chat:
            async def send(self):
                await self.channel.send_broadcast("typing", {})
                await self.channel.track({})

            async def open(self, client: AsyncClient, room_id):
                self.channel = client.channel(f"room:{room_id}:chat", {"config": {"private": True}})
                self.channel.on_postgres_changes("INSERT", show, table="messages", filter="a=eq.1")
                self.channel.on_postgres_changes(event="*", schema="app", callback=show)
                for event in ["messages.INSERT", "messages.DELETE"]:
                    self.channel.on_broadcast(event, lambda message: show(message))
                await self.channel.on_presence_sync(show).on_system(show).subscribe()
        """,
    )

    assert [(each.kind, each.event, each.schema, each.table, each.filter) for each in channel.bindings] == [
        (Kind.CHANGES, "INSERT", "public", "messages", "a=eq.1"),
        (Kind.CHANGES, "*", "app", "", ""),
        (Kind.BROADCAST, "messages.INSERT", "", "", ""),
        (Kind.BROADCAST, "messages.DELETE", "", "", ""),
        (Kind.PRESENCE, "sync", "", "", ""),
        (Kind.SYSTEM, "", "", "", ""),
    ]
    assert [(each.kind, each.event) for each in channel.sends] == [
        (Kind.BROADCAST, "typing"),
        (Kind.PRESENCE, "track"),
    ]


def test_channel_of_another_library_is_none(read: Read) -> None:
    assert read("client.py", "import grpc\ngrpc.channel('host').subscribe(f)") == ()
