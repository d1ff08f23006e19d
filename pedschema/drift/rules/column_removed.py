"""A column of the app is gone.

Trigger functions that put it into a record fail and tell nothing; clients that read it find no value.

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
    "DRF043",
    Severity.ERROR,
    good=("alter table public.rooms add column extra text; alter table public.rooms drop column extra;",),
    bad=(
        "alter table public.rooms drop column remark;",
        "alter table public.members drop column joined;",
        "alter table public.rooms drop column status;",
    ),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield columns of the lock that are not there."""
    for change in drift.tables.changed:
        for column in change.removed:
            what = f'column "{column.name}" ({column.type}) is gone'
            yield table_hit(drift, change.expected.name, what, REFRESH, column=column.name)
