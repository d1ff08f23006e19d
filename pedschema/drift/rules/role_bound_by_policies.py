"""Policies bind the contract's role, or it is gone.

Trigger functions run as that role: bound by the policies on realtime.messages it may insert nothing, every
message is lost and only a warning in the log tells.

Instead: let it bypass row-level security again.

    alter role postgres bypassrls;
"""

from __future__ import annotations

__all__ = ["check"]


from typing import TYPE_CHECKING

from pedschema.drift.hit import Hit
from pedschema.findings import Place, Severity
from pedschema.lint.rule import rule
from pedschema.sql.quoting import identifier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.drift.subject import Drift


@rule(
    "DRF026",
    Severity.ERROR,
    good=(
        "alter role authenticated nobypassrls;",
        "alter role postgres bypassrls;",
    ),
    bad=("alter role postgres nobypassrls;",),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield the role when it does not bypass row-level security."""
    role, bypasses = drift.catalogue.contract.role, drift.deployed.server.role_bypasses
    if not bypasses:
        what = "it does not exist" if bypasses is None else "it does not bypass row-level security"
        fix = f"alter role {identifier(role)} bypassrls, as a superuser"
        yield Hit(Place(object=f"role {role}"), what, fix, owners=(drift.deployed.server.owner,))
