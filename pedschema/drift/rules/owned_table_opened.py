"""Somebody else than the owner may use a table of the owned schema.

The table of the switches silences topics, the one of the revisions decides what the next upgrade runs, and
the memory of what was taken over holds SQL that a downgrade runs: whoever may write one of them, or a single
column, has the owner's hand.

Instead: take the privilege back. What a login for reading drift may read is no drift, if it is made as
`pedschema drift --print-role` says.

    revoke update (enabled) on rooms.surface_switch from authenticated;
"""

from __future__ import annotations

__all__ = ["check"]


from typing import TYPE_CHECKING

from pedschema.drift.hit import Hit
from pedschema.findings import Place, Severity
from pedschema.lint.rule import rule
from pedschema.model.names import QualifiedName
from pedschema.sql.quoting import qualified

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.drift.subject import Drift


@rule(
    "DRF034",
    Severity.ERROR,
    good=(
        "grant select on rooms.alembic_version to postgres;",
        "grant update (title) on public.rooms to anon;",
        """
        create role drift_reader login noinherit;
        alter role drift_reader set default_transaction_read_only = on;
        grant select on rooms.alembic_version to drift_reader;
        """,
    ),
    bad=(
        "grant update (enabled) on rooms.surface_switch to authenticated;",
        "grant select on rooms.handover to anon;",
        "grant insert on rooms.alembic_version to public;",
    ),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield privileges on the tables, or on their columns."""
    reading = {f"SELECT to {name}" for name in drift.deployed.server.readers}
    for table in drift.deployed.bookkeeping.tables:
        name = QualifiedName(drift.schema, table.name)
        for grant in table.grants:
            if grant not in reading:
                privilege, _, grantee = grant.rpartition(" to ")
                fix = f"revoke {privilege.lower()} on {qualified(name)} from {grantee}"
                row = ("table", str(name), "")
                yield Hit(
                    Place(object=f"table {name}"), f"grant {grant} is new", fix, "", (table.owner,), row
                )
