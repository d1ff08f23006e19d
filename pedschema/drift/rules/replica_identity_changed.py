"""The replica identity of a table of the app has changed.

It decides what postgres_changes and other subscribers get of the old row: less, and they cannot tell which
row is gone; more, and every write costs more and shows old values.

Instead: undo it in the app's migrations, or refresh the lock and adapt the contract.

    pedschema lock URL
"""

from __future__ import annotations

__all__ = ["check"]


from typing import TYPE_CHECKING

from pedschema.drift.hit import table_hit
from pedschema.findings import Severity
from pedschema.lint.rule import rule
from pedschema.sql.quoting import qualified

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.drift.hit import Hit
    from pedschema.drift.subject import Drift


@rule(
    "DRF052",
    Severity.WARNING,
    good=(
        "alter table public.rooms replica identity full; alter table public.rooms replica identity default;",
    ),
    bad=(
        "alter table public.rooms replica identity full;",
        "alter table public.members replica identity nothing;",
        "alter table public.rooms replica identity using index rooms_pkey;",
    ),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield tables whose replica identity differs."""
    for change in drift.tables.changed:
        before, after = change.expected.replica_identity, change.actual.replica_identity
        if before != after:
            table = change.expected.name
            form = "using index, by its name" if before == "index" else before
            fix = f"alter table {qualified(table)} replica identity {form}"
            yield table_hit(drift, table, f"its replica identity is {after}, not {before}", fix)
