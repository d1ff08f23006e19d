"""A table of the app has another name.

Its triggers went along and still tell the old name in their messages; functions that ask for the old name
fail, and the next upgrade finds no table for its triggers.

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
    "DRF042",
    Severity.ERROR,
    good=("alter table public.members rename to m; alter table public.m rename to members;",),
    bad=(
        "alter table public.members rename to people;",
        "alter table public.messages rename to posts;",
    ),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield tables whose columns stand under another name."""
    for old, new in drift.tables.renamed:
        yield table_hit(drift, old.name, f'it is now called "{new.name}"', REFRESH)
