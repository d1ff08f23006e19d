"""Presence as a client asks for it: track and untrack."""

from __future__ import annotations

__all__ = ["run_presence"]

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pedschema.endpoint.database import DatabaseDownError
from pedschema.endpoint.frame import Incoming, answer, read_size
from pedschema.endpoint.rights import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pedschema.endpoint.channel import Channel

CLIENT_LIMIT = "Client presence rate limit exceeded"
PROJECT_LIMIT = "Too many presence messages per second"
TOO_LARGE = "Track message size exceeded"
NO_MAP = "Presence track payload must be a map"


async def run_presence(channel: Channel, message: Incoming, payload: Mapping[str, Any]) -> None:
    """Do what a `presence` message asks for, and reply."""
    event = payload.get("event")
    if isinstance(event, str) and not channel.calls.admits():
        channel.shut_down(CLIENT_LIMIT)
        return
    verb = event.lower() if isinstance(event, str) else None
    if verb is None:
        channel.socket.send(answer(message, "ok", {}))
    elif verb == "track":
        await _track(channel, message, payload.get("payload", {}))
    elif verb == "untrack":
        channel.shown = None
        channel.project.hub.untrack(channel)
        channel.socket.send(answer(message, "ok", {}))
    else:
        channel.socket.send(answer(message, "error", {}))


async def _track(channel: Channel, message: Incoming, shown: object) -> None:
    if channel.room.private and not await _may_track(channel):
        channel.socket.send(answer(message, "error", {}))
        return
    if not isinstance(shown, dict):
        channel.socket.send(answer(message, "error", {"reason": NO_MAP}))
        return
    if shown != channel.shown:
        sentence = _refuse(channel, shown)
        if sentence:
            channel.shut_down(sentence)
            return
        _show(channel, message, shown)
        return
    channel.socket.send(answer(message, "ok", {}))


def _refuse(channel: Channel, shown: Mapping[str, object]) -> str:
    tenant = channel.project.tenant
    if read_size(shown) > tenant.limits.payload_bytes:
        return TOO_LARGE
    return PROJECT_LIMIT if tenant.presences.average > tenant.presences.limit else ""


def _show(channel: Channel, message: Incoming, shown: dict[str, Any]) -> None:
    channel.project.tenant.presences.add()
    channel.project.hub.track(channel, channel.config.presence_key, shown)
    channel.shown = shown
    channel.socket.send(answer(message, "ok", {}))
    if not channel.presence:
        # The members of before are invisible to a client whose own message has switched presence on.
        channel.presence = True
        channel.sync_presence()


async def _may_track(channel: Channel) -> bool:
    if channel.rights.presence_write is None:
        try:
            if channel.rights.presence_read is None:
                channel.rights = await channel.reader.read(channel.rights, presence=True)
            written = await channel.reader.write(channel.rights)
        except (Refusal, DatabaseDownError):
            return False
        channel.rights = replace(channel.rights, presence_write=written.presence_write)
    return bool(channel.rights.presence_write)
