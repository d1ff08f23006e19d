"""The revisions of one run, each let in by its turn and told when it is done."""

from __future__ import annotations

__all__ = ["March"]

from functools import wraps
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from alembic.runtime.migration import MigrationContext, MigrationStep

    from pedschema.ops.progress import Progress

    Enter = Callable[[MigrationContext, Collection[str]], None]
    Plan = Callable[[tuple[str, ...], MigrationContext], Iterable[MigrationStep]]


class March:
    """What Alembic is given in place of its own list of revisions."""

    def __init__(self, plan: Plan, enter: Enter, progress: Progress) -> None:
        """Say what is run, and how.

        Args:
            plan: the list that the command has made: from the revisions applied to the steps to run.
            enter: called in each revision's transaction before its steps, with the revisions applied.
            progress: who is told.
        """
        self._plan = plan
        self._enter = enter
        self._progress = progress
        self._heads: Collection[str] = ()

    def plan(self) -> Plan:
        """Return the list, each of whose revisions starts by making sure that it is its turn."""

        # The name of the function says which command is under way.
        @wraps(self._plan)
        def steps(heads: tuple[str, ...], migrations: MigrationContext) -> Iterator[MigrationStep]:
            found = list(self._plan(heads, migrations))
            self._heads = heads
            self._progress.begin(found, heads)
            for step in found:
                self._guard(step, migrations)
                yield step

        return steps

    def note(self, *, heads: Collection[str], **_: Any) -> None:
        """Take the revisions after a step, which Alembic hands over before it commits."""
        self._heads = heads
        self._progress.tell_revision(heads)

    def _guard(self, step: MigrationStep, migrations: MigrationContext) -> None:
        run = step.migration_fn

        @wraps(run)
        def guarded(**words: Any) -> None:
            self._enter(migrations, self._heads)
            self._progress.begin_revision(_name(step))
            run(**words)

        step.migration_fn = guarded


def _name(step: MigrationStep) -> str:
    revision = getattr(step, "revision", None)
    if revision is None:
        return "stamp"
    doc = str(revision.doc or "").splitlines()
    return f"{revision.revision}: {doc[0]}" if doc else str(revision.revision)
