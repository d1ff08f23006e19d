"""What a deployed database is, against what was reviewed: rules over facts that are read once."""

from __future__ import annotations

__all__: list[str] = []
