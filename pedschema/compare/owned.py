"""What has to change so that owned objects exist as they are declared."""

from __future__ import annotations

__all__ = ["compare_owned", "compare_sources"]

from typing import TYPE_CHECKING

from pedschema.compare.order import sort_changes
from pedschema.model.owned import Change, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pedschema.model.owned import Owned

_REWRITTEN = (Kind.RULE, Kind.POLICY)


def compare_owned(declared: Sequence[Owned], existing: Sequence[Owned]) -> tuple[Change, ...]:
    """Return the changes that lead from `existing` to `declared`, in the order in which they can run.

    Objects are the same when their canonical texts are. Each version of a trigger function counts as an
    object of its own: a new version is created before the triggers move to it, the old one dropped after.

    Args:
        declared: in the order of creation, with canonical texts.
        existing: as the database, or a replay of the migrations, has it.
    """
    return _compare(declared, existing, lambda one, other: one.canonical == other.canonical)


def compare_sources(
    declared: Sequence[Owned], folded: Sequence[Owned], same: Callable[[str, str], bool]
) -> tuple[Change, ...]:
    """Return what `compare_owned` would, judged by the SQL texts alone: no server is asked.

    Args:
        declared: in the order of creation.
        folded: a replay of the migrations.
        same: whether two statements differ in layout only; asked for rules and policies, which people
            write and format. All else is generated, and must be the same text.
    """

    def is_same(one: Owned, other: Owned) -> bool:
        if one.sql == other.sql:
            return True
        return (
            one.identity.kind in _REWRITTEN
            and len(one.sql) == len(other.sql)
            and all(a == b or same(a, b) for a, b in zip(one.sql, other.sql, strict=True))
        )

    return _compare(declared, folded, is_same)


def _compare(
    declared: Sequence[Owned], existing: Sequence[Owned], is_same: Callable[[Owned, Owned], bool]
) -> tuple[Change, ...]:
    wanted = {(each.identity, each.version): each for each in declared}
    present = {(each.identity, each.version): each for each in existing}
    changes = [
        *(Change(present.get(key), each) for key, each in wanted.items()),
        *(Change(each, None) for key, each in present.items() if key not in wanted),
    ]
    return sort_changes(
        change
        for change in changes
        if change.before is None or change.after is None or not is_same(change.before, change.after)
    )
