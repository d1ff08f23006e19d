"""Model to SQL text."""

from __future__ import annotations

__all__: list[str] = []
