"""A table of the app joined a publication.

Its rows go to whoever subscribes: in `supabase_realtime` to clients, by policies of the table and not of the
contract, and a table that is told by broadcast as well is told twice.

Instead: undo it in the app's migrations, or refresh the lock and adapt the contract.

    pedschema lock URL
"""

from __future__ import annotations

__all__ = ["check"]


from typing import TYPE_CHECKING

from pedschema.drift.hit import table_hit
from pedschema.findings import Severity
from pedschema.lint.rule import rule
from pedschema.sql.quoting import identifier, qualified

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.drift.hit import Hit
    from pedschema.drift.subject import Drift


@rule(
    "DRF053",
    Severity.WARNING,
    good=(
        "create publication mine; drop publication mine;",
        """
        create schema other;
        create table other.notes (id uuid primary key);
        alter publication supabase_realtime add table other.notes;
        """,
    ),
    bad=(
        "alter publication supabase_realtime add table public.rooms;",
        "create publication mine for table public.rooms;",
    ),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield tables that are in a publication in which the lock does not have them."""
    for change in drift.tables.changed:
        for name in sorted(set(change.actual.publications) - set(change.expected.publications)):
            table = change.expected.name
            fix = f"alter publication {identifier(name)} drop table {qualified(table)}"
            yield table_hit(drift, table, f'it joined the publication "{name}"', fix)
