"""Hand-made triggers and policies → a contract, and the revisions that take them over."""

from __future__ import annotations

__all__: list[str] = []
