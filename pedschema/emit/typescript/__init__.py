"""TypeScript source: texts that Prettier, as it comes, leaves as they are."""

from __future__ import annotations

__all__: list[str] = []
