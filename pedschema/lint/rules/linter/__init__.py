"""Rules about what the linter itself is given."""

from __future__ import annotations

__all__: list[str] = []
