"""Rules of the family policy, one file each."""

from __future__ import annotations

__all__: list[str] = []
