"""Pages that are written out of code."""

from __future__ import annotations

__all__: list[str] = []
