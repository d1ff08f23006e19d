"""Which Alembic command is under way."""

from __future__ import annotations

__all__ = ["read_command"]

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alembic.runtime.migration import MigrationContext


def read_command(context: MigrationContext) -> str:
    """Return the command's name, such as `upgrade` or `check`; empty outside of commands.

    Alembic hands each environment a function that the command's own function has made, be it called from
    the command line or from a program. Its qualified name is the only thing that tells `check` from
    `revision --autogenerate` (Alembic 1.20).
    """
    work = context.opts.get("fn")
    return str(getattr(work, "__qualname__", "")).partition(".")[0]
