"""A table of the app has another primary key, unique key or foreign key.

Statement triggers pair old and new rows by the primary key, clients merge records by it; a foreign key
decides what goes along with a parent, and so what is told of it.

Instead: undo it in the app's migrations, or refresh the lock and adapt the contract.

    pedschema lock URL
"""

from __future__ import annotations

__all__ = ["check"]


from typing import TYPE_CHECKING

from pedschema.drift.hit import table_hit
from pedschema.drift.tables import REFRESH
from pedschema.findings import Severity
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pedschema.drift.hit import Hit
    from pedschema.drift.subject import Drift
    from pedschema.model.table import Table


def _keys(table: Table, names: Mapping[str, str]) -> set[tuple[str, tuple[str, ...]]]:
    """Return the primary key and the unique keys, their columns under the names that they have now."""
    keys = [("primary key", table.primary_key), *(("unique", columns) for columns in table.unique)]
    return {(kind, tuple(names.get(name, name) for name in columns)) for kind, columns in keys if columns}


@rule(
    "DRF048",
    Severity.WARNING,
    good=(
        "create index on public.messages (room_id);",
        "alter table public.rooms rename constraint rooms_slug_key to slugs;",
        "alter table public.rooms drop constraint rooms_slug_key, add unique (slug);",
    ),
    bad=(
        "alter table public.rooms drop constraint rooms_slug_key;",
        "alter table public.members add unique (user_id);",
        "alter table public.members drop constraint members_pkey;",
        "alter table public.messages drop constraint messages_room_id_fkey;",
        """
        alter table public.messages drop constraint messages_room_id_fkey;
        alter table public.messages add foreign key (room_id) references public.rooms;
        """,
    ),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield tables whose keys differ, apart from what follows from columns that are gone or renamed."""
    for change in drift.tables.changed:
        expected, actual = change.expected, change.actual
        names = {old.name: new.name for old, new in change.renamed}
        gone = {column.name for column in change.removed}
        before, after = _keys(expected, names), _keys(actual, {})
        lost = sorted(key for key in before - after if gone.isdisjoint(key[1]))
        told = [f"{kind} ({', '.join(columns)}) is gone" for kind, columns in lost]
        told += [f"{kind} ({', '.join(columns)}) is new" for kind, columns in sorted(after - before)]
        told += [f'"{key}" is gone' for key in change.lost_keys]
        told += [f'"{key}" is new' for key in change.new_keys]
        if told:
            yield table_hit(drift, expected.name, "; ".join(told), REFRESH)
