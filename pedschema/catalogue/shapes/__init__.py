"""The shapes of the contract's TOML files."""

from __future__ import annotations

__all__: list[str] = []
