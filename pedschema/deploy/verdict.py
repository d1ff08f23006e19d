"""Whether what widens is approved of."""

from __future__ import annotations

__all__ = ["Verdict", "judge_shifts"]

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pedschema.deploy.access import Shift
    from pedschema.deploy.approval import Approval

_DECLARED = "declared"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Every change of access, with what approves of it.

    Attributes:
        shifts: each with the first comment that covers it; None for what nobody approves, or need not.
        unused: comments that approve of nothing that widens.
    """

    shifts: tuple[tuple[Shift, Approval | None], ...]
    unused: tuple[Approval, ...]

    @property
    def open(self) -> tuple[Shift, ...]:
        """What widens without approval."""
        return tuple(shift for shift, approval in self.shifts if shift.widens and approval is None)


def judge_shifts(shifts: Sequence[Shift], approvals: Sequence[Approval]) -> Verdict:
    """Return which changes are approved of.

    A comment speaks for declared topics. Near misses and topics of no contract that admit somebody are a
    hole in a policy, which `*` does not cover either.
    """
    judged = []
    used: set[Approval] = set()
    for shift in shifts:
        covering = [
            approval
            for approval in approvals
            if shift.widens and shift.kind == _DECLARED and approval.covers(shift.pattern)
        ]
        used.update(covering)
        judged.append((shift, covering[0] if covering else None))
    return Verdict(tuple(judged), tuple(approval for approval in approvals if approval not in used))
