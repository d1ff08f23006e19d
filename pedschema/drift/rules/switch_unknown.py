"""A switch names a surface that the contract does not have.

It silences nothing: the surface was renamed, or misspelt by somebody who believes that it is off.

Instead: write the surface's name as the contract spells it, or remove the row.

    delete from rooms.surface_switch where surface = 'Chatt';
"""

from __future__ import annotations

__all__ = ["check"]

from difflib import get_close_matches
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
    "DRF033",
    Severity.WARNING,
    good=(
        """
        insert into rooms.surface_switch (surface, enabled, until)
        values ('Chat', false, now() + interval '1 hour');
        """,
    ),
    bad=("insert into rooms.surface_switch (surface, enabled) values ('Chatt', false);",),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield switches that are off and mean no surface."""
    table = qualified(QualifiedName(drift.schema, "surface_switch"))
    for switch in drift.deployed.bookkeeping.switches:
        if switch.surface not in drift.catalogue.surfaces:
            near = get_close_matches(switch.surface, drift.catalogue.surfaces, n=1)
            fix = f"delete from {table} where surface = {literal(switch.surface)}"
            fix += f'; did you mean "{near[0]}"?' if near else ""
            what = "the contract has no such surface, and its switch is off"
            owners = (drift.catalogue.contract.role,)
            yield Hit(Place(object=f'surface "{switch.surface}"'), what, fix, owners=owners)
