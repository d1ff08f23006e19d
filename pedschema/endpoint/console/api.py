"""The routes of the console: a page that anybody on this machine may load, and data for the admin token."""

from __future__ import annotations

__all__ = ["create_console_routes"]

import json
from typing import TYPE_CHECKING

import psycopg
from pydantic import ValidationError
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from pedschema.endpoint.console.access import read_access, read_why
from pedschema.endpoint.console.contract import describe_contract
from pedschema.endpoint.console.guard import check_host, check_token
from pedschema.endpoint.console.health import describe_channels, read_health
from pedschema.endpoint.console.page import FILES, serve_file
from pedschema.endpoint.console.rows import Order, read_rows, run_order
from pedschema.endpoint.console.switches import read_switches, run_switch
from pedschema.endpoint.database import DatabaseDownError
from pedschema.errors import Mistake, PedschemaError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

    from pedschema.endpoint.console.desk import Desk

Handler = "Callable[[Request], Awaitable[object]]"
BODY_BYTES = 1_000_000


class _Api:
    """Every public method answers one path, `GET /api/{name}`, and those that begin with `do_` a POST."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._run = desk.project.database.run

    async def contract(self, _: Request) -> object:
        return describe_contract(self._desk)

    async def access(self, _: Request) -> object:
        return await self._run(lambda connection: read_access(connection, self._desk))

    async def why(self, request: Request) -> object:
        persona, topic = (request.query_params.get(name, "") for name in ("persona", "topic"))
        return await self._run(lambda connection: read_why(connection, self._desk, persona, topic))

    async def switches(self, _: Request) -> object:
        return await self._run(lambda connection: read_switches(connection, self._desk))

    async def do_switches(self, request: Request) -> object:
        body = await _read_object(request)
        surfaces, on = body.get("surfaces"), body.get("on")
        if not isinstance(surfaces, list) or not isinstance(on, bool):
            raise _Unreadable('{"surfaces": ["…"], "on": false, "reason": "…"}')
        names, reason = list(map(str, surfaces)), str(body.get("reason", ""))
        return await self._run(
            lambda connection: run_switch(connection, self._desk, surfaces=names, on=on, reason=reason)
        )

    async def health(self, _: Request) -> object:
        return describe_channels(self._desk.project) | await self._run(read_health)

    async def rows(self, request: Request) -> object:
        persona, table = (request.query_params.get(name, "") for name in ("persona", "table"))
        return await self._run(lambda connection: read_rows(connection, self._desk, persona, table))

    async def do_rows(self, request: Request) -> object:
        try:
            order = Order.model_validate(await _read_object(request))
        except ValidationError as error:
            raise _Unreadable("persona, table, operation, values and key") from error
        return await self._run(lambda connection: run_order(connection, self._desk, order))

    async def messages(self, _: Request) -> object:
        return StreamingResponse(self._desk.live.stream(), media_type="application/x-ndjson")


class _Unreadable(PedschemaError):  # noqa: N818 - what a request is
    def __init__(self, wanted: str) -> None:
        super().__init__(
            Mistake("request", "the body cannot be read", f"send {wanted}", "request-unreadable")
        )


def create_console_routes(desk: Desk, token: str) -> list[Route]:
    """Return the page at the root, its files beside it and its data under `/api`.

    Every refusal is JSON with the three parts of a message: 401 without the admin token, 403 for a foreign
    host or site, 422 for what cannot be done, 503 while the database is away.
    """
    api = _Api(desk)

    async def show(request: Request) -> Response:
        mistake = check_host(request)
        if mistake is not None:
            return _refuse(403, mistake)
        path = request.path_params.get("name", "")
        return serve_file(path, request.headers["host"]) if path in FILES else Response(status_code=404)

    async def answer(request: Request) -> Response:
        mistake = check_host(request)
        if mistake is not None:
            return _refuse(403, mistake)
        mistake = check_token(request, token)
        if mistake is not None:
            return _refuse(401, mistake)
        prefix = "do_" if request.method == "POST" else ""
        return await _run(getattr(api, prefix + request.url.path.rpartition("/")[2]), request)

    names = [name for name in vars(_Api) if not name.startswith("_")]
    return [
        Route("/", show),
        *(
            Route(
                f"/api/{name.removeprefix('do_')}", answer, methods=["POST" if name[:3] == "do_" else "GET"]
            )
            for name in names
        ),
        Route("/{name}", show),
    ]


async def _run(handle: Callable[[Request], Awaitable[object]], request: Request) -> Response:
    try:
        found = await handle(request)
    except PedschemaError as error:
        return _refuse(422, *error.mistakes)
    except (DatabaseDownError, psycopg.Error) as error:
        told = error.diag.message_primary if isinstance(error, psycopg.Error) else None
        what = told or "the database does not answer"
        return _refuse(503, Mistake("database", what, "look at its log, then ask again", "console-database"))
    headers = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
    if isinstance(found, Response):
        found.headers.update(headers)
        return found
    return JSONResponse(found, headers=headers)


def _refuse(status: int, *mistakes: Mistake) -> Response:
    parts = [{"where": m.where, "what": m.what, "fix": m.fix, "id": m.id} for m in mistakes]
    return JSONResponse({"mistakes": parts}, status)


async def _read_object(request: Request) -> dict[str, object]:
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        raise _Unreadable("application/json")
    data = b""
    async for chunk in request.stream():
        data += chunk
        if len(data) > BODY_BYTES:
            raise _Unreadable(f"{BODY_BYTES} bytes at most")
    try:
        body = json.loads(data)
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise _Unreadable("a JSON object")
    return body
