"""Broadcast over HTTP, and what the endpoint says about itself."""

from __future__ import annotations

__all__ = ["create_http_routes"]

import json
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pedschema.endpoint.capabilities import describe_capabilities
from pedschema.endpoint.database import DatabaseDownError
from pedschema.endpoint.frame import Broadcast, Outgoing, read_size
from pedschema.endpoint.hub import TOPIC_PREFIX, Room
from pedschema.endpoint.rights import Reader, Refusal, Rights
from pedschema.endpoint.tokens import Claims, TokenError

if TYPE_CHECKING:
    from starlette.requests import Request

    from pedschema.endpoint.project import Project

BLANK = ["can't be blank"]
TOO_LARGE = ["Payload size exceeds tenant limit"]
OVER_RATE = "You have exceeded your rate limit"
BATCH_TOO_LARGE = "Too many messages to broadcast, please reduce the batch size"
UNDECIDED = "Unable to authorize broadcast"
_UNPROCESSABLE = {
    "RlsPolicyError": "RLS policy error",
    "QueryCanceled": "Query canceled",
    "MissingPartition": "Missing messages partition",
}


class _Answer(Exception):  # noqa: N818 - how a request ends
    def __init__(self, status: int, content: object) -> None:
        super().__init__(status)
        self.response = JSONResponse(content, status)


class _Broadcasts:
    def __init__(self, project: Project) -> None:
        self._project = project

    async def batch(self, request: Request) -> Response:
        """Send `{"messages": […]}`: what a sender may not send is left out without a word."""
        claims = self._read_claims(request)
        if claims is None:
            return Response(status_code=401)
        try:
            messages = self._read_messages(await _read_json(request))
        except _Answer as answer:
            return answer.response
        allowed: dict[str, bool] = {}
        for message in messages:
            room = Room(message["topic"], message.get("private") in {True, "true"})
            if room.private and room.topic not in allowed:
                allowed[room.topic] = await self._may_write(request, claims, room.topic) is True
            if not room.private or allowed[room.topic]:
                content = {"payload": message["payload"], "event": message["event"], "type": "broadcast"}
                self._send(room, Outgoing(TOPIC_PREFIX + room.topic, "broadcast", content))
        return Response(status_code=202)

    async def single(self, request: Request) -> Response:
        """Send one message, JSON or bytes, to the topic and event in the path."""
        claims = self._read_claims(request)
        if claims is None:
            return Response(status_code=401)
        room = Room(request.path_params["topic"], request.query_params.get("private") == "true")
        try:
            data, is_json = await _read_body(request)
            self._check_single(data)
            if room.private:
                await self._check_right(request, claims, room.topic)
        except _Answer as answer:
            return answer.response
        event = request.path_params["event"]
        self._send(room, Broadcast(TOPIC_PREFIX + room.topic, event, data, is_json))
        return Response(status_code=202)

    def _read_claims(self, request: Request) -> Claims | None:
        bearer = request.headers.get("authorization", "")
        token = bearer[7:] if bearer[:7].lower() == "bearer " else request.headers.get("apikey", "")
        try:
            return self._project.read_claims(token)
        except TokenError:
            return None

    def _read_messages(self, body: object) -> list[dict[str, Any]]:
        found = body.get("messages") if isinstance(body, dict) else None
        if not isinstance(found, list) or not found:
            raise _Answer(422, {"errors": {"messages": BLANK}})
        mistakes = [self._find_mistakes(message) for message in found]
        if any(mistakes):
            raise _Answer(422, {"errors": {"messages": mistakes}})
        events = self._project.tenant.events
        if events.average > events.limit:
            raise _Answer(429, {"message": OVER_RATE})
        if len(found) + events.average > events.limit:
            raise _Answer(429, {"message": BATCH_TOO_LARGE})
        return found

    def _find_mistakes(self, message: object) -> dict[str, list[str]]:
        fields = message if isinstance(message, dict) else {}
        mistakes = {name: BLANK for name in ("topic", "payload", "event") if fields.get(name) in (None, "")}
        for name, kind in (("topic", str), ("event", str), ("payload", dict)):
            if name not in mistakes and not isinstance(fields[name], kind):
                mistakes[name] = ["is invalid"]
        if read_size(fields.get("payload")) > self._project.tenant.limits.payload_bytes:
            mistakes["payload"] = TOO_LARGE
        return mistakes

    def _check_single(self, data: bytes) -> None:
        tenant = self._project.tenant
        if read_size(data) > tenant.limits.payload_bytes:
            raise _Answer(422, {"errors": {"payload": TOO_LARGE}})
        if tenant.events.average >= tenant.events.limit:
            raise _Answer(429, {"message": OVER_RATE})

    async def _check_right(self, request: Request, claims: Claims, topic: str) -> None:
        allowed = await self._may_write(request, claims, topic)
        if isinstance(allowed, str):
            raise _Answer(500 if allowed == UNDECIDED else 422, {"message": allowed})
        if not allowed:
            raise _Answer(403, {"message": "Unauthorized"})

    async def _may_write(self, request: Request, claims: Claims, topic: str) -> bool | str:
        """Return the answer of the policies, or the sentence of why there is none."""
        try:
            reader = Reader(self._project.database, topic, claims, dict(request.headers))
            return bool((await reader.write(Rights())).broadcast_write)
        except Refusal as error:
            return _UNPROCESSABLE.get(error.name, UNDECIDED)
        except DatabaseDownError:
            return "Tenant database unavailable"

    def _send(self, room: Room, message: Outgoing | Broadcast) -> None:
        self._project.tenant.events.add()
        self._project.hub.send(room, message)


def create_http_routes(project: Project) -> list[Route]:
    """Return the routes of broadcasts, `/capabilities` and `/health`."""
    broadcasts = _Broadcasts(project)

    async def capabilities(_: Request) -> Response:
        return JSONResponse(describe_capabilities(project))

    async def health(_: Request) -> Response:
        ready = project.hub.ready.is_set()
        return JSONResponse({"status": "ok", "replication": ready, "clients": len(project.sockets)})

    return [
        Route("/api/broadcast", broadcasts.batch, methods=["POST"]),
        Route("/api/broadcast/{topic}/events/{event}", broadcasts.single, methods=["POST"]),
        Route("/capabilities", capabilities),
        Route("/health", health),
    ]


async def _read_json(request: Request) -> object:
    try:
        return json.loads(await request.body())
    except ValueError as error:
        raise _Answer(400, {"message": "Bad Request"}) from error


async def _read_body(request: Request) -> tuple[bytes, bool]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/octet-stream":
        return await request.body(), False
    if kind != "application/json":
        raise _Answer(415, {"message": "Unsupported Media Type"})
    payload = await _read_json(request)
    content = payload if isinstance(payload, dict) else {"_json": payload}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(), True
