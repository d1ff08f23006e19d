"""How far a run is, told while it goes on."""

from __future__ import annotations

__all__ = ["PROGRESS", "Progress"]

import logging
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from alembic.runtime.migration import MigrationStep

PROGRESS = "pedschema_progress"
"""Option of a migration context: the `Progress` of the run."""

_SLOW_SECONDS = 1.0
_log = logging.getLogger("pedschema")


class Progress:
    """Lines about one run: each revision, slow steps, waits, and what came out.

    They go to the logger `pedschema` at level INFO, which alembic.ini shows and a program does not. They
    name objects, processes and times, and repeat no statement and no value.
    """

    def __init__(self, command: str, *, is_detailed: bool = False) -> None:
        """Start the clock.

        Args:
            command: what is under way, such as `upgrade`.
            is_detailed: tell every step, not only those that take longer than a second.
        """
        self._command = command
        self._is_detailed = is_detailed
        self._start = self._revision_start = time.monotonic()
        self._name = ""
        self._total = self._left = self._steps = self._tries = 0
        self._heads: Collection[str] = ()

    def begin(self, steps: Sequence[MigrationStep], heads: Collection[str]) -> None:
        """Take the revisions that are to run from `heads` on; those of an earlier try stay counted."""
        self._left, self._heads = len(steps), heads
        self._total = max(self._total, len(steps))

    def begin_revision(self, name: str) -> None:
        """Start the clock of the next revision."""
        self._name, self._revision_start, self._steps = name, time.monotonic(), 0

    def tell_step(self, where: str, seconds: float) -> None:
        """Tell that a step has run; `where` is what it was about."""
        self._steps += 1
        if self._is_detailed or seconds > _SLOW_SECONDS:
            _log.info("%s %s: %s (%.1f s)", self._place(), self._name, where, seconds)

    def tell_revision(self, heads: Collection[str]) -> None:
        """Tell that the revision has run, after which the database is at `heads`."""
        seconds = time.monotonic() - self._revision_start
        plural = "" if self._steps == 1 else "s"
        _log.info("%s %s (%d step%s, %.1f s)", self._place(), self._name, self._steps, plural, seconds)
        self._left, self._heads = self._left - 1, heads

    def tell_wait(self, what: str, holders: str) -> None:
        """Tell that the run waits for something, and who holds it."""
        self._tries += 1
        seconds = time.monotonic() - self._start
        _log.info("waiting for %s, held by %s (try %d, %.1f s)", what, holders, self._tries, seconds)

    def tell_end(self, *, is_complete: bool) -> None:
        """Tell what was done and where the database is now; nothing when no revision was on its way."""
        done, seconds = self._total - self._left, time.monotonic() - self._start
        at = _spell(self._heads)
        if is_complete and not self._total:
            _log.info("%s: nothing to do, the database is at %s", self._command, at)
            return
        if not self._total:
            return
        state = "complete" if is_complete else "stopped"
        tries = f", waited {self._tries} times" if self._tries else ""
        _log.info(
            "%s %s: %d of %d revisions in %.1f s%s, the database is at %s",
            self._command, state, done, self._total, seconds, tries, at,
        )  # fmt: skip

    def _place(self) -> str:
        return f"{self._total - self._left + 1}/{self._total}"


def _spell(heads: Iterable[str]) -> str:
    return ", ".join(f'"{head}"' for head in sorted(heads)) or "no revision"
