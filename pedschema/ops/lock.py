"""All locks of a revision at its start, so that it never waits for one while it holds another."""

from __future__ import annotations

__all__ = ["LockTablesOp", "find_locks", "locks_first"]

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pedschema.model.names import QualifiedName
from pedschema.ops.render import render_literal
from pedschema.ops.step import AppOp
from pedschema.ops.trigger import TriggerOp
from pedschema.sql.quoting import qualified

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from alembic.autogenerate.api import AutogenContext
    from alembic.operations import Operations
    from alembic.operations.ops import MigrateOperation

CREATING = "SHARE ROW EXCLUSIVE"
DROPPING = "ACCESS EXCLUSIVE"
"""What CREATE TRIGGER and DROP TRIGGER take; the first lets readers pass (PostgreSQL 15 to 18)."""


@dataclass(frozen=True, eq=False)
class LockTablesOp(AppOp):
    """`op.lock_tables("public.rooms", …)`: what the revision's triggers stand on, locked at once.

    A revision that takes one lock after the other keeps meeting writers that take them the other way round.
    """

    tables: tuple[str, ...]
    mode: str = CREATING

    @property
    def where(self) -> str:  # type: ignore[override]
        """What errors call the step: the tables themselves, so that whoever holds one can be named."""
        return ", ".join(self.tables)

    @classmethod
    def lock_tables(cls, operations: Operations, *tables: str, mode: str = CREATING) -> None:
        """Lock the tables `schema.table` until the revision ends, in one statement.

        Args:
            operations: Alembic's door to the database.
            tables: names in the order in which the locks are taken.
            mode: as LOCK TABLE names it, `SHARE ROW EXCLUSIVE` or `ACCESS EXCLUSIVE`.

        Raises:
            ValueError: no such mode is among the two.
        """
        if mode not in {CREATING, DROPPING}:
            raise ValueError(mode)
        operations.invoke(cls(tables, mode))

    def statements(self, schema: str) -> tuple[str, ...]:  # noqa: ARG002 - the app's tables, not ours
        """Return the one statement that does it, online and in a script alike."""
        names = ", ".join(qualified(QualifiedName.parse(table)) for table in self.tables)
        return (f"LOCK TABLE {names} IN {self.mode} MODE",)

    def reverse(self) -> LockTablesOp:
        """Return the locks of the way back, which drops what the way forth creates."""
        return LockTablesOp(self.tables, DROPPING)

    def to_diff_tuple(self) -> tuple[str, ...]:
        """Return what `alembic check` prints for the step."""
        return ("lock_tables", *self.tables)

    def render(self, context: AutogenContext) -> str:
        """Return the directive as it stands in a revision."""
        prefix = context.opts["alembic_module_prefix"]
        lines = [f"    {render_literal(table)}," for table in self.tables]
        mode = [] if self.mode == CREATING else [f'    mode="{self.mode}",']
        return "\n".join([f"{prefix}lock_tables(", *lines, *mode, ")"])


def find_locks(steps: Iterable[MigrateOperation]) -> tuple[LockTablesOp, ...]:
    """Return the step that takes every lock that `steps` need on the app's tables; none if they need none."""
    triggers = [step for step in steps if isinstance(step, TriggerOp)]
    tables = sorted({step.change.identity.of for step in triggers})
    drops = any(step.change.after is None for step in triggers)
    return (LockTablesOp(tuple(tables), DROPPING if drops else CREATING),) if tables else ()


def locks_first(steps: Sequence[MigrateOperation]) -> list[MigrateOperation]:
    """Return the steps with those that lock in front: a way back is a way forth turned round."""
    return sorted(steps, key=lambda step: not isinstance(step, LockTablesOp))
