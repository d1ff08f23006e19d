from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import psycopg
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from pedschema.endpoint.listener import open_listener
from pedschema.endpoint.project import Project
from pedschema.endpoint.run import serving
from pedschema.endpoint.tenant import PLANS, Plan, Tenant
from pedschema.endpoint.tokens import sign_token
from pedschema.testing import run_template

if TYPE_CHECKING:
    from pedschema.probe.database import RealtimeDatabase

SECRET = "a development secret of more than thirty-two bytes"  # noqa: S105
ADMIN = "the admin's token"
MEMBER = "bbbbbbbb-0000-4000-8000-000000000001"
ROOMS = (Path(__file__).parent / "rooms.sql").read_text(encoding="utf-8")


@dataclass
class Raw:
    """A client that speaks frames of protocol 2."""

    socket: ClientConnection
    joins: int = 0

    async def send(self, *frame: Any) -> None:
        await self.socket.send(json.dumps(list(frame)))

    async def get(self, seconds: float = 3) -> Any:
        async with asyncio.timeout(seconds):
            frame = await self.socket.recv()
        return json.loads(frame) if isinstance(frame, str) else frame

    async def join(self, topic: str, **config: Any) -> Any:
        """Join, and return the reply's payload."""
        token = config.pop("token", None)
        self.joins += 1
        reference = str(self.joins)
        payload = {"config": config} | ({"access_token": token} if token else {})
        await self.send(reference, reference, f"realtime:{topic}", "phx_join", payload)
        while True:
            frame = await self.get()
            if frame[1] == reference and frame[3] == "phx_reply":
                return frame[4]

    async def ended(self) -> None:
        """Wait until the server ends the socket."""
        with suppress(ConnectionClosed):
            while True:
                await self.get()

    async def silent(self, seconds: float = 0.2) -> bool:
        try:
            await self.get(seconds)
        except TimeoutError:
            return True
        return False


@dataclass
class Stage:
    """A running endpoint."""

    project: Project
    http: str
    open: AsyncExitStack = field(default_factory=AsyncExitStack)

    @property
    def anon(self) -> str:
        return sign_token({"role": "anon"}, SECRET)

    def token(self, sub: str = MEMBER, **options: Any) -> str:
        return sign_token({"role": "authenticated", "sub": sub}, SECRET, **options)

    async def order(self, fault: str, **body: Any) -> Any:
        """Order a fault; return what is affected."""
        async with httpx.AsyncClient(
            base_url=self.http, headers={"authorization": f"Bearer {ADMIN}"}
        ) as client:
            answer = await client.post(f"/admin/faults/{fault}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json().get("affected")

    async def raw(self, token: str | None = None, *, vsn: str = "2.0.0", **options: Any) -> Raw:
        return await self.raw_with(token or self.token(), vsn=vsn, **options)

    async def raw_with(self, token: str, *, vsn: str = "2.0.0", **options: Any) -> Raw:
        """Open a socket with a token that may be empty."""
        url = f"{self.http.replace('http', 'ws')}/realtime/v1/websocket?vsn={vsn}&apikey={token}"
        return Raw(await self.open.enter_async_context(connect(url, **options)))


Play = Callable[..., None]


@asynccontextmanager
async def run_stage(database_url: str, *, replicates: bool = False, **settings: Any) -> AsyncIterator[Stage]:
    project = Project(Tenant(SECRET, **{"limits": PLANS[Plan.TEAM], **settings}), database_url)
    async with serving(project, open_listener(), admin_token=ADMIN, replicates=replicates) as url:
        stage = Stage(project, url)
        async with stage.open:
            yield stage


@pytest.fixture
def play() -> Play:
    """Run a scenario against an endpoint; without a database only public channels work."""

    def run(
        scenario: Callable[[Stage], Awaitable[None]],
        database_url: str = "host=127.0.0.1 port=1",
        **settings: Any,
    ) -> None:
        async def act() -> None:
            async with asyncio.timeout(30), run_stage(database_url, **settings) as stage:
                await scenario(stage)

        asyncio.run(act())

    return run


def run_rooms(realtime_server: Any, name: str) -> str:
    """Make a database of the platform with a few policies; return its name."""
    run_template(realtime_server, name)
    url = f"postgresql://postgres@{realtime_server.host}:{realtime_server.port}/{name}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(ROOMS)
    return name


@pytest.fixture(scope="session")
def realtime_template(realtime_server: Any) -> str:
    """The platform with a few policies."""
    return run_rooms(realtime_server, "endpoint_template")


@pytest.fixture
def database_url(realtime_db: RealtimeDatabase) -> str:
    """The database with the server's own login."""
    return realtime_db.url_of("supabase_admin")
