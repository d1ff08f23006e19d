"""All that `migrations/env.py` does."""

from __future__ import annotations

__all__ = ["MigrationError", "run_migrations"]

import logging
import re
import sys
from contextlib import suppress
from functools import partial
from logging.config import fileConfig
from typing import TYPE_CHECKING, Any

from alembic.util import CommandError
from sqlalchemy import MetaData
from sqlalchemy.exc import DBAPIError

from pedschema.errors import DatabaseError, Mistake, PedschemaError
from pedschema.introspect import run_verbatim
from pedschema.ops.command import read_command
from pedschema.ops.configuration import load_configuration, load_url
from pedschema.ops.failure import readable
from pedschema.ops.handover import create_bookkeeping, drop_bookkeeping
from pedschema.ops.march import March
from pedschema.ops.preflight import check_platform
from pedschema.ops.progress import PROGRESS, Progress
from pedschema.ops.session import create_settings, run_connected
from pedschema.ops.split import split_policies
from pedschema.ops.standing import STANDING, Standing
from pedschema.ops.turn import check_heads, run_alone, run_patiently

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from alembic.runtime.environment import EnvironmentContext
    from alembic.runtime.migration import MigrationContext
    from sqlalchemy import Connection

    from pedschema.ops.configuration import Configuration
    from pedschema.ops.turn import Turn

_VERSION_TABLE = "alembic_version"
_RELATIVE = re.compile(r"[+-]\d+$")
_FAILED = 2
_CHANGING = {"upgrade", "downgrade", "stamp"}


class MigrationError(CommandError):
    """A run that could not be done, for a program that calls Alembic; its cause is the PedschemaError."""


def run_migrations(context: EnvironmentContext) -> None:
    """Run the Alembic command that is under way, online or as a script.

    Args:
        context: the module `alembic.context`, inside `migrations/env.py`.

    Raises:
        MigrationError: the settings, the contract or the database do not allow it.
        SystemExit: the same under Alembic's command line, whose own code for any failure is 255; the
            message is on stderr then, and the code is 2.
    """
    config = context.config
    try:
        with readable(str(config.config_file_name)):
            configuration = load_configuration(config)
            _set_logging(context)
            if context.is_offline_mode():
                _run_offline(context, configuration)
            else:
                with run_connected(configuration, load_url(config)) as connection:
                    _run_online(context, configuration, connection)
    except PedschemaError as error:
        if config.cmd_opts is None:
            raise MigrationError(str(error)) from error
        sys.stderr.write(f"{error}\n")
        raise SystemExit(_FAILED) from error


def _set_logging(context: EnvironmentContext) -> None:
    config = context.config
    if config.cmd_opts is None:
        return
    if config.config_file_name and "loggers" in config.file_config:
        fileConfig(config.config_file_name, disable_existing_loggers=False)
    # Its lines about revisions say less than ours.
    logging.getLogger("alembic.runtime.migration").setLevel(logging.WARNING)


def _run_online(context: EnvironmentContext, configuration: Configuration, connection: Connection) -> None:
    _configure(context, configuration, connection=connection)
    migrations = context.get_context()
    command = read_command(migrations)
    if command not in _CHANGING:
        # Alembic would create its version table even to look at it.
        migrations.opts["dont_mutate"] = True
        context.run_migrations()
        return
    is_watched = context.config.cmd_opts is not None and sys.stderr.isatty()
    progress = Progress(command, is_detailed=is_watched)
    with run_alone(connection, configuration.schema, configuration.patience, progress) as turn:
        march = March(migrations.opts["fn"], turn.enter_revision, progress)
        _configure(context, configuration, march, connection=connection)
        context.get_context().opts |= {PROGRESS: progress, STANDING: Standing(connection)}
        _run_kept(context, configuration, turn, progress)


def _run_kept(
    context: EnvironmentContext, configuration: Configuration, turn: Turn, progress: Progress
) -> None:
    """Run the revisions between the making of the bookkeeping and its end."""
    connection = context.get_bind()
    schema, patience = configuration.schema, configuration.patience
    make = partial(_run_committed, connection, create_bookkeeping(schema))
    tidy = partial(_run_committed, connection, drop_bookkeeping(schema, _VERSION_TABLE))
    try:
        run_patiently(connection, make, patience, progress)
        run_patiently(connection, _attempt(context, connection), patience, progress)
    except BaseException:
        progress.tell_end(is_complete=False)
        # What stopped the run is what people must hear of. The next run tidies up as well; whoever has the
        # turn may be that one already.
        if not connection.invalidated and turn.read_held():
            with suppress(DBAPIError):
                tidy()
        raise
    run_patiently(connection, tidy, patience, progress)
    progress.tell_end(is_complete=True)


def _attempt(context: EnvironmentContext, connection: Connection) -> Callable[[], None]:
    """Return the run as something that can be tried again.

    A target such as `+2` counts from where the database is, so it means something else once a part is done.
    """
    migrations = context.get_context()
    target = str(migrations.opts.get("destination_rev") or "")
    start = migrations.get_current_heads()
    connection.rollback()

    def attempt() -> None:
        heads = migrations.get_current_heads()
        connection.rollback()
        if heads != start and _RELATIVE.search(target):
            what = (
                f'a lock stopped the way to "{target}" after a part of it, at revision "{", ".join(heads)}"'
            )
            fix = "run this again with the id of the revision to reach"
            raise DatabaseError(Mistake("the database", what, fix, "target-relative"))
        context.run_migrations()

    return attempt


def _run_offline(context: EnvironmentContext, configuration: Configuration) -> None:
    schema, role = configuration.schema, configuration.role
    door: dict[str, Any] = {"dialect_name": "postgresql", "dialect_opts": {"paramstyle": "named"}}
    _configure(context, configuration, **door)
    migrations = context.get_context()

    def enter(running: MigrationContext, heads: Collection[str]) -> None:
        running.impl.static_output(f"{check_heads(schema, _VERSION_TABLE, heads)};")

    march = March(migrations.opts["fn"], enter, Progress(read_command(migrations)))
    _configure(context, configuration, march, **door)
    migrations = context.get_context()
    for sql in (
        create_settings(configuration, role, local=False),
        check_platform(),
        create_bookkeeping(schema),
    ):
        migrations.impl.static_output(f"{sql};")
    context.run_migrations()
    migrations.impl.static_output(f"{drop_bookkeeping(schema, _VERSION_TABLE)};")
    # The script may be one of many that share a session.
    for setting in ("statement_timeout", "lock_timeout", "search_path", "ROLE"):
        migrations.impl.static_output(f"RESET {setting};")


def _configure(
    context: EnvironmentContext, configuration: Configuration, march: March | None = None, **door: Any
) -> None:
    if march is not None:
        door |= {"fn": march.plan(), "on_version_apply": march.note}
    context.configure(
        target_metadata=MetaData(),
        autogenerate_plugins=["pedschema"],
        version_table=_VERSION_TABLE,
        version_table_schema=configuration.schema,
        transaction_per_migration=True,
        process_revision_directives=split_policies,
        **door,
    )


def _run_committed(connection: Connection, sql: str) -> None:
    connection.rollback()
    with connection.begin():
        run_verbatim(connection, sql)
