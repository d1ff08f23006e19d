"""A publication holds another part of a table of the app than before.

Clients that listen to it by postgres_changes hear of other columns, rows, operations or partitions, and
nothing tells them: what they show goes stale, or they get what they did not get before.

Instead: undo it in the app's migrations, or refresh the lock and adapt the contract.

    pedschema lock URL
"""

from __future__ import annotations

__all__ = ["check"]


from typing import TYPE_CHECKING

from pedschema.drift.diff import render_diff
from pedschema.drift.hit import table_hit
from pedschema.drift.tables import REFRESH
from pedschema.findings import Severity
from pedschema.lint.rule import rule
from pedschema.syntax.tree import same_statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.drift.hit import Hit
    from pedschema.drift.subject import Drift
    from pedschema.model.table import Table

_ROWS = "rows "


@rule(
    "DRF058",
    Severity.WARNING,
    good=(
        "alter publication supabase_realtime set table public.members;",
        """
        create publication mine for table public.rooms (id) where (remark is not null);
        drop publication mine;
        """,
        """
        create schema other;
        create table other.notes (id uuid primary key, remark text);
        alter publication supabase_realtime add table other.notes (id);
        """,
    ),
    bad=(
        "alter publication supabase_realtime set table public.members (room_id, user_id);",
        "alter publication supabase_realtime set table public.members where (joined is not null);",
        "alter publication supabase_realtime set (publish = 'insert, update, truncate');",
    ),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield tables of which a publication holds another part than the lock says.

    Those that joined or left it are told by rules of their own.
    """
    for change in drift.tables.changed:
        joined_or_left = set(change.expected.publications) ^ set(change.actual.publications)
        limited = {name for table in (change.expected, change.actual) for name, _ in table.limits}
        for name in sorted(limited - joined_or_left):
            before, after = _limits(change.expected, name), _limits(change.actual, name)
            if not _is_same(before, after):
                what = f'the publication "{name}" holds another part of it'
                diff = render_diff("\n".join(before), "\n".join(after))
                yield table_hit(drift, change.expected.name, what, REFRESH, diff=diff)


def _limits(table: Table, name: str) -> list[str]:
    return sorted(limit for of, limit in table.limits if of == name)


def _is_same(before: list[str], after: list[str]) -> bool:
    """Return whether both are the same, also when servers write the same expression in two ways."""
    pairs = zip(before, after, strict=False)
    return len(before) == len(after) and all(
        one == other
        or (
            one.startswith(_ROWS)
            and same_statement(*(f"SELECT {each[len(_ROWS) :]}" for each in (one, other)))
        )
        for one, other in pairs
    )
