"""PostgreSQL's table-level lock modes, and which of them exclude each other."""

from __future__ import annotations

__all__ = ["LockMode"]

from enum import StrEnum


class LockMode(StrEnum):
    """A mode as LOCK TABLE names it, weakest first (PostgreSQL 15 to 18, "Explicit Locking")."""

    ACCESS_SHARE = "ACCESS SHARE"
    ROW_SHARE = "ROW SHARE"
    ROW_EXCLUSIVE = "ROW EXCLUSIVE"
    SHARE_UPDATE_EXCLUSIVE = "SHARE UPDATE EXCLUSIVE"
    SHARE = "SHARE"
    SHARE_ROW_EXCLUSIVE = "SHARE ROW EXCLUSIVE"
    EXCLUSIVE = "EXCLUSIVE"
    ACCESS_EXCLUSIVE = "ACCESS EXCLUSIVE"

    @property
    def rank(self) -> int:
        """Position from the weakest, 0, to the strongest, 7."""
        return list(LockMode).index(self)

    @property
    def stops(self) -> str:
        """Who has to wait while the lock is held: `readers and writers`, `writers`, or nobody."""
        if self.conflicts(LockMode.ACCESS_SHARE):
            return "readers and writers"
        return "writers" if self.conflicts(LockMode.ROW_EXCLUSIVE) else ""

    def conflicts(self, other: LockMode) -> bool:
        """Return whether two sessions cannot hold the two modes on one table at once."""
        return other in _CONFLICTS[self]

    @classmethod
    def parse(cls, catalog: str) -> LockMode:
        """Return the mode that `pg_locks.mode` calls `AccessShareLock`."""
        return _CATALOG[catalog]


_CATALOG = {f"{mode.title().replace(' ', '')}Lock": mode for mode in LockMode}
_WEAKEST_EXCLUDED = {
    LockMode.ACCESS_SHARE: LockMode.ACCESS_EXCLUSIVE,
    LockMode.ROW_SHARE: LockMode.EXCLUSIVE,
    LockMode.ROW_EXCLUSIVE: LockMode.SHARE,
    LockMode.SHARE_UPDATE_EXCLUSIVE: LockMode.SHARE_UPDATE_EXCLUSIVE,
    LockMode.SHARE: LockMode.ROW_EXCLUSIVE,
    LockMode.SHARE_ROW_EXCLUSIVE: LockMode.ROW_EXCLUSIVE,
    LockMode.EXCLUSIVE: LockMode.ROW_SHARE,
    LockMode.ACCESS_EXCLUSIVE: LockMode.ACCESS_SHARE,
}
"""Every mode excludes this one and all that are stronger; SHARE alone bears with itself."""

_CONFLICTS = {
    mode: frozenset(
        other for other in LockMode if other.rank >= weakest.rank and not (mode is other is LockMode.SHARE)
    )
    for mode, weakest in _WEAKEST_EXCLUDED.items()
}
