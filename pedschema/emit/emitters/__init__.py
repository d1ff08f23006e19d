"""The emitters: each file binds `render`, and is found by its name."""

from __future__ import annotations

__all__: list[str] = []
