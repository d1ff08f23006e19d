"""The database is at a revision that the migrations do not have.

Nobody can say what its objects should be, so they are not compared: it was deployed from another branch, or
its revision was written by hand.

Instead: check out the branch that has the revision, or stamp the database with the one that it is at.

    alembic history && alembic stamp head
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
    "DRF019",
    Severity.ERROR,
    good=("update rooms.alembic_version set version_num = 'last';",),
    bad=(
        "update rooms.alembic_version set version_num = 'elsewhere';",
        "insert into rooms.alembic_version values ('reviewed');",
    ),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield the revisions of the database that the folder does not have, or that stand there together."""
    for revision in drift.unknown:
        what = f'it is at "{revision}", which is not among the migrations'
        if len(drift.deployed.bookkeeping.revisions) > 1:
            what = f'it is at several revisions at once, "{revision}" among them'
        fix = "check out the branch that has it, or run `alembic stamp` with the revision that it is at"
        yield Hit(Place(object="database"), what, fix, owners=(drift.catalogue.contract.role,))
