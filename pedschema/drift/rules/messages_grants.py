"""A role of the contract's topics has lost a privilege on realtime.messages.

Every join or broadcast of that role is refused before any policy is asked: the server reads and writes the
table as that role.

Instead: let the platform's support, or the table's owner, grant it again.

    grant select, insert on realtime.messages to authenticated;
"""

from __future__ import annotations

__all__ = ["check"]


from typing import TYPE_CHECKING

from pedschema.drift.hit import Hit
from pedschema.findings import Place, Severity
from pedschema.lint.live_query import CLIENT_ROLES
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.drift.subject import Drift


@rule(
    "DRF021",
    Severity.ERROR,
    good=(
        "revoke select on realtime.messages from anon;",
        "revoke update on realtime.messages from authenticated;",
    ),
    bad=(
        "revoke select on realtime.messages from authenticated;",
        "revoke insert on realtime.messages from authenticated;",
    ),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield roles that topics name and that may not select or insert."""
    for role in drift.catalogue.roles:
        for privilege in ("SELECT", "INSERT") if role in CLIENT_ROLES else ():
            if f"{role} {privilege}" not in drift.deployed.server.grants:
                place = Place(object="table realtime.messages")
                fix = f"grant usage on schema realtime and {privilege.lower()} on realtime.messages to {role}"
                owners = (drift.deployed.server.owner,)
                yield Hit(place, f'role "{role}" has no {privilege}', fix, owners=owners)
