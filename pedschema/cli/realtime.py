"""A Realtime server that runs until somebody interrupts it."""

from __future__ import annotations

__all__ = ["run_realtime"]

import asyncio
import json
import secrets
import signal
from typing import TYPE_CHECKING

from pedschema.cli.console import data, say
from pedschema.endpoint.console.desk import open_desk
from pedschema.endpoint.project import Project
from pedschema.endpoint.run import serving
from pedschema.endpoint.tokens import sign_token
from pedschema.platform import run_partitions

if TYPE_CHECKING:
    import socket
    from collections.abc import Mapping

    from pedschema.endpoint.tenant import Tenant
    from pedschema.model.catalogue import Catalogue
    from pedschema.model.persona import Cast

TOKEN_SECONDS = 24 * 3600
PARTITION_SECONDS = 3600

Described = dict[str, "str | Mapping[str, str]"]


def run_realtime(  # noqa: PLR0913, PLR0917 - a server has the settings that it has
    tenant: Tenant,
    url: str,
    listener: socket.socket,
    cast: Cast,
    catalogue: Catalogue | None,
    shown: Mapping[str, str],
    *,
    as_json: bool,
) -> None:
    """Serve until SIGINT or SIGTERM; print where, and a token for everybody, to stdout.

    Args:
        tenant: the project's settings.
        url: the database, with a login that is superuser; it is never printed.
        listener: where clients connect.
        cast: who gets a token.
        catalogue: what the console shows; without one there is no console.
        shown: what else is printed.
        as_json: one line of JSON instead of text.

    Raises:
        DatabaseError: the database has no platform.
    """
    asyncio.run(_serve(Project(tenant, url), listener, cast, catalogue, shown, as_json=as_json))


async def _serve(  # noqa: PLR0913 - as above
    project: Project,
    listener: socket.socket,
    cast: Cast,
    catalogue: Catalogue | None,
    shown: Mapping[str, str],
    *,
    as_json: bool,
) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await asyncio.to_thread(run_partitions, project.database.url)
    upkeep = asyncio.create_task(_keep_partitions(project.database.url))
    admin_token = secrets.token_urlsafe()
    signed = _sign(project, cast)
    desk = open_desk(project, catalogue, cast) if catalogue else None
    try:
        async with serving(project, listener, admin_token=admin_token, desk=desk) as url:
            described: Described = {"url": url, **shown, **signed, "admin token": admin_token}
            if desk is not None:
                described["console"] = f"{url}/console/#token={admin_token}"
            _show(described, as_json=as_json)
            await stop.wait()
    finally:
        upkeep.cancel()


async def _keep_partitions(url: str) -> None:
    while True:
        await asyncio.sleep(PARTITION_SECONDS)
        await asyncio.to_thread(run_partitions, url)


def _sign(project: Project, cast: Cast) -> Described:
    def sign(claims: Mapping[str, object]) -> str:
        return sign_token(claims, project.tenant.secret, seconds=TOKEN_SECONDS)

    return {
        "anon key": sign({"role": "anon"}),
        "service key": sign({"role": "service_role"}),
        "tokens": {persona.name: sign(persona.claims) for persona in cast.personas},
    }


def _show(described: Described, *, as_json: bool) -> None:
    if as_json:
        names = {name.replace(" ", "_"): value for name, value in described.items()}
        data.print(json.dumps(names), markup=False)
    else:
        for name, value in described.items():
            if isinstance(value, str):
                data.print(f"{name}: {value}", markup=False)
            else:
                for person, token in value.items():
                    data.print(f"token of {person}: {token}", markup=False)
        say("stop it with Ctrl+C")
    data.file.flush()
