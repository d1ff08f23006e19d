"""Alembic from a program: what `alembic upgrade` does, with errors as values of ours."""

from __future__ import annotations

__all__ = ["read_folded", "read_live_lock", "run_upgrade"]

from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.util import CommandError

from pedschema.errors import DatabaseError, Mistake, PedschemaError, UsageError
from pedschema.introspect import read_lock
from pedschema.ops.configuration import load_configuration, load_url
from pedschema.ops.fold import read_fold
from pedschema.ops.session import run_connected

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pedschema.model.owned import Owned
    from pedschema.model.table import SchemaLock


def run_upgrade(ini: Path, url: str, revision: str = "head") -> None:
    """Upgrade the database at `url` with the migrations that `ini` configures.

    Raises:
        PedschemaError: the settings, the contract or the database do not allow it, or Alembic refuses.
    """
    config = _load(ini)
    config.attributes["url"] = url
    try:
        command.upgrade(config, revision)
    except CommandError as error:
        if isinstance(error.__cause__, PedschemaError):
            raise error.__cause__ from None
        fix = "look at `alembic history` and at the revision that the database is at"
        raise DatabaseError(Mistake(str(ini), str(error), fix, "alembic-refuses")) from error


def read_folded(ini: Path) -> tuple[Owned, ...]:
    """Return every owned object as the migrations that `ini` configures leave it; no database is asked.

    Raises:
        ContractError: the revisions contradict each other.
        UsageError: there is no such configuration.
    """
    return read_fold(_load(ini))


def read_live_lock(ini: Path, url: str, schemas: Sequence[str]) -> SchemaLock:
    """Return the tables of `schemas` in the database at `url`; it is only read.

    Raises:
        DatabaseError: the database cannot be reached or read.
    """
    config = _load(ini)
    config.attributes["url"] = url
    with run_connected(load_configuration(config), load_url(config)) as connection, connection.begin():
        return read_lock(connection, schemas)


def _load(ini: Path) -> Config:
    if not ini.is_file():
        what = "there is no such configuration of Alembic"
        raise UsageError(Mistake(str(ini), what, "name it with --config", "alembic-ini-missing"))
    return Config(str(ini))
