"""PostgreSQL has another major version than when the lock was written.

Planner, privileges and the way expressions are written change with it: what was measured and reviewed was
on the other one.

Instead: run the tests against that version, and refresh the lock.

    pedschema lock URL
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
    "DRF030",
    Severity.INFO,
    good=('{"server": 0}',),
    bad=('{"server": 9}',),
    live=True,
    file="schema.lock",
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield the version when the lock knows another."""
    before, after = drift.catalogue.lock.server, drift.deployed.server.major
    if before and before != after:
        fix = "test against that version, and run `pedschema lock URL`"
        yield Hit(Place(object="server"), f"PostgreSQL is {after}, it was {before}", fix)
