"""A surface is switched off, and nothing will switch it on again.

Its topics are silent: clients see what they loaded and no change. Whoever turned it off for an incident may
have forgotten it.

Instead: switch it on, or say until when it is off.

    update rooms.surface_switch set enabled = true where surface = 'Chat';
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
    "DRF031",
    Severity.WARNING,
    good=(
        "insert into rooms.surface_switch (surface, enabled) values ('Chat', true);",
        """
        insert into rooms.surface_switch (surface, enabled, until)
        values ('Chat', false, now() + interval '1 hour');
        """,
    ),
    bad=("insert into rooms.surface_switch (surface, enabled, reason) values ('Chat', false, 'too loud');",),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield surfaces that are off without an end."""
    table = qualified(QualifiedName(drift.schema, "surface_switch"))
    for switch in drift.deployed.bookkeeping.switches:
        if switch.until is None and switch.surface in drift.catalogue.surfaces:
            place = Place(object=f'surface "{switch.surface}"')
            fix = f"update {table} set enabled = true where surface = {literal(switch.surface)}"
            diff = f"off since {switch.changed_at:%Y-%m-%d %H:%M} by {switch.changed_by}: {switch.reason}"
            yield Hit(place, "it is off, with no end", fix, diff, (drift.catalogue.contract.role,))
