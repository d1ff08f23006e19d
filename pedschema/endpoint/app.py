"""The endpoint as an ASGI application."""

from __future__ import annotations

__all__ = ["create_app"]

import asyncio
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import JSONResponse
from starlette.routing import Mount, WebSocketRoute

from pedschema.endpoint.admin import create_admin_routes
from pedschema.endpoint.codec import codec_of
from pedschema.endpoint.console.api import create_console_routes
from pedschema.endpoint.http import create_http_routes
from pedschema.endpoint.socket import Socket
from pedschema.endpoint.tokens import TokenError

if TYPE_CHECKING:
    from starlette.websockets import WebSocket

    from pedschema.endpoint.console.desk import Desk
    from pedschema.endpoint.project import Project

HOSTED_PREFIX = "/realtime/v1"
_CORS = Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["*"], allow_headers=["*"])


def create_app(project: Project, admin_token: str, desk: Desk | None = None) -> Starlette:
    """Return the application: sockets and broadcasts, at the hosted paths and at a server's own.

    Args:
        project: what it serves.
        admin_token: opens the admin API, and the data of the console.
        desk: what the console shows; without one there is no console.
    """

    async def connect(websocket: WebSocket) -> None:
        await _run_socket(project, websocket)

    http = create_http_routes(project)
    return Starlette(
        routes=[
            WebSocketRoute(f"{HOSTED_PREFIX}/websocket", connect),
            WebSocketRoute("/socket/websocket", connect),
            Mount(HOSTED_PREFIX, routes=http),
            *http,
            Mount("/admin", routes=create_admin_routes(project, admin_token)),
            *([Mount("/console", routes=create_console_routes(desk, admin_token))] if desk else []),
        ],
        middleware=[_CORS],
    )


async def _run_socket(project: Project, websocket: WebSocket) -> None:
    refusal = _refuse(project, websocket)
    codec = codec_of(websocket.query_params.get("vsn", ""))
    if refusal is None and codec is None:
        refusal = (400, "Error connecting to Realtime")
    if refusal is not None or codec is None:
        status, sentence = refusal or (500, "")
        await asyncio.sleep(project.tenant.connect_delay)
        await websocket.send_denial_response(JSONResponse({"error": sentence}, status))
        return
    await websocket.accept()
    headers = {name: value for name, value in websocket.headers.items() if name.startswith("x-")}
    socket = Socket(project, websocket, codec, _read_token(websocket) or "", headers)
    project.sockets[socket] = None
    try:
        await socket.run()
    finally:
        del project.sockets[socket]


def _refuse(project: Project, websocket: WebSocket) -> tuple[int, str] | None:
    tenant = project.tenant
    token = _read_token(websocket)
    if tenant.suspended:
        return 403, "Realtime was disabled for this tenant"
    if not token:
        return 401, "API key is missing"
    try:
        project.read_claims(token)
    except TokenError as error:
        return 401, error.connect
    if project.users >= tenant.limits.users or project.faults.refuses_connection():
        return 429, "Too many connected users"
    return (429, "Too many joins per second") if tenant.joins.is_exceeded else None


def _read_token(websocket: WebSocket) -> str | None:
    return websocket.headers.get("x-api-key") or websocket.query_params.get("apikey")
