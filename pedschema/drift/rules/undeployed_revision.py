"""The database has not got all revisions.

What was reviewed and merged is not what runs: clients built from the contract wait for topics and events
that this database does not have yet.

Instead: upgrade it.

    alembic upgrade head
"""

from __future__ import annotations

__all__ = ["check"]


from typing import TYPE_CHECKING

from pedschema.drift.hit import Hit
from pedschema.findings import Place, Severity
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.drift.subject import Drift


@rule(
    "DRF017",
    Severity.WARNING,
    good=("update rooms.alembic_version set version_num = 'last';",),
    bad=("update rooms.alembic_version set version_num = 'reviewed';",),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield one hit that names the revisions on the way to the head."""
    if drift.pending:
        names = ", ".join(f'"{each.revision}"' for each in drift.pending)
        at = drift.deployed.bookkeeping.revisions
        where = f'it is at "{at[0]}"' if at else "nothing is deployed"
        diff = "\n".join(f"+{each.revision}: {each.message}" for each in drift.pending)
        yield Hit(
            Place(object="database"), f"{where}, and {names} are to come", "run `alembic upgrade head`", diff
        )
