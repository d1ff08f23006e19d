"""The rules of drift."""

from __future__ import annotations

__all__ = ["load_rules"]

from functools import cache
from typing import TYPE_CHECKING

from pedschema.drift import rules
from pedschema.lint.registry import find_rules

if TYPE_CHECKING:
    from pedschema.lint.rule import Rule


@cache
def load_rules() -> tuple[Rule, ...]:
    """Return every rule of drift, sorted by id."""
    return find_rules(rules)
