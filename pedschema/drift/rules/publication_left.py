"""A table of the app left a publication.

Clients that listen to it by postgres_changes hear nothing more, and nothing tells them.

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
    "DRF054",
    Severity.WARNING,
    good=(
        """
        alter publication supabase_realtime drop table public.members;
        alter publication supabase_realtime add table public.members;
        """,
    ),
    bad=("alter publication supabase_realtime drop table public.members;",),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield tables that are no longer in a publication of the lock."""
    for change in drift.tables.changed:
        for name in sorted(set(change.expected.publications) - set(change.actual.publications)):
            table = change.expected.name
            fix = f"alter publication {identifier(name)} add table {qualified(table)}"
            yield table_hit(drift, table, f'it left the publication "{name}"', fix)
