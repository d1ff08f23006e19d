"""Alembic from a program: what `alembic upgrade` and its kin do, with errors as values of ours."""

from __future__ import annotations

__all__ = ["read_folded", "read_live_lock", "run_downgrade", "run_upgrade"]

from contextlib import contextmanager
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config

from pedschema.errors import ContractError, Mistake, UsageError
from pedschema.introspect import read_lock
from pedschema.ops.configuration import load_configuration, load_url
from pedschema.ops.failure import readable
from pedschema.ops.fold import read_fold
from pedschema.ops.session import run_connected

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
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
    with _readable(ini):
        command.upgrade(config, revision)


def run_downgrade(ini: Path, url: str, revision: str) -> None:
    """Take revisions back in the database at `url` until it is at `revision`, or at `base`.

    Raises:
        PedschemaError: the settings, the contract or the database do not allow it, or Alembic refuses.
    """
    config = _load(ini)
    config.attributes["url"] = url
    with _readable(ini):
        command.downgrade(config, revision)


def read_folded(ini: Path) -> tuple[Owned, ...]:
    """Return every owned object as the migrations that `ini` configures leave it; no database is asked.

    Raises:
        ContractError: the revisions contradict each other.
        UsageError: there is no such configuration.
    """
    config = _load(ini)
    with _readable(ini):
        return read_fold(config)


def read_live_lock(ini: Path, url: str, schemas: Sequence[str]) -> SchemaLock:
    """Return the tables of `schemas` in the database at `url`; it is only read.

    Raises:
        DatabaseError: the database cannot be reached or read.
    """
    config = _load(ini)
    config.attributes["url"] = url
    with run_connected(load_configuration(config), load_url(config)) as connection, connection.begin():
        return read_lock(connection, schemas)


@contextmanager
def _readable(ini: Path) -> Iterator[None]:
    """Turn what Alembic and Python say of a folder of revisions into an error of ours."""
    try:
        with readable(str(ini)):
            yield
    except (KeyError, OSError) as error:
        what = f"the revisions do not fit together: {error}"
        fix = "correct the migrations: `alembic history` and `alembic heads` show them"
        raise ContractError(Mistake(str(ini), what, fix, "migrations-unreadable")) from error


def _load(ini: Path) -> Config:
    if not ini.is_file():
        what = "there is no such configuration of Alembic"
        raise UsageError(Mistake(str(ini), what, "name it with --config", "alembic-ini-missing"))
    return Config(str(ini))
