"""The app's schemas have a table that the lock does not know.

Nobody has decided whether clients learn of its changes: every table is published or listed as unpublished,
with a reason.

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
    from collections.abc import Iterator

    from pedschema.drift.hit import Hit
    from pedschema.drift.subject import Drift


@rule(
    "DRF041",
    Severity.WARNING,
    good=(
        "create schema other; create table other.notes (id uuid);",
        "create view public.notes as select id from public.rooms;",
        "create table public.notes (id uuid) partition by hash (id); drop table public.notes;",
    ),
    bad=("create table public.notes (id uuid primary key);",),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield tables that are new."""
    for table in drift.tables.added:
        yield table_hit(drift, table.name, "the lock does not know it", REFRESH)
