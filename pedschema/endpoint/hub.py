"""Who is on which topic, and what they get."""

from __future__ import annotations

__all__ = ["Hub", "Member", "Room"]

import asyncio
import logging
from typing import TYPE_CHECKING, NamedTuple, Protocol

from pedschema.endpoint.frame import Broadcast, Outgoing
from pedschema.endpoint.presence import Presences

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

    from pedschema.endpoint.codec import Codec
    from pedschema.endpoint.stored import Stored
    from pedschema.endpoint.tenant import Tenant

LOG = logging.getLogger(__name__)
TOPIC_PREFIX = "realtime:"
TOO_MANY_MESSAGES = "Too many messages per second"
_BREATH = 50


class Room(NamedTuple):
    """A topic as messages find it: a private one and a public one of the same name never meet."""

    topic: str
    private: bool


class Member(Protocol):
    """A channel as the hub sees it."""

    @property
    def room(self) -> Room:
        """Return where it is."""

    @property
    def codec(self) -> Codec:
        """Return the protocol of its socket."""

    @property
    def sees_presence(self) -> bool:
        """Return whether it gets to know who comes and goes."""

    def wants(self, message_id: str | None) -> bool:
        """Return whether it gets a message."""

    def deliver(self, frame: str | bytes) -> None:
        """Send a frame, without waiting."""

    def shut_down(self, sentence: str) -> None:
        """End it with a system message."""


class Hub:
    """Fans messages out.

    Attributes:
        ready: set while replication runs.
        watchers: called with each message that is sent, and how many got it; they must not raise.
    """

    def __init__(self, tenant: Tenant) -> None:
        self.ready = asyncio.Event()
        self.watchers: dict[Callable[[Room, Outgoing | Broadcast, int], None], None] = {}
        self._tenant = tenant
        self._rooms: dict[Room, dict[Member, None]] = {}
        self._presences = Presences()

    def enter(self, member: Member) -> None:
        """Add a member to its room."""
        self._rooms.setdefault(member.room, {})[member] = None

    def leave(self, member: Member) -> None:
        """Take a member out of its room; the others see it go."""
        members = self._rooms.get(member.room, {})
        if members.pop(member, self) is self:
            return
        if not members:
            del self._rooms[member.room]
        self.untrack(member)

    def members(self, topic: str | None = None) -> list[Member]:
        """Return the members of a topic, private and public, or all there are."""
        found = [self._rooms[room] for room in self._rooms if topic is None or room.topic == topic]
        return [member for members in found for member in members]

    def send(
        self,
        room: Room,
        message: Outgoing | Broadcast,
        *,
        sender: Member | None = None,
        message_id: str | None = None,
    ) -> None:
        """Send a message to everybody in a room but the sender; each delivery counts as an event."""
        frames: dict[str, str | bytes | None] = {}
        events = self._tenant.events
        exceeded = events.is_exceeded
        receivers = 0
        for member in list(self._rooms.get(room, ())):
            if member is sender or not member.wants(message_id):
                continue
            version = member.codec.version
            if version not in frames:
                frames[version] = member.codec.render(message)
            frame = frames[version]
            events.add()
            if frame is not None:
                member.deliver(frame)
                receivers += 1
            if exceeded:
                member.shut_down(TOO_MANY_MESSAGES)
        for watch in self.watchers:
            watch(room, message, receivers)

    def deliver(self, stored: Stored) -> bool:
        """Send a message of the database; return whether it passes.

        Over the event rate it is dropped without a word to anybody, as Realtime 2.129.8 does.
        """
        if self._tenant.events.is_exceeded:
            LOG.warning("UnableToBroadcastChanges: too_many_requests (message %s)", stored.id)
            return False
        self._tenant.events.add()
        data = stored.binary if stored.binary is not None else (stored.payload or "").encode()
        message = Broadcast(
            TOPIC_PREFIX + stored.topic, stored.event, data, stored.binary is None, {"id": stored.id}
        )
        self.send(Room(stored.topic, stored.private), message, message_id=stored.id)
        return True

    async def run(self, source: AsyncIterator[Stored]) -> None:
        """Deliver what the source yields, until it ends."""
        count = 0
        async for stored in source:
            self.deliver(stored)
            count += 1
            if count % _BREATH == 0:
                # A large transaction comes without a pause, and sockets want to send in between.
                await asyncio.sleep(0)

    def track(self, member: Member, key: str, payload: Mapping[str, object]) -> None:
        """Show a member to the room, or show it with another payload."""
        self._send_diff(member.room, self._presences.track(member.room, member, key, payload))

    def untrack(self, member: Member) -> None:
        """Show a member no longer."""
        diff = self._presences.untrack(member.room, member)
        if diff is not None:
            self._send_diff(member.room, diff)

    def presence_state(self, room: Room) -> dict[str, object]:
        """Return who is shown in a room, as `presence_state` says it."""
        return self._presences.state(room)

    def _send_diff(self, room: Room, diff: Mapping[str, object]) -> None:
        message = Outgoing(TOPIC_PREFIX + room.topic, "presence_diff", diff)
        frames: dict[str, str | bytes | None] = {}
        for member in list(self._rooms.get(room, ())):
            if not member.sees_presence:
                continue
            if member.codec.version not in frames:
                frames[member.codec.version] = member.codec.render(message)
            frame = frames[member.codec.version]
            if frame is not None:
                member.deliver(frame)
                self._tenant.presences.add()
