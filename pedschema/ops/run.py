"""How a step reaches the database, a script, or the replay of the migrations."""

from __future__ import annotations

__all__ = ["RECORDER", "REHEARSAL", "run_app_step", "run_step"]

import time
from contextlib import nullcontext
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from pedschema.introspect import describe, read_state, run_verbatim, without_state
from pedschema.model.owned import Kind
from pedschema.ops.failure import explain
from pedschema.ops.lock import LockTablesOp
from pedschema.ops.progress import PROGRESS
from pedschema.ops.standing import STANDING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alembic.operations import Operations

    from pedschema.ops.step import AppOp, OwnedOp

RECORDER = "pedschema_recorder"
"""Option of a migration context: a list that takes the changes instead of a database."""

REHEARSAL = "pedschema_rehearsal"
"""Option of a migration context: what knows the states that steps before this one would have left."""


def run_step(operations: Operations, step: OwnedOp) -> None:
    """Run one step of an owned object.

    Online, what the database has exactly as it shall be is left alone, so that no lock is taken for it. In
    a script, the database is taken to be as the revision before left it.

    Raises:
        DatabaseError: PostgreSQL refuses, or the object there belongs to somebody else.
    """
    context = operations.migration_context
    recorder = context.opts.get(RECORDER)
    if recorder is not None:
        recorder.append(step.change)
        return
    standing = context.opts.get(STANDING)
    with standing.step() if standing else nullcontext():
        _reach(operations, step)


def _reach(operations: Operations, step: OwnedOp) -> None:
    context, identity = operations.migration_context, step.change.identity
    live = step.change.before
    if not context.as_sql:
        known = context.opts.get(REHEARSAL) or context.opts.get(STANDING)
        read = known.read_state if known else read_state
        live = read(operations.get_bind(), identity, step.version)
        after = step.change.after
        if live and after and after.canonical and without_state(live.canonical) == after.canonical:
            return
        if live:
            step.check(live)
    table = identity.of if identity.kind in {Kind.TRIGGER, Kind.POLICY} else ""
    _run_statements(operations, step.statements(live), describe(identity), table=table)


def run_app_step(operations: Operations, step: AppOp) -> None:
    """Run one step that concerns the app's own objects; the replay of the migrations passes over it.

    Raises:
        DatabaseError: PostgreSQL refuses, or the app's objects are not as expected.
    """
    schema = operations.migration_context.version_table_schema
    table = step.where if isinstance(step, LockTablesOp) else ""
    _run_statements(operations, step.statements(str(schema)), step.where, table=table)


def _run_statements(
    operations: Operations, statements: Iterable[str], where: str, *, table: str = ""
) -> None:
    """Run statements as they stand, or write them into the script; `where` and `table` are for errors.

    Raises:
        DatabaseError: PostgreSQL refuses a statement.
    """
    context = operations.migration_context
    if context.as_sql:
        for sql in statements:
            # A comment at the end would swallow the semicolon.
            context.impl.static_output(f"{sql}\n;" if "--" in sql.rpartition("\n")[2] else f"{sql};")
        return
    start = time.monotonic()
    try:
        for sql in statements:
            run_verbatim(operations.get_bind(), sql)
    except DBAPIError as error:
        raise explain(error, where, table=table) from error
    progress = context.opts.get(PROGRESS)
    if progress is not None:
        progress.tell_step(where, time.monotonic() - start)
