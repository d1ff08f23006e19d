"""A table of the app has a column that the lock does not know.

It is told to nobody, since records carry the columns that the contract lists; whether clients need it nobody
has decided.

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
    "DRF044",
    Severity.INFO,
    good=("alter table public.rooms alter column remark set default 'none';",),
    bad=("alter table public.rooms add column extra text;",),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield columns that are new."""
    for change in drift.tables.changed:
        for column in change.added:
            what = f'column "{column.name}" ({column.type}) is new'
            yield table_hit(drift, change.expected.name, what, REFRESH, column=column.name)
