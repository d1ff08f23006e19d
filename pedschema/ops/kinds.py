"""The operation of each kind of owned object."""

from __future__ import annotations

__all__ = ["OPERATIONS", "parse_change"]

from typing import TYPE_CHECKING

from pedschema.ops.policy import PolicyOp
from pedschema.ops.rule import RuleOp
from pedschema.ops.schema import SchemaOp
from pedschema.ops.switch import SwitchOp
from pedschema.ops.trigger import TriggerOp
from pedschema.ops.trigger_function import TriggerFunctionOp

if TYPE_CHECKING:
    from pedschema.model.owned import Change
    from pedschema.ops.step import OwnedOp

OPERATIONS: tuple[type[OwnedOp], ...] = (
    SchemaOp,
    SwitchOp,
    RuleOp,
    TriggerFunctionOp,
    TriggerOp,
    PolicyOp,
)


def parse_change(change: Change) -> OwnedOp:
    """Return the operation that runs `change`."""
    by_kind = {operation.kind: operation for operation in OPERATIONS}
    return by_kind[change.identity.kind](change)
