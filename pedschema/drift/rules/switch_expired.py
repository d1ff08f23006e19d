"""A switch says that a surface is off, and its time is over.

The surface is on: triggers look at the time. Whoever reads the table believes the contrary, and a change of
`until` alone would silence the surface again.

Instead: remove the row.

    delete from rooms.surface_switch where surface = 'Chat';
"""

from __future__ import annotations

__all__ = ["check"]


from typing import TYPE_CHECKING

from pedschema.drift.hit import Hit
from pedschema.findings import Place, Severity
from pedschema.lint.rule import rule
from pedschema.model.names import QualifiedName
from pedschema.sql.quoting import literal, qualified

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.drift.subject import Drift


@rule(
    "DRF032",
    Severity.INFO,
    good=(
        """
        insert into rooms.surface_switch (surface, enabled, until)
        values ('Chat', false, now() + interval '1 hour');
        """,
    ),
    bad=(
        """
        insert into rooms.surface_switch (surface, enabled, until)
        values ('Chat', false, now() - interval '1 hour');
        """,
    ),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield switches whose time is over."""
    table = qualified(QualifiedName(drift.schema, "surface_switch"))
    for switch in drift.deployed.bookkeeping.switches:
        if switch.expired and switch.surface in drift.catalogue.surfaces:
            fix = f"delete from {table} where surface = {literal(switch.surface)}"
            what = f"its switch has been over since {switch.until:%Y-%m-%d %H:%M}, and still stands there"
            yield Hit(
                Place(object=f'surface "{switch.surface}"'),
                what,
                fix,
                owners=(drift.catalogue.contract.role,),
            )
