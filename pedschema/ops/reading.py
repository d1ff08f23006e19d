"""What a check of a deployed database reads: the database itself, and the migrations to compare it with."""

from __future__ import annotations

__all__ = ["Migrations", "Pending", "Reading", "find_driver", "load_migrations", "run_reading"]

from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any

import psycopg
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from pedschema.errors import ContractError, DatabaseError, Mistake, UsageError
from pedschema.introspect import refusal
from pedschema.ops.configuration import load_configuration, load_url
from pedschema.ops.failure import readable
from pedschema.ops.fold import read_fold

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pedschema.model.owned import Owned
    from pedschema.ops.configuration import Configuration

Reading = Connection
"""A connection in the transaction that `run_reading` opens, for layers that do not know SQLAlchemy."""

_CONNECT_SECONDS = 10
_LOCK_REFUSED = "55P03"
_SETTINGS = """
SET LOCAL search_path = '';
SET LOCAL lock_timeout = '5s';
SET LOCAL statement_timeout = '60s';
SET LOCAL jit = off
"""
"""Of some hundred tables, PostgreSQL would compile the queries for longer than they run."""


@contextmanager
def run_reading(url: str) -> Iterator[Reading]:
    """Yield a connection in one read-only transaction that sees one moment, search_path empty.

    Any login will do, on a primary or on a replica. The transaction takes no lock but ACCESS SHARE and is
    rolled back at the end.

    Raises:
        DatabaseError: nobody answers, or the database refuses something inside the block.
    """
    config = Config()
    config.attributes["url"] = url
    target = load_url(config)
    where = f"{target.host or 'localhost'}:{target.port or 5432}/{target.database or ''}"
    engine = create_engine(
        target,
        poolclass=NullPool,
        # The dialect would ask for what nobody needs here, one round trip each.
        use_native_hstore=False,
        connect_args={"application_name": "pedschema", "connect_timeout": _CONNECT_SECONDS},
    )
    options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    try:
        with engine.connect() as plain:
            connection = plain.execution_options(**options)
            connection.exec_driver_sql(_SETTINGS, execution_options={"no_parameters": True})
            yield connection
            connection.rollback()
    except (DBAPIError, psycopg.Error) as error:
        raise _describe(error, where) from error


def find_driver(connection: Reading) -> psycopg.Connection[Any]:
    """Return the connection of psycopg below, in the same transaction, for readers that speak to it."""
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError(driver)
    return driver


@dataclass(frozen=True, slots=True)
class Pending:
    """A revision that a database has not got yet."""

    revision: str
    message: str


@dataclass(frozen=True, slots=True)
class Migrations:
    """The revisions of a project; each state that they lead to is worked out once, whichever thread asks.

    Attributes:
        configuration: of the project.
    """

    configuration: Configuration
    _scripts: ScriptDirectory
    _turn: Lock = field(default_factory=Lock, repr=False, compare=False)
    _folds: dict[str, tuple[Owned, ...]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def head(self) -> str:
        """The last revision; empty where there is none."""
        return self._scripts.get_current_head() or ""

    def knows(self, revision: str) -> bool:
        """Return whether the folder holds a revision of exactly that id."""
        return any(script.revision == revision for script in self._scripts.walk_revisions())

    def fold(self, revision: str = "head") -> tuple[Owned, ...]:
        """Return every owned object as it is at a revision; nothing is there at `base`.

        Raises:
            ContractError: the revisions contradict each other.
        """
        key = self.head or "base" if revision == "head" else revision
        # Alembic replays in a place that all threads share.
        with self._turn:
            if key not in self._folds:
                self._folds[key] = () if key == "base" else read_fold(self._scripts, key)
            return self._folds[key]

    def find_pending(self, revision: str) -> tuple[Pending, ...]:
        """Return the revisions that lead from `revision`, or from `base`, to the head, in their order."""
        found = list(self._scripts.iterate_revisions("head", revision)) if self.head else []
        return tuple(Pending(script.revision, script.doc) for script in reversed(found))


def load_migrations(ini: Path) -> Migrations:
    """Return the migrations that `ini` configures, and replay them to their head.

    Raises:
        UsageError: there is no such configuration.
        ContractError: the revisions cannot be read, or contradict each other.
    """
    if not ini.is_file():
        what = "there is no such configuration of Alembic"
        raise UsageError(Mistake(str(ini), what, "name it with --config", "alembic-ini-missing"))
    config = Config(str(ini))
    try:
        with readable(str(ini)):
            migrations = Migrations(load_configuration(config), ScriptDirectory.from_config(config))
            migrations.fold()
    except OSError as error:
        fix = "correct the migrations: `alembic history` and `alembic heads` show them"
        raise ContractError(
            Mistake(str(ini), f"the revisions cannot be read: {error}", fix, "migrations-unreadable")
        ) from error
    return migrations


def _describe(error: DBAPIError | psycopg.Error, where: str) -> DatabaseError:
    original = error.orig if isinstance(error, DBAPIError) else error
    if getattr(original, "sqlstate", None) == _LOCK_REFUSED:
        what, fix = "a table is locked even against reading", "run this again once that transaction has ended"
        return DatabaseError(Mistake(where, what, fix, "drift-lock-taken"))
    if isinstance(error, DBAPIError) and getattr(original, "sqlstate", None):
        return refusal(error, where)
    reason = str(original).strip().splitlines()[0]
    what = f"the database cannot be reached: {reason}"
    return DatabaseError(Mistake(where, what, "start the server, or correct the URL", "database-unreachable"))
