"""Steps of the table of surface switches."""

from __future__ import annotations

__all__ = ["SwitchOp"]

from typing import TYPE_CHECKING

from pedschema.model.owned import Kind
from pedschema.ops.step import OwnedOp

if TYPE_CHECKING:
    from pedschema.model.owned import Owned


class SwitchOp(OwnedOp):
    """`op.create_switch_table("rooms.surface_switch", …)`."""

    kind = Kind.SWITCH
    stem = "switch_table"

    def check(self, live: Owned) -> None:
        """Refuse to create the table where another has the name; errors as for `refuse_foreign`."""
        self.refuse_foreign(live)
