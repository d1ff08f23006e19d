"""Declared and existing objects to changes: pure and sorted."""

from __future__ import annotations

__all__ = ["compare_owned", "compare_sources", "sort_changes"]

from pedschema.compare.order import sort_changes
from pedschema.compare.owned import compare_owned, compare_sources
