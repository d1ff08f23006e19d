"""Hits on objects of a database, and on what the contract declares."""

from __future__ import annotations

__all__ = ["declared_hit", "function_hit", "object_hit", "policy_hit", "table_hit"]

from typing import TYPE_CHECKING

from pedschema.findings import Place
from pedschema.lint.subjects import Hit

if TYPE_CHECKING:
    from pedschema.lint.live_facts import LiveFunction, LivePolicy, LiveTable


def object_hit(about: str, what: str, fix: str) -> Hit:
    """Return a hit on what `about` names."""
    return Hit(Place(object=about), what, fix)


def policy_hit(policy: LivePolicy, what: str, fix: str) -> Hit:
    """Return a hit on a policy of `realtime.messages`."""
    return object_hit(f'policy "{policy.name}" on realtime.messages', what, fix)


def table_hit(table: LiveTable, what: str, fix: str) -> Hit:
    """Return a hit on a table."""
    return object_hit(f"table {table.name}", what, fix)


def function_hit(function: LiveFunction, what: str, fix: str) -> Hit:
    """Return a hit on a function."""
    return object_hit(f"function {function.name}", what, fix)


def declared_hit(where: str, about: str, what: str, fix: str) -> Hit:
    """Return a hit on a declaration of the contract, at its `file:line` when that is known."""
    file, _, line = where.rpartition(":")
    if not line.isdecimal():
        return object_hit(about, what, fix)
    return Hit(Place(file, int(line), 1, object=about), what, fix)
