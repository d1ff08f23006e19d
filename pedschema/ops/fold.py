"""The migrations replayed without a database."""

from __future__ import annotations

__all__ = ["read_fold"]

import io
import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from pedschema.errors import ContractError, Mistake
from pedschema.introspect import describe
from pedschema.ops.run import RECORDER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alembic.config import Config
    from alembic.script import Script

    from pedschema.model.owned import Change, Identity, Owned

_State = dict[tuple["Identity", int], "Owned"]


def read_fold(migrations: Config | ScriptDirectory, revision: str = "head") -> tuple[Owned, ...]:
    """Return every owned object as it is once `revision` is applied to an empty database.

    Args:
        migrations: the configuration of Alembic, or its folder of revisions.
        revision: a revision's id, `head` or `base`.

    Raises:
        ContractError: a revision does not start from what the revisions before it leave. It may drop what
            none of them creates: something that somebody has made in the owned schema.
    """
    scripts = (
        migrations if isinstance(migrations, ScriptDirectory) else ScriptDirectory.from_config(migrations)
    )
    changes: list[Change] = []
    options = {"as_sql": True, "output_buffer": io.StringIO(), RECORDER: changes}
    with _quietly():
        context = MigrationContext.configure(dialect_name="postgresql", opts=options)
    state: _State = {}
    with Operations.context(context):
        for script in reversed(list(scripts.iterate_revisions(revision, "base"))):
            script.module.upgrade()
            for change in changes:
                _apply(state, change, script)
            changes.clear()
    return tuple(
        sorted(state.values(), key=lambda each: (each.identity.kind.rank, each.identity, each.version))
    )


@contextmanager
def _quietly() -> Iterator[None]:
    """Keep Alembic from announcing a script that nobody asked for."""
    logger = logging.getLogger("alembic.runtime.migration")
    level = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(level)


def _apply(state: _State, change: Change, script: Script) -> None:
    if change.before is not None:
        found = state.pop((change.identity, change.before.version), None)
        is_foreign = found is None and change.after is None
        if not is_foreign and found != change.before:
            raise _mistake(script, change, "does not start from what the revisions before it leave")
    if change.after is not None:
        key = (change.identity, change.after.version)
        if key in state:
            raise _mistake(script, change, "is created though a revision before has created it")
        state[key] = change.after


def _mistake(script: Script, change: Change, what: str) -> ContractError:
    fix = "delete the revision, upgrade, and run `alembic revision --autogenerate` again"
    return ContractError(
        Mistake(script.path, f"{describe(change.identity)} {what}", fix, "revision-out-of-order")
    )
