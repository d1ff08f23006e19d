"""The contract's role is a member of the role that owns realtime.messages.

It is an older project, or somebody granted it: whoever logs in as that role can switch row-level security
off, drop the table or change what the server's own functions do. Newer projects allow policies only.

Instead: take the membership back, or update the project's PostgreSQL.

    revoke supabase_realtime_admin from postgres;
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
    "DRF025",
    Severity.INFO,
    good=("grant supabase_realtime_admin to supabase_auth_admin;",),
    bad=("grant supabase_realtime_admin to postgres;",),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield the membership."""
    server, role = drift.deployed.server, drift.catalogue.contract.role
    if server.role_owns:
        fix = f"revoke {identifier(server.owner)} from {identifier(role)}, as a superuser"
        what = f'it is a member of "{server.owner}", which owns realtime.messages'
        yield Hit(Place(object=f"role {role}"), what, fix, owners=(server.owner,))
