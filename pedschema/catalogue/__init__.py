"""The contract folder → a Catalogue, with every mistake in it at once."""

from __future__ import annotations

__all__: list[str] = []
