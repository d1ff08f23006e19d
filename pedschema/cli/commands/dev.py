"""`pedschema dev`: a Realtime server for development, with a database behind it and tokens for everybody."""

from __future__ import annotations

__all__ = ["run"]

import json
import secrets
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from pedschema.catalogue.load import load_catalogue
from pedschema.catalogue.personas import load_cast
from pedschema.cli.console import say
from pedschema.cli.development import connect, development_database
from pedschema.cli.parameters import Config, ContractFolder, Json
from pedschema.endpoint.available import require_endpoint
from pedschema.endpoint.listener import open_listener
from pedschema.endpoint.tenant import PLANS, Plan, Tenant
from pedschema.errors import Mistake, UsageError
from pedschema.platform import SUPERUSER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pedschema.model.catalogue import Catalogue
    from pedschema.model.persona import Cast

PORT = 54331
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
SECRET_BYTES = 48
MINIMUM_SECRET = 32


Database = Annotated[
    str | None,
    typer.Option(
        show_default=False,
        help="URL of a local database that has the platform, with its superuser; without one, a database is "
        "built for the run.",
    ),
]
Secret = Annotated[
    str | None,
    typer.Option(
        envvar="PEDSCHEMA_JWT_SECRET",
        show_default=False,
        help="Signs the tokens; a new one for each run by default.",
    ),
]
Keys = Annotated[
    Path | None, typer.Option(show_default=False, help="File of the public keys of another issuer of tokens.")
]
Port = Annotated[int, typer.Option(min=0, max=65535, help="TCP port on loopback; 0 for a free one.")]


def run(  # noqa: PLR0913 - a command has the options that it has
    contract: ContractFolder = Path("policies"),
    config: Config = Path("alembic.ini"),
    database: Database = None,
    plan: Annotated[Plan, typer.Option(help="Whose limits hold.")] = Plan.FREE,
    *,
    port: Port = PORT,
    secret: Secret = None,
    jwks: Keys = None,
    delays: Annotated[bool, typer.Option("--delays", help="Refuse as slowly as the server does.")] = False,
    private_only: Annotated[bool, typer.Option("--private-only", help="Refuse public channels.")] = False,
    as_json: Json = False,
) -> None:
    """Serve Realtime to unmodified clients on loopback, until interrupted; for development and CI only."""
    require_endpoint()
    from pedschema.cli.realtime import run_realtime  # noqa: PLC0415  the server is an extra

    cast = load_cast(contract)
    tenant = Tenant(
        _check_secret(secret),
        jwks=_load_keys(jwks) if jwks else (),
        limits=PLANS[plan],
        delays=delays,
        private_only=private_only,
    )
    say("for development and CI only: it listens on loopback, and production runs on the hosted service")
    with open_listener(port) as listener:
        # People alone get tokens for a database that is there; without topics there is no console.
        has_topics = database is None or (contract / "contract.toml").exists()
        catalogue = load_catalogue(contract) if has_topics else None
        with _database(database, catalogue, config, cast) as url:
            own = url if database else make_conninfo(url, user=SUPERUSER)
            shown = {} if database else {"database": url}
            run_realtime(tenant, own, listener, cast, catalogue, shown, as_json=as_json)
    say("stopped")


@contextmanager
def _database(url: str | None, catalogue: Catalogue | None, config: Path, cast: Cast) -> Iterator[str]:
    """Yield the URL that was given, or that of `postgres` in a database made for the run."""
    if url is not None:
        _check_local(url)
        connect(url).close()
        yield url
    elif catalogue is not None:
        with development_database(config, catalogue, cast) as built:
            yield built


def _check_secret(secret: str | None) -> str:
    if secret is None:
        return secrets.token_urlsafe(SECRET_BYTES)
    if len(secret.encode()) < MINIMUM_SECRET:
        what, fix = "the secret is too short", f"choose one of {MINIMUM_SECRET} bytes or more"
        raise UsageError(Mistake("--secret", what, fix, "secret-short"))
    return secret


def _load_keys(path: Path) -> list[Mapping[str, object]]:
    try:
        keys = json.loads(path.read_text(encoding="utf-8"))["keys"]
    except (OSError, ValueError, TypeError, KeyError):
        keys = None
    if not isinstance(keys, list) or not all(isinstance(key, dict) for key in keys):
        what = "the file holds no JSON Web Key Set"
        fix = 'write {"keys": […]}, as an issuer publishes it at /.well-known/jwks.json'
        raise UsageError(Mistake(str(path), what, fix, "jwks-wrong"))
    return keys


def _check_local(url: str) -> None:
    try:
        host = str(conninfo_to_dict(url).get("host", ""))
    except ProgrammingError:
        # The library's text repeats the URL, password and all; `connect` says what is wrong with it.
        return
    if host not in LOOPBACK and not host.startswith("/"):
        what = f'the database is on "{host}", and the endpoint makes a replication slot in it'
        raise UsageError(Mistake("--database", what, "name a database on this machine", "database-not-local"))
