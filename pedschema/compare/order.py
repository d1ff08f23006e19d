"""The order in which changes can run one after the other."""

from __future__ import annotations

__all__ = ["sort_changes"]

from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

from pedschema.model.owned import Change, Identity, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

_BELOW_TRIGGERS = (Kind.SCHEMA, Kind.SWITCH, Kind.RULE, Kind.TRIGGER_FUNCTION)


def sort_changes(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return `changes` in an order in which each finds what it needs.

    First what is made below triggers, kind by kind, then triggers; then drops of triggers and of functions
    that only triggers call; then policies, so that a transaction can hold them alone; last the drops
    of what policies may have used. Within these, by name, and rules after the rules that they call.
    """
    changes = tuple(changes)
    callees = _rank_rules(changes)
    return tuple(sorted(changes, key=lambda change: (*_phase(change), *_place(change, callees))))


def _phase(change: Change) -> tuple[int, int]:
    kind, is_drop = change.identity.kind, change.after is None
    if kind is Kind.POLICY:
        return 4, 0 if is_drop else 2 if change.before is None else 1
    if not is_drop:
        return (0, kind.rank) if kind in _BELOW_TRIGGERS else (1, 0)
    if kind is Kind.TRIGGER:
        return 2, 0
    if kind is Kind.TRIGGER_FUNCTION:
        return 3, 0
    return 5, -kind.rank


def _place(change: Change, callees: dict[Identity, int]) -> tuple[int, Identity, int]:
    state = change.after or change.before
    position = callees.get(change.identity, 0)
    return (-position if change.after is None else position, change.identity, state.version if state else 0)


def _rank_rules(changes: tuple[Change, ...]) -> dict[Identity, int]:
    """Return the position of each rule in an order where the called come before their callers."""
    after = {
        state.identity: set(state.after)
        for change in changes
        for state in (change.before, change.after)
        if state is not None and state.identity.kind is Kind.RULE
    }
    order = TopologicalSorter(
        {identity: sorted(after[identity] & after.keys()) for identity in sorted(after)}
    )
    return {identity: position for position, identity in enumerate(order.static_order())}
