"""Frozen values that describe a realtime contract; standard library only."""

from __future__ import annotations

__all__: list[str] = []
