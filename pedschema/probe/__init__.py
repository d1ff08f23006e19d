"""Realtime's own decisions, asked of a database: who may join, who may send, who would receive."""

from __future__ import annotations

__all__: list[str] = []
