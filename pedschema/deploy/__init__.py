"""What a deploy would do, and the files that do it elsewhere."""

from __future__ import annotations

__all__: list[str] = []
