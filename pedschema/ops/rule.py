"""Steps of the functions that policies and publications call."""

from __future__ import annotations

__all__ = ["RuleOp"]

from typing import TYPE_CHECKING

from pedschema.model.owned import Kind
from pedschema.ops.step import OwnedOp

if TYPE_CHECKING:
    from pedschema.model.owned import Owned


class RuleOp(OwnedOp):
    """`op.create_rule("rooms.may_read", of="uuid", …)`."""

    kind = Kind.RULE
    stem = "rule"

    def check(self, live: Owned) -> None:
        """Refuse to create the function where another has the name; errors as for `refuse_foreign`."""
        self.refuse_foreign(live)
