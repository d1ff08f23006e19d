"""A rule of PostgreSQL does something else than a write to a published table says.

Where it puts nothing, or another table, in the place of the write, no trigger of this table fires and no
message tells of the change, though the application believes that it has written.

Instead: drop the rule, and let a trigger or a view do what it was for.

    drop rule swallow on public.rooms;
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
    "DRF055",
    Severity.ERROR,
    good=(
        "create rule look as on update to public.rooms do also notify looked;",
        """
        create rule swallow as on delete to public.rooms do instead nothing;
        alter table public.rooms disable rule swallow;
        """,
    ),
    bad=(
        "create rule swallow as on delete to public.rooms do instead nothing;",
        """
        create rule keep as on update to public.rooms where old.status = 'archived'
            do instead insert into public.messages (id, room_id) values (new.id, new.id);
        """,
    ),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield rules that do something instead of a write to a table that feeds a topic."""
    catalogue = drift.catalogue
    tables = {publication.table for topic in catalogue.topics for publication in topic.publications}
    for table in sorted(tables & drift.deployed.tables.keys()):
        for name in drift.deployed.tables[table].rules:
            fix = f"drop rule {identifier(name)} on {qualified(table)}"
            yield table_hit(drift, table, f'the rule "{name}" does something else than a write says', fix)
