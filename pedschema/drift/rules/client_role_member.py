"""A role that clients have is a member of another role.

The policies and grants of the other role hold for its clients as well: a guest who is a member of
`authenticated` joins what was opened to people with an account. No policy shows it.

Instead: take the membership back.

    revoke authenticated from anon;
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
    "DRF036",
    Severity.ERROR,
    good=("create role reports; grant anon to reports; grant reports to authenticator;",),
    bad=(
        "grant authenticated to anon;",
        "create role reports; grant reports to authenticated;",
    ),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield memberships of the roles of clients; the platform gives them none."""
    for role, member in drift.deployed.server.memberships:
        what = f'it is a member of "{role}", whose policies and grants hold for its clients'
        fix = f"revoke {identifier(role)} from {identifier(member)}"
        yield Hit(Place(object=f"role {member}"), what, fix, owners=(drift.catalogue.contract.role,))
