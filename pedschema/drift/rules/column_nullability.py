"""A column of the app may be NULL and might not before, or the other way round.

Clients were built from the other case: they meet a null that their types exclude, or guard against one that
does not come.

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
    "DRF047",
    Severity.WARNING,
    good=("alter table public.rooms add constraint remarked check (remark is not null);",),
    bad=(
        "alter table public.rooms alter column title drop not null;",
        "alter table public.rooms alter column remark set not null;",
    ),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield columns whose NOT NULL differs."""
    for change in drift.tables.changed:
        for old, new in change.kept:
            if old.nullable != new.nullable:
                what = f'column "{new.name}" {"may be NULL now" if new.nullable else "is NOT NULL now"}'
                yield table_hit(drift, change.expected.name, what, REFRESH, column=new.name)
