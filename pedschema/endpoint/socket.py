"""One websocket: its channels, its send queue, its protocol."""

from __future__ import annotations

__all__ = ["Socket"]

import asyncio
import contextlib
import logging
import traceback
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.websockets import WebSocketDisconnect

from pedschema.endpoint.admission import JoinRefusedError, run_admission
from pedschema.endpoint.channel import Channel
from pedschema.endpoint.config import parse_config
from pedschema.endpoint.frame import Incoming, MalformedFrameError, Outgoing, answer
from pedschema.endpoint.hub import TOPIC_PREFIX

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.websockets import WebSocket

    from pedschema.endpoint.codec import Codec
    from pedschema.endpoint.frame import Broadcast
    from pedschema.endpoint.project import Project

LOG = logging.getLogger(__name__)
CLOSE_SECONDS = 1.0
HEARTBEAT_TOPIC = "phoenix"


class Socket:
    """A client.

    Frames of the client are handled one after the other, as the server does; what is for the client waits
    in a queue of its own, so that one that reads slowly holds nobody up. A queue that grows beyond the
    limit ends the socket.

    Attributes:
        token: with which the socket was opened.
        headers: the `x-*` headers of its request, which policies may read.
        channels: by the name that the client joined.
    """

    def __init__(
        self, project: Project, websocket: WebSocket, codec: Codec, token: str, headers: Mapping[str, str]
    ) -> None:
        self.codec = codec
        self.token = token
        self.headers = headers
        self.channels: dict[str, Channel] = {}
        self._project = project
        self._websocket = websocket
        self._frames: deque[str | bytes] = deque()
        self._waiting_bytes = 0
        self._wake = asyncio.Event()
        self._flows = asyncio.Event()
        self._flows.set()
        self._ending = asyncio.Event()
        self._ends_when_sent = False

    async def run(self) -> None:
        """Serve the client until one side ends it."""
        tasks = [asyncio.create_task(each) for each in (self._read(), self._write(), self._ending.wait())]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for channel in list(self.channels.values()):
                channel.close()
            self.channels.clear()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        if self._ending.is_set():
            return
        with contextlib.suppress(WebSocketDisconnect, RuntimeError, OSError, TimeoutError):
            async with asyncio.timeout(CLOSE_SECONDS):
                await self._websocket.close()

    def send(self, message: Outgoing | Broadcast) -> None:
        """Queue a message, unless the client's protocol cannot carry it."""
        frame = self.codec.render(message)
        if frame is not None:
            self.send_frame(frame)

    def send_frame(self, frame: str | bytes) -> None:
        """Queue a frame."""
        self._frames.append(frame)
        self._waiting_bytes += len(frame)
        self._wake.set()
        if self._waiting_bytes > self._project.tenant.queue_bytes:
            self.end()

    def end(self) -> None:
        """End the socket at once and without a closing frame; what is queued is lost."""
        self._ending.set()

    def drop_channel(self, channel: Channel) -> None:
        """End a channel with `phx_close`."""
        topic = TOPIC_PREFIX + channel.room.topic
        if self.channels.get(topic) is channel:
            del self.channels[topic]
        channel.close()
        channel.send_close()

    async def _read(self) -> None:
        idle = self._project.tenant.idle_seconds
        with contextlib.suppress(WebSocketDisconnect, TimeoutError):
            while True:
                async with asyncio.timeout(idle):
                    received = await self._websocket.receive()
                if received["type"] == "websocket.disconnect":
                    return
                text = received.get("text")
                await self._take(received["bytes"] if text is None else text)

    async def _take(self, frame: str | bytes) -> None:
        try:
            await self._handle(self.codec.parse(frame))
        except MalformedFrameError as error:
            LOG.info("MalformedWebSocketMessage: %s", error)
        except Exception as error:  # noqa: BLE001 - one frame is dropped, as the server does, not the socket
            # The error's own text may repeat what the client sent.
            place = traceback.extract_tb(error.__traceback__)[-1]
            told = (type(error).__name__, Path(place.filename).name, place.lineno)
            LOG.error("UnknownErrorOnWebSocketMessage: %s at %s:%s", *told)  # noqa: TRY400

    async def _write(self) -> None:
        with contextlib.suppress(WebSocketDisconnect, RuntimeError, OSError):
            while True:
                await self._wake.wait()
                self._wake.clear()
                while self._frames:
                    await self._flows.wait()
                    frame = self._frames.popleft()
                    self._waiting_bytes -= len(frame)
                    if isinstance(frame, str):
                        await self._websocket.send_text(frame)
                    else:
                        await self._websocket.send_bytes(frame)
                if self._ends_when_sent:
                    return

    async def _handle(self, message: Incoming) -> None:
        if message.topic == HEARTBEAT_TOPIC and message.event == "heartbeat":
            if not self._project.faults.heartbeats_stopped:
                self.send(answer(message, "ok", {}))
            return
        channel = self.channels.get(message.topic)
        if message.event == "phx_join":
            await self._join(message)
        elif message.event == "phx_leave":
            self._leave(message, channel)
        elif channel is None:
            self._ignore(message)
        else:
            await channel.handle(message)

    def _ignore(self, message: Incoming) -> None:
        payload = {"status": "error", "response": {"reason": "unmatched topic"}}
        self.send(Outgoing(message.topic, "phx_reply", payload, message.ref))

    def _leave(self, message: Incoming, channel: Channel | None) -> None:
        if channel is not None and channel.join_ref not in {message.join_ref, None}:
            # A client that leaves and joins again at once is late with its first leave.
            return
        self.send(answer(message, "ok", {}))
        if channel is not None:
            self.drop_channel(channel)

    async def _join(self, message: Incoming) -> None:
        if not message.topic.startswith(TOPIC_PREFIX):
            self._ignore(message)
            return
        if not isinstance(message.payload, dict):
            self.send(answer(message, "error", {"reason": "join crashed"}))
            return
        before = self.channels.pop(message.topic, None)
        if before is not None:
            before.close()
        try:
            await self._admit(message, message.payload)
        except JoinRefusedError as error:
            await self._refuse(message, error)
        except Exception:
            await self._refuse(message, JoinRefusedError("Unknown Error on Channel"))
            raise
        if before is not None:
            before.send_close()

    async def _admit(self, message: Incoming, payload: dict[str, object]) -> None:
        topic = message.topic.removeprefix(TOPIC_PREFIX)
        if not topic:
            raise JoinRefusedError("TopicNameRequired: You must provide a topic name")
        await self._project.faults.before_join(topic)
        config = parse_config(payload, topic)
        admission = await run_admission(self._project, self, topic, config)
        channel = Channel(self._project, self, message, config, admission)
        self.channels[message.topic] = channel
        # From here to the last greeting nothing waits, so no message overtakes the reply.
        self.send(answer(message, "ok", channel.open()))
        channel.greet(admission)

    async def _refuse(self, message: Incoming, error: JoinRefusedError) -> None:
        self._flows.clear()
        await asyncio.sleep(self._project.tenant.join_delay)
        self._flows.set()
        self.send(answer(message, "error", {"reason": error.reason}))
        self._ends_when_sent = error.ends_socket
