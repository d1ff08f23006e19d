"""SQL text → values: the only package that imports pglast."""

from __future__ import annotations

__all__: list[str] = []
