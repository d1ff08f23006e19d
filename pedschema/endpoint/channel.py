"""One channel of one socket, from its join to its end."""

from __future__ import annotations

__all__ = ["Channel"]

import asyncio
import time
from typing import TYPE_CHECKING, Any

from pedschema.endpoint.admission import NO_CONNECTION, UNREADABLE, Admission
from pedschema.endpoint.changes import echo_changes, refuse_changes
from pedschema.endpoint.database import DatabaseDownError
from pedschema.endpoint.frame import Broadcast, Incoming, Outgoing, Upload, answer, read_size
from pedschema.endpoint.hub import TOPIC_PREFIX, Room
from pedschema.endpoint.rate import CallWindow
from pedschema.endpoint.rights import Reader, Refusal, Rights
from pedschema.endpoint.tokens import TokenError
from pedschema.endpoint.tracking import run_presence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pedschema.endpoint.codec import Codec
    from pedschema.endpoint.config import JoinConfig
    from pedschema.endpoint.project import Project
    from pedschema.endpoint.socket import Socket

REVOKED = "You no longer have permission to read from this Channel topic: {topic}"
READY = "Replication connection established"
NOT_READY = "Replication connection was not established in time"
READY_SECONDS = 60.0
CONFIRM_SECONDS = 300.0


