"""Steps of the functions that policies and publications call."""

from __future__ import annotations

__all__ = ["RuleOp"]

from pedschema.model.owned import Kind
from pedschema.ops.step import OwnedOp


class RuleOp(OwnedOp):
    """`op.create_rule("rooms.may_read", of="uuid", …)`."""

    kind = Kind.RULE
    stem = "rule"
