from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import psycopg
import pytest

from pedschema.catalogue.load import load_catalogue
from pedschema.catalogue.personas import load_cast
from pedschema.endpoint.console.desk import open_desk
from pedschema.endpoint.listener import open_listener
from pedschema.endpoint.project import Project
from pedschema.endpoint.run import serving
from pedschema.endpoint.tenant import Tenant
from pedschema.probe.act import run_rows
from pedschema.sql.declare import render_owned
from pedschema.testing import run_template

if TYPE_CHECKING:
    from pedschema.model.catalogue import Catalogue

CONTRACT = Path(__file__).parent / "contract"
SECRET = "a development secret of more than thirty-two bytes"  # noqa: S105
ADMIN = "the admin's token"
REFUSED = "the server responded with a status of 4"
"""Chromium's own note of an answer that the page shows in words."""


@dataclass
class Served:
    """A console that runs."""

    url: str
    database: str
    project: Project

    def ask(self, path: str, *, token: str = ADMIN, **options: Any) -> httpx.Response:
        """Ask the console's API."""
        method = "POST" if "json" in options or "content" in options else "GET"
        headers = {"authorization": f"Bearer {token}"} | options.pop("headers", {})
        return httpx.request(method, f"{self.url}/console/api/{path}", headers=headers, **options)

    def run(self, statement: str) -> None:
        """Run a statement as the database's owner."""
        with psycopg.connect(self.database, autocommit=True) as connection:
            connection.execute(statement.encode())


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    # Places are told from where a command runs, and pictures of the page name no folder of a machine.
    with contextlib.chdir(CONTRACT.parent):
        return load_catalogue(Path(CONTRACT.name))


@pytest.fixture(scope="session")
def console_database(realtime_server: Any, catalogue: Catalogue) -> str:
    """The contract's objects and people; the URL has the server's own login."""
    name = run_template(realtime_server, "console")
    url = f"postgresql://postgres@{realtime_server.host}:{realtime_server.port}/{name}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute((CONTRACT / "tables.sql").read_bytes())
        with connection.transaction():
            connection.execute("SET LOCAL search_path = ''")
            for owned in render_owned(catalogue, {}):
                for statement in owned.sql:
                    connection.execute(statement.encode())
        run_rows(connection, load_cast(CONTRACT), "postgres")
    return url.replace("postgres@", "supabase_admin@")


@pytest.fixture(scope="module")
def served(console_database: str, catalogue: Catalogue) -> Iterator[Served]:
    """The endpoint with its console, in a thread of its own: the browser's driver needs this one."""
    found: list[Served] = []
    ready = threading.Event()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    async def serve() -> None:
        project = Project(Tenant(SECRET), console_database)
        desk = open_desk(project, catalogue, load_cast(CONTRACT))
        async with serving(project, open_listener(), admin_token=ADMIN, desk=desk) as url:
            await project.hub.ready.wait()
            found.append(Served(url, console_database, project))
            ready.set()
            await stop.wait()

    def run() -> None:
        loop.run_until_complete(serve())
        loop.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        assert ready.wait(15)
        yield found[0]
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(15)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's Chromium, driven by Playwright; without one of them nothing is proved about the page."""
    program = os.environ.get("PEDSCHEMA_CHROMIUM") or shutil.which("chromium")
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - the lane is an extra
    except ImportError:
        sync_playwright = None
    if program is None or sync_playwright is None:
        missing = "Chromium" if program is None else "Playwright"
        told = f"{missing} is missing, nothing is proved about the console's page"
        if os.environ.get("PEDSCHEMA_REQUIRE_BROWSER") == "1":
            pytest.fail(told)
        pytest.skip(told)
    # Chromium has no sandbox for root.
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


Open = Callable[..., Any]


@pytest.fixture
def open_page(browser: Any, served: Served) -> Iterator[Open]:
    """Open the console in a window of its own; it must say no error, and ask nobody but its own server."""
    contexts: list[Any] = []
    said: list[str] = []

    def open_console(
        part: str = "contract", width: int = 1280, height: int = 860, scheme: str = "light"
    ) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
        )
        context.set_default_timeout(5000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: None if REFUSED in message.text else said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on(
            "request", lambda request: said.append(request.url) if _is_foreign(request.url, served) else None
        )
        page.goto(f"{served.url}/console/#token={ADMIN}")
        page.get_by_role("navigation").wait_for()
        if part != "contract":
            page.get_by_role("navigation").get_by_role("link", name=part.title()).click()
        return page

    yield open_console
    for context in contexts:
        context.close()
    assert said == []


def _is_foreign(url: str, served: Served) -> bool:
    return not url.startswith((served.url, served.url.replace("http", "ws")))
