"""Bodies of trigger functions, one module per shape."""

from __future__ import annotations

__all__: list[str] = []
