"""A run as it would go, statement by statement: the database is read, and nothing is sent that acts."""

from __future__ import annotations

__all__ = ["read_rehearsal"]

from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alembic.operations import Operations
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, ResourceClosedError

from pedschema.errors import DatabaseError, Mistake
from pedschema.ops.configuration import load_configuration, load_url
from pedschema.ops.env import _VERSION_TABLE, _configure
from pedschema.ops.handover import create_bookkeeping, describe_end, drop_bookkeeping, read_notes
from pedschema.ops.rehearsal import Rehearsal, RevisionRun
from pedschema.ops.run import REHEARSAL
from pedschema.ops.session import run_connected
from pedschema.ops.turn import run_patiently
from pedschema.ops.upgrade import _load, _readable
from pedschema.ops.way import find_way

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alembic.config import Config
    from alembic.runtime.migration import RevisionStep
    from sqlalchemy import Connection

    from pedschema.ops.configuration import Configuration

_WRITES = "25006"


def read_rehearsal(ini: Path, url: str, revision: str = "head") -> Rehearsal:
    """Return what the way of the database at `url` to `revision` would send, by a run without sending.

    It is an upgrade, or a downgrade if the database has left the revision behind. Revisions run as in that
    run, and read the database in read-only transactions; every statement that
    acts is taken out on its way to the driver. A lock on the catalog is waited for as that run waits.

    Raises:
        PedschemaError: the settings, the contract or the database do not allow the run, Alembic or a
            step refuses, or a revision asks for the rows of a statement that acts.
    """
    config = _load(ini)
    config.attributes["url"] = url
    with _readable(ini):
        configuration = load_configuration(config)
        with run_connected(configuration, load_url(config)) as connection:
            _forbid_writing(connection)
            made: list[Rehearsal] = []

            def rehearse() -> None:
                made.append(_rehearse(config, configuration, connection, revision))

            run_patiently(connection, rehearse, configuration.patience)
            return made[-1]


def _rehearse(
    config: Config, configuration: Configuration, connection: Connection, revision: str
) -> Rehearsal:
    rehearsal = Rehearsal()
    scripts = ScriptDirectory.from_config(config)

    def go(heads: tuple[str, ...], _: object) -> Iterator[RevisionStep]:
        way = find_way(scripts, heads, revision)
        rehearsal.heads, rehearsal.is_downgrade, rehearsal.is_end = heads, way.is_back, way.is_end
        for step in way.steps:
            script = step.revision
            rehearsal.revisions.append(RevisionRun(script.revision, Path(script.path), script.doc))
            yield step

    with (
        _taking(connection, rehearsal),
        EnvironmentContext(config, scripts, fn=go, destination_rev=revision) as context,
    ):
        _configure(context, configuration, connection=connection)
        migrations = context.get_context()
        migrations.opts[REHEARSAL] = rehearsal
        rehearsal.expect_schema(connection, configuration.schema)
        rehearsal.notes = read_notes(connection, configuration.schema)
        rehearsal.take(create_bookkeeping(configuration.schema))
        with Operations.context(migrations) as operations, _readable_refusal():
            vars(operations)["invoke"] = partial(rehearsal.run, invoke=operations.invoke)
            migrations.run_migrations()
        does = describe_end(configuration.schema, _VERSION_TABLE) if rehearsal.is_end else ()
        rehearsal.take(drop_bookkeeping(configuration.schema, _VERSION_TABLE), does)
    return rehearsal


@contextmanager
def _taking(connection: Connection, rehearsal: Rehearsal) -> Iterator[None]:
    """Take every statement that acts out of what SQLAlchemy hands to the driver."""
    dialect: Any = connection.dialect

    def raw(_: object, sql: str, *__: object) -> bool:
        return rehearsal.take_raw(sql)

    def compiled(cursor: Any, sql: str, _: object, context: Any) -> bool:
        taken = rehearsal.take_compiled(sql)
        returning = getattr(context.compiled, "effective_returning", None) or ()
        if taken and returning:
            # SQLAlchemy reads what its INSERTs return; it gets no rows of as many columns.
            cursor.execute(f"SELECT {', '.join(['NULL'] * len(returning))} WHERE false")
        return taken

    # Statements that are not sent touch no row, which Alembic would take for a lost race.
    dialect.supports_sane_rowcount = False
    event.listen(connection.engine, "do_execute_no_params", raw)
    event.listen(connection.engine, "do_execute", compiled)
    try:
        yield
    finally:
        event.remove(connection.engine, "do_execute_no_params", raw)
        event.remove(connection.engine, "do_execute", compiled)


@contextmanager
def _readable_refusal() -> Iterator[None]:
    """Turn what a revision cannot do in a rehearsal into an error of ours."""
    try:
        yield
    except ResourceClosedError as error:
        what = "the revision uses the rows of a statement that acts, so it cannot be rehearsed"
        fix = "read the rows by a SELECT on `op.get_bind()`, or let SQL do the work"
        raise DatabaseError(Mistake("migrations", what, fix, "rehearsal-rows")) from error
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", "") != _WRITES:
            raise
        what = "the revision writes by a SELECT on `op.get_bind()`, so it cannot be rehearsed"
        fix = "run that statement by `op.execute`"
        raise DatabaseError(Mistake("migrations", what, fix, "rehearsal-writes")) from error


def _forbid_writing(connection: Connection) -> None:
    """Let every connection of the engine read only, also where a revision goes past SQLAlchemy.

    What commits by itself would stand outside of a transaction that says so: it is rehearsed inside of one.
    """

    def make_reading(driver: Any, _: object = None) -> None:
        driver.read_only = True

    make_reading(connection.connection.driver_connection)
    event.listen(connection.engine, "connect", make_reading)
    dialect: Any = connection.dialect
    dialect.set_isolation_level = lambda *_: None
