"""Rules of the family payload, one file each."""

from __future__ import annotations

__all__: list[str] = []
