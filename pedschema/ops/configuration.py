"""What an Alembic run needs to know: from alembic.ini, the environment and the contract's first file."""

from __future__ import annotations

__all__ = ["URL_VARIABLE", "Configuration", "load_configuration", "load_url"]

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from pedschema.errors import ContractError, DatabaseError, Mistake, UsageError

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import URL

URL_VARIABLE = "PEDSCHEMA_DATABASE_URL"
_DRIVER = "postgresql+psycopg"
_GIVEN = "database"


@dataclass(frozen=True, slots=True)
class Configuration:
    """The settings of one run.

    Attributes:
        folder: the contract's folder.
        schema: the owned schema, which holds Alembic's version table as well.
        role: the role that owns everything and runs policy statements.
        lock_timeout: the longest that one statement waits for a lock, as PostgreSQL writes times.
        statement_timeout: the longest that one statement runs, as PostgreSQL writes times.
        patience: seconds in which a revision that found a lock taken is tried again, and in which another
            run may end before this one gives up.
    """

    folder: Path
    schema: str
    role: str
    lock_timeout: str = "200ms"
    statement_timeout: str = "60s"
    patience: float = 60.0


def load_configuration(config: Config) -> Configuration:
    """Return the settings under `pedschema_…` in alembic.ini, with schema and role out of contract.toml.

    Raises:
        UsageError: alembic.ini names no contract folder, or a number is none.
        ContractError: contract.toml is missing or names no schema.
    """
    ini = Path(config.config_file_name or "alembic.ini")
    named = config.get_main_option("pedschema_contract")
    if not named:
        what = 'no "pedschema_contract" names the folder of the contract'
        raise UsageError(
            Mistake(
                str(ini), what, "set `pedschema_contract = policies` under [alembic]", "alembic-no-contract"
            )
        )
    folder = ini.absolute().parent / named
    schema, role = _load_contract(folder / "contract.toml")
    options = {
        name: value
        for name in ("lock_timeout", "statement_timeout")
        if (value := config.get_main_option(f"pedschema_{name}"))
    }
    patience = config.get_main_option("pedschema_patience") or "60"
    try:
        return Configuration(folder, schema, role, **options, patience=float(patience))
    except ValueError:
        what = f'"pedschema_patience" is "{patience}", which is no number'
        raise UsageError(Mistake(str(ini), what, "give a number of seconds", "alembic-patience")) from None


def load_url(config: Config) -> URL:
    """Return the database to work on.

    The first of these counts: `config.attributes["url"]`, which programs set; the variable
    PEDSCHEMA_DATABASE_URL; `sqlalchemy.url` in alembic.ini. The driver is psycopg in any case.

    Raises:
        DatabaseError: there is none, or it is no URL of a PostgreSQL database. It is never repeated in the
            message, since it may hold a password.
    """
    places = {
        _GIVEN: config.attributes.get("url"),
        URL_VARIABLE: os.environ.get(URL_VARIABLE),
        "sqlalchemy.url": config.get_main_option("sqlalchemy.url"),
    }
    where, text = next(((place, text) for place, text in places.items() if text), ("", ""))
    if not text:
        raise DatabaseError(
            Mistake(
                URL_VARIABLE,
                "no database is named",
                f"set {URL_VARIABLE}=postgresql://user@host/database",
                "database-url-missing",
            )
        )
    return _parse_url(text, where).set(drivername=_DRIVER)


def _parse_url(text: str, where: str) -> URL:
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        url = None
    if url is None or url.get_backend_name() not in {"postgresql", "postgres"}:
        what = "the database's URL is not one of PostgreSQL"
        fix = "write it as postgresql://user@host:5432/database"
        raise DatabaseError(Mistake(where, what, fix, "database-url-wrong"))
    if "@" in f"{url.host}{url.database}":
        # What follows the sign is a part of the password, and errors name host and database.
        what = "the database's URL holds a password whose signs end it"
        fix = "write @ as %40, / as %2F, : as %3A, ? as %3F and # as %23 in the password"
        raise DatabaseError(Mistake(where, what, fix, "database-url-wrong"))
    return url


def _load_contract(path: Path) -> tuple[str, str]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        schema, role = data["schema"], data.get("role", "postgres")
    except (OSError, ValueError, KeyError) as error:
        reason = 'it names no "schema"' if isinstance(error, KeyError) else str(error)
        raise ContractError(
            Mistake(
                str(path),
                f"the contract cannot be read: {reason}",
                "point `pedschema_contract` in alembic.ini at the folder with contract.toml",
                "contract-unreadable",
            )
        ) from None
    if not (isinstance(schema, str) and isinstance(role, str)):
        what = '"schema" and "role" are no texts'
        raise ContractError(Mistake(str(path), what, "put both between double quotes", "contract-unreadable"))
    return schema, role
