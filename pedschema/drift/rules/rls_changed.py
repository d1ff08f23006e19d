"""Row-level security of a table of the app was switched.

Switched off, everybody who has the public key reads and writes the table through the API, and the changes
that postgres_changes tells; switched on without policies, nobody does, and policies that ask the table as
the caller see no row.

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
    "DRF051",
    Severity.ERROR,
    good=(
        "alter table public.rooms force row level security;",
        "create policy mine on public.rooms using (true);",
    ),
    bad=("alter table public.rooms disable row level security;",),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield tables whose row-level security differs."""
    for change in drift.tables.changed:
        if change.expected.rls != change.actual.rls:
            table = change.expected.name
            verb = "enable" if change.expected.rls else "disable"
            fix = f"alter table {qualified(table)} {verb} row level security"
            state = "off" if change.expected.rls else "on"
            yield table_hit(drift, table, f"row-level security was switched {state}", fix)
