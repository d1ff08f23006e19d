"""Python source: texts that `ruff format`, as it comes, leaves as they are."""

from __future__ import annotations

__all__: list[str] = []
