"""`pedschema platform`: a local PostgreSQL that behaves like the hosted platform."""

from __future__ import annotations

__all__ = ["group", "start", "status", "stop"]

from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import psycopg
import typer

from pedschema.cli.console import CLEAN, FINDINGS, data, say
from pedschema.cli.kept import KEPT, hide_kept
from pedschema.platform.emulation import create_database
from pedschema.platform.server import SUPERUSER, PlatformServer, read_running, run_stop

group = typer.Typer(help="A local PostgreSQL that behaves like the hosted platform.", no_args_is_help=True)

Folder = Annotated[Path, typer.Option("--data", help="Folder that keeps the server's data.")]
DATA = KEPT / "platform"


@group.command()
def start(
    folder: Folder = DATA,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="TCP port on loopback; a free one by default.")
    ] = None,
    database: Annotated[str, typer.Option(help="Database to create with the platform in it.")] = "app",
) -> None:
    """Start a server that goes on running, and print the URL of its database."""
    hide_kept(folder)
    server = PlatformServer(data=folder, port=port)
    server.start()
    try:
        if not _exists(server, database):
            create_database(server.url(user=SUPERUSER), database)
    except BaseException:
        server.stop()
        raise
    say("for development and tests only; it listens on loopback and trusts whoever connects")
    say(f"stop it with `pedschema platform stop --data {folder}`")
    data.print(server.url(database))


@group.command()
def stop(folder: Folder = DATA) -> None:
    """Stop a server that was left running; its data stays."""
    say("stopped" if run_stop(folder) else f'no server runs on "{folder}"')


@group.command()
def status(folder: Folder = DATA) -> None:
    """Print the URLs of the databases of the server that runs on a folder; exit 1 when none does."""
    url = read_running(folder)
    if url is None:
        say(f'no server runs on "{folder}"')
        raise typer.Exit(FINDINGS)
    server = PlatformServer(data=folder, port=urlsplit(url).port)
    for name in _read_names(url):
        data.print(server.url(name))
    raise typer.Exit(CLEAN)


def _read_names(url: str) -> list[str]:
    """Return the databases of a server that somebody has created."""
    with psycopg.connect(url) as connection:
        found = connection.execute(
            "select datname from pg_catalog.pg_database"
            " where not datistemplate and datname <> 'postgres' order by datname"
        )
        return [name for (name,) in found]


def _exists(server: PlatformServer, database: str) -> bool:
    with psycopg.connect(server.url(user=SUPERUSER)) as connection:
        found = connection.execute("select from pg_catalog.pg_database where datname = %s", (database,))
        return found.fetchone() is not None
