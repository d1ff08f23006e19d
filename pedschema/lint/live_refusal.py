"""Checks of the server that end in an error, planned or asked."""

from __future__ import annotations

__all__ = ["Refusal", "find_refusals"]

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.live import Live


@dataclass(frozen=True, slots=True)
class Refusal:
    """One error of one role's check.

    Attributes:
        check: `read` or `write`.
        label: the first topic on which it shows; empty when planning raises it, whatever the topic.
        others: on how many more topics and personas it shows.
    """

    role: str
    check: str
    sqlstate: str
    message: str
    label: str = ""
    others: int = 0

    def __str__(self) -> str:
        """Return what happens, in one line."""
        more = f" and {self.others} more" if self.others else ""
        on = f' on "{self.label}"{more}' if self.label else " while it is planned"
        return f'the {self.check} check of role "{self.role}" raises {self.sqlstate}{on}: {self.message}'


@lru_cache(maxsize=1)
def find_refusals(live: Live) -> tuple[Refusal, ...]:
    """Return the errors, one for each role, check and SQLSTATE; what planning raises comes first."""
    found: dict[tuple[str, str, str], list[Refusal]] = {}
    for refusal in _all(live):
        found.setdefault((refusal.role, refusal.check, refusal.sqlstate), []).append(refusal)
    return tuple(_join(refusals) for _, refusals in sorted(found.items()))


def _all(live: Live) -> Iterator[Refusal]:
    for plan in live.plans:
        if plan.sqlstate:
            yield Refusal(plan.role, plan.check, plan.sqlstate, plan.message)
    for fact in sorted(live.access, key=lambda fact: (fact.label, fact.persona)):
        for check, sqlstate, message in fact.failures:
            yield Refusal(fact.role, check, sqlstate, message, fact.label)


def _join(refusals: list[Refusal]) -> Refusal:
    first = refusals[0]
    return replace(first, others=len(refusals) - 1)
