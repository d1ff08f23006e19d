"""Steps of the table of surface switches."""

from __future__ import annotations

__all__ = ["SwitchOp"]

from pedschema.model.owned import Kind
from pedschema.ops.step import OwnedOp


class SwitchOp(OwnedOp):
    """`op.create_switch_table("rooms.surface_switch", …)`."""

    kind = Kind.SWITCH
    stem = "switch_table"
