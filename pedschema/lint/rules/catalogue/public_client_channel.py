"""A client opens a channel that is not private.

Realtime asks no policy on public channels, so anybody who has the public key joins, reads along and sends
in anybody's name. Messages of the database are private, and private and public channels of one name are two
channels: the public one never gets them.

Instead: open every channel as private, and let the contract's policies decide.

    supabase.channel(`room:${roomId}:chat`, { config: { private: true } })
"""

from __future__ import annotations

__all__ = ["check"]

from pathlib import PurePath
from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.client import Kind
from pedschema.lint.clients.contract import name_channel
from pedschema.lint.rule import rule
from pedschema.lint.subjects import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.client import ClientChannel
    from pedschema.lint.project import Project

_OPTIONS = {
    ".dart": "opts: const RealtimeChannelConfig(private: true)",
    ".kt": "{ isPrivate = true }",
    ".kts": "{ isPrivate = true }",
    ".py": '{"config": {"private": True}}',
    ".swift": "{ $0.isPrivate = true }",
}
"""How a language's client library opens private channels, where it is not as supabase-js does."""


@rule(
    "CAT020",
    Severity.ERROR,
    good=(
        """
        // client
        supabase.channel(`room:${roomId}:chat`, { config: { private: true } }).subscribe();
        """,
        """
        // client
        supabase.channel(`room:${roomId}:chat`, { config: { ...shared } }).subscribe();
        """,
        """
        // client
        supabase.channel('seats').on('postgres_changes', { event: '*', table: 'seats' }, refetch).subscribe();
        """,
    ),
    bad=(
        """
        // client
        supabase.channel(`room:${roomId}:chat`).subscribe();
        """,
        """
        // client
        supabase
            .channel(room, { config: { private: false } })
            .on('broadcast', { event: '*' }, refetch);
        """,
        """
        // client
        supabase.channel('lobby', { config: { broadcast: { self: true } } }).track({ name });
        """,
    ),
    file="client.ts",
)
def check(project: Project) -> Iterator[Hit]:
    """Yield public channels, but those that do nothing but listen to changes."""
    for channel in project.clients or ():
        if channel.private is False and _carries_messages(channel):
            option = _OPTIONS.get(PurePath(channel.place.file).suffix, "{ config: { private: true } }")
            yield Hit(channel.place, f"{name_channel(channel)} is not private", f"open it with {option}")


def _carries_messages(channel: ClientChannel) -> bool:
    kinds = {binding.kind for binding in (*channel.bindings, *channel.sends)}
    if kinds & {Kind.BROADCAST, Kind.PRESENCE}:
        return True
    return channel.topic is not None and Kind.CHANGES not in kinds
