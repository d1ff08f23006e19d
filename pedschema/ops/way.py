"""The way from where a database is to a revision: up, or back down."""

from __future__ import annotations

__all__ = ["Way", "find_way"]

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alembic.runtime.migration import RevisionStep
    from alembic.script import ScriptDirectory

_BACK = re.compile(r"-\d+$")


@dataclass(frozen=True, slots=True)
class Way:
    """The revisions between a database and a target.

    Attributes:
        is_back: whether it is `alembic downgrade` that goes it.
        is_end: whether no revision is left behind it.
        steps: in running order.
    """

    is_back: bool
    is_end: bool
    steps: tuple[RevisionStep, ...]


def find_way(scripts: ScriptDirectory, heads: tuple[str, ...], target: str) -> Way:
    """Return the way from `heads` to `target`, as Alembic's own command would go it.

    It leads back to `base`, to `-1` and the like, and to a revision that the database has left behind.

    Raises:
        CommandError: there is no such revision, or no way to it.
    """
    if not _leads_back(scripts, heads, target):
        # What `alembic upgrade` itself asks for.
        steps = scripts._upgrade_revs(target, heads)  # type: ignore[arg-type]  # noqa: SLF001
        return Way(is_back=False, is_end=False, steps=tuple(steps))
    steps = scripts._downgrade_revs(target, heads)  # type: ignore[arg-type]  # noqa: SLF001
    undone = {script.revision for step in steps if (script := step.revision)}
    return Way(is_back=True, is_end=undone == _read_applied(scripts, heads), steps=tuple(steps))


def _leads_back(scripts: ScriptDirectory, heads: tuple[str, ...], target: str) -> bool:
    name = target.rpartition("@")[2]
    if not heads or name in {"head", "heads"} or "+" in name:
        return False
    if name == "base" or _BACK.search(name):
        return True
    found = scripts.get_revision(target)
    return found is not None and found.revision in _read_applied(scripts, heads) - {*heads}


def _read_applied(scripts: ScriptDirectory, heads: tuple[str, ...]) -> set[str]:
    return {script.revision for script in scripts.iterate_revisions(heads, "base")}
