"""A column of the app has another name.

PostgreSQL renames it in triggers and policies of its own accord, and not in the bodies of functions: trigger
functions that name the old one fail and tell nothing.

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
    "DRF045",
    Severity.ERROR,
    good=("alter table public.rooms rename remark to note; alter table public.rooms rename note to remark;",),
    bad=(
        "alter table public.rooms rename remark to note;",
        "alter table public.members rename user_id to person;",
        "alter table public.rooms rename id to key;",
    ),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield columns whose place and type stand under another name."""
    for change in drift.tables.changed:
        for old, new in change.renamed:
            what = f'column "{old.name}" is now called "{new.name}"'
            yield table_hit(drift, change.expected.name, what, REFRESH, column=new.name)
