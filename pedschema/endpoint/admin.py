"""The admin API: orders faults, with a token, on loopback."""

from __future__ import annotations

__all__ = ["create_admin_routes"]

import json
import secrets
import time
from typing import TYPE_CHECKING, Any

import psycopg
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pedschema.endpoint.channel import Channel
from pedschema.endpoint.database import DatabaseDownError
from pedschema.endpoint.faults import REASONS, Faults
from pedschema.endpoint.outages import run_attach, run_detach, run_lose_slot

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

    from pedschema.endpoint.project import Project

Body = dict[str, Any]
BEARER = "bearer "


class _Orders:
    """Every method that is public is a fault; its name with dashes is the path, its arguments the body."""

    def __init__(self, project: Project) -> None:
        self._project = project

    async def refuse_joins(
        self, count: int = 1, code: str = "Unauthorized", topic: str | None = None
    ) -> None:
        if code not in REASONS:
            raise ValueError(f"code is one of {', '.join(REASONS)}")
        faults = self._project.faults
        faults.refused_joins, faults.refused_code, faults.refused_topic = int(count), code, topic

    async def refuse_connections(self, count: int = 1) -> None:
        self._project.faults.refused_connections = int(count)

    async def close(self, message: str, topic: str | None = None) -> int:
        members = self._project.hub.members(topic)
        for member in members:
            member.shut_down(str(message))
        return len(members)

    async def drop(self, count: int | None = None) -> int:
        sockets = list(self._project.sockets)[:count]
        for socket in sockets:
            socket.end()
        return len(sockets)

    async def heartbeats(self, *, stopped: bool = True) -> None:
        self._project.faults.heartbeats_stopped = bool(stopped)

    async def delay(self, seconds: float) -> None:
        self._project.faults.join_delay = max(0.0, float(seconds))

    async def lose_slot(self) -> int:
        return await self._project.database.run(run_lose_slot)

    async def expire_tokens(self) -> int:
        channels = [member for member in self._project.hub.members() if isinstance(member, Channel)]
        for channel in channels:
            self._project.faults.expire(channel.token)
        for channel in channels:
            channel.confirm_token()
        return len(channels)

    async def partition(self, *, attached: bool) -> None:
        await self._project.database.run(run_attach if attached else run_detach)

    async def restart(self, seconds: float = 2.0) -> int:
        self._project.faults.restarts_until = time.time() + float(seconds)
        return await self.drop()

    async def rotate(self, secret: str | None = None, jwks: list[Body] | None = None) -> None:
        if not all(isinstance(key, dict) for key in jwks or ()):
            raise ValueError("jwks is a list of keys")
        tenant = self._project.tenant
        tenant.secret = tenant.secret if secret is None else str(secret)
        tenant.jwks = tenant.jwks if jwks is None else tuple(jwks)

    async def clear(self) -> None:
        self._project.faults = Faults()


def create_admin_routes(project: Project, token: str) -> list[Route]:
    """Return `GET /faults`, what is broken, and `POST /faults/{name}`, which breaks or mends something.

    Each demands `Authorization: Bearer <token>`; a wrong one gets 401, a fault nobody knows 404, arguments
    that do not fit 422.
    """
    orders = _Orders(project)
    names = {name.replace("_", "-"): name for name in vars(_Orders) if not name.startswith("_")}

    async def show(request: Request) -> Response:
        if not _is_allowed(request, token):
            return Response(status_code=401)
        faults = project.faults
        return JSONResponse(
            {
                "faults": sorted(names),
                "refused_joins": faults.refused_joins,
                "refused_connections": faults.refused_connections,
                "heartbeats_stopped": faults.heartbeats_stopped,
                "join_delay": faults.join_delay,
            }
        )

    async def order(request: Request) -> Response:
        if not _is_allowed(request, token):
            return Response(status_code=401)
        name = names.get(request.path_params["name"])
        if name is None:
            return JSONResponse({"message": f"the faults are {', '.join(sorted(names))}"}, 404)
        run: Callable[..., Awaitable[int | None]] = getattr(orders, name)
        return await _run(run, await request.body())

    return [Route("/faults", show), Route("/faults/{name}", order, methods=["POST"])]


async def _run(run: Callable[..., Awaitable[int | None]], body: bytes) -> Response:
    try:
        arguments = json.loads(body or b"{}")
        count = await run(**arguments)
    except (TypeError, ValueError) as error:
        return JSONResponse({"message": str(error)}, 422)
    except (DatabaseDownError, psycopg.Error) as error:
        told = error.diag.message_primary if isinstance(error, psycopg.Error) else None
        return JSONResponse({"message": told or "the database does not answer"}, 503)
    return JSONResponse({"affected": count} if count is not None else {})


def _is_allowed(request: Request, token: str) -> bool:
    given = request.headers.get("authorization", "")
    if not given.lower().startswith(BEARER):
        return False
    return secrets.compare_digest(given[len(BEARER) :].encode(), token.encode())
