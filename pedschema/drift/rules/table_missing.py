"""A table of the app is gone.

Whatever publishes from it or asks it is gone as well or fails: its triggers went with it, and functions that
read it raise an error, which the server takes for a no.

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
    "DRF040",
    Severity.ERROR,
    good=("create table public.notes (id uuid); drop table public.notes;",),
    bad=(
        "drop table public.members;",
        "drop table public.messages;",
    ),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield tables of the lock that are not there."""
    for table in drift.tables.missing:
        yield table_hit(drift, table.name, "the lock has it, and it is gone", REFRESH)