class Channel:
    """A topic that a client has joined.

    Attributes:
        room: the topic without `realtime:`, and whether the channel is private.
        rights: what it may do, as far as anybody has asked.
        presence: whether presence is on.
        token: of the person.
        shown: the payload that it tracks, None when it tracks none.
    """

    def __init__(
        self, project: Project, socket: Socket, join: Incoming, config: JoinConfig, admission: Admission
    ) -> None:
        limits = project.tenant.limits
        self.project = project
        self.socket = socket
        self.config = config
        self.room = Room(join.topic.removeprefix(TOPIC_PREFIX), config.private)
        self.rights = admission.rights
        self.presence = config.presence or project.tenant.presence
        self.calls = CallWindow(limits.presence_calls, limits.presence_window)
        self.shown: dict[str, Any] | None = None
        self.join_ref = join.join_ref
        self._topic = join.topic
        self.token = admission.token
        self._claims = admission.claims
        self._replayed = {message.id for message in admission.replayed}
        self._waiting: asyncio.Task[None] | None = None
        self._confirm = self._confirm_later()

    @property
    def codec(self) -> Codec:
        """Return the protocol of its socket."""
        return self.socket.codec

    @property
    def sees_presence(self) -> bool:
        """Return whether it gets to know who comes and goes."""
        return not self.room.private or self.rights.presence_read is True

    @property
    def reader(self) -> Reader:
        """Return who asks for its rights."""
        return Reader(self.project.database, self.room.topic, self._claims, self.socket.headers)

    def wants(self, message_id: str | None) -> bool:
        """Return whether it gets a message: it may read, and has not had it replayed."""
        return self.rights.broadcast_read is not False and (
            message_id is None or message_id not in self._replayed
        )

    def deliver(self, frame: str | bytes) -> None:
        """Send a frame, without waiting."""
        self.socket.send_frame(frame)

    def push(self, event: str, payload: Mapping[str, object]) -> None:
        """Send a message that is for this channel alone."""
        self.socket.send(Outgoing(self._topic, event, payload, None, self.join_ref))

    def tell(self, status: str, message: str, extension: str = "system") -> None:
        """Send a `system` message."""
        content = {"message": message, "status": status, "extension": extension, "channel": self.room.topic}
        self.push("system", content)

    def open(self) -> dict[str, object]:
        """Enter the room; return the response to the join."""
        self.project.hub.enter(self)
        return {"postgres_changes": echo_changes(self.config.changes)}

    def greet(self, admission: Admission) -> None:
        """Send what follows the reply to the join."""
        for message in admission.replayed:
            self._replay(message.event, message.payload, message.binary, message.meta)
        if self.config.replication_ready:
            self._waiting = asyncio.create_task(self._tell_when_ready())
        if self.presence:
            self.sync_presence()
        for subscription in self.config.changes:
            self.tell("error", refuse_changes(subscription), "postgres_changes")

    def sync_presence(self) -> None:
        """Send who is there, if the channel may know."""
        if not self.sees_presence:
            return
        presences = self.project.tenant.presences
        if presences.average > presences.limit:
            self.shut_down("Too many presence messages per second")
            return
        presences.add()
        self.push("presence_state", self.project.hub.presence_state(self.room))

    def close(self) -> None:
        """Leave the room; nothing is sent to the client."""
        self._confirm.cancel()
        if self._waiting is not None:
            self._waiting.cancel()
        self.project.hub.leave(self)

    def shut_down(self, sentence: str) -> None:
        """End the channel: a system message with the reason, then `phx_close`."""
        if self.socket.channels.get(self._topic) is self:
            self.tell("error", sentence)
            self.socket.drop_channel(self)

    def send_close(self) -> None:
        """Tell the client that the channel has ended."""
        self.socket.send(Outgoing(self._topic, "phx_close", {}, self.join_ref, self.join_ref))

    async def handle(self, message: Incoming) -> None:
        """Do what a message of the client asks for."""
        match message.event, message.payload:
            case "broadcast", dict() | Upload():
                await self._broadcast(message)
            case "presence", dict() as payload:
                await run_presence(self, message, payload)
            case "access_token", {"access_token": str(token)}:
                if not token.startswith("sb_") and token != self.token:
                    await self._renew(token)
            case "access_token", {"access_token": None}:
                pass
            case _:
                self.project.tenant.events.add()

    async def _broadcast(self, message: Incoming) -> None:
        if self.room.private and not await self._may_write():
            return
        tenant = self.project.tenant
        tenant.events.add()
        if fits := read_size(message.payload) <= tenant.limits.payload_bytes:
            content = _copy(message)
            if content is not None:
                self.project.hub.send(self.room, content, sender=None if self.config.receives_own else self)
        if self.config.ack:
            self.socket.send(
                answer(message, "ok", {}) if fits else answer(message, "error", "payload_size_exceeded")
            )

    async def _may_write(self) -> bool:
        if self.rights.broadcast_write is None:
            try:
                self.rights = await self.reader.write(self.rights)
            except (Refusal, DatabaseDownError):
                return False
        return bool(self.rights.broadcast_write)

    async def _renew(self, token: str) -> None:
        # Until the answer is there, messages go by the rights of before.
        self.token = token
        try:
            self._claims = self.project.read_claims(token)
            rights = await self._read_again() if self.room.private else Rights()
        except TokenError as error:
            self.shut_down(error.refresh)
        except (Refusal, DatabaseDownError) as error:
            self.shut_down(_explain(error, self.room.topic))
        else:
            if self.rights.lost(rights):
                self.shut_down(REVOKED.format(topic=self.room.topic))
                return
            self.rights = rights
            self._confirm.cancel()
            self._confirm = self._confirm_later()

    async def _read_again(self) -> Rights:
        rights = await self.reader.read(Rights(), presence=self.presence)
        if not rights.broadcast_read and not rights.presence_read:
            raise Refusal("Unauthorized")
        return rights

    def _confirm_later(self) -> asyncio.TimerHandle:
        seconds = min(CONFIRM_SECONDS, max(0.0, float(self._claims["exp"]) - time.time()))
        return asyncio.get_running_loop().call_later(seconds, self.confirm_token)

    def confirm_token(self) -> None:
        """Check the token once more, and end the channel if it no longer holds."""
        if self.socket.channels.get(self._topic) is not self:
            return
        try:
            self.project.read_claims(self.token)
        except TokenError as error:
            self.shut_down(error.refresh)
        else:
            self._confirm = self._confirm_later()

    async def _tell_when_ready(self) -> None:
        try:
            async with asyncio.timeout(READY_SECONDS):
                await self.project.hub.ready.wait()
        except TimeoutError:
            self.shut_down(NOT_READY)
        else:
            self.tell("ok", READY)

    def _replay(self, event: str, payload: object, binary: bytes | None, meta: dict[str, object]) -> None:
        if binary is None:
            self.push("broadcast", {"payload": payload, "event": event, "type": "broadcast", "meta": meta})
        else:
            self.socket.send(Broadcast(self._topic, event, binary, is_json=False, meta=meta))


def _copy(message: Incoming) -> Outgoing | Broadcast | None:
    payload = message.payload
    if isinstance(payload, Upload):
        return Broadcast(message.topic, payload.event, payload.data, payload.is_json)
    return Outgoing(message.topic, "broadcast", payload) if isinstance(payload, dict) else None


def _explain(error: Refusal | DatabaseDownError, topic: str) -> str:
    if isinstance(error, Refusal):
        if error.name in {"Unauthorized", "RlsPolicyError"}:
            return UNREADABLE.format(topic=topic)
        if error.name == "QueryCanceled":
            return "Query was cancelled, please try again"
    return NO_CONNECTION
