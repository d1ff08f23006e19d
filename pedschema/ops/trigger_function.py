"""Steps of the functions that triggers call, one object per version."""

from __future__ import annotations

__all__ = ["TriggerFunctionOp"]

from pedschema.model.owned import Kind
from pedschema.ops.step import OwnedOp


class TriggerFunctionOp(OwnedOp):
    """`op.create_trigger_function("rooms.chat", version=2, …)`, whose name in the database ends in `_v2`."""

    kind = Kind.TRIGGER_FUNCTION
    stem = "trigger_function"
