"""Proofs about policies: what no topic, no claims and no rows can bring about."""

from __future__ import annotations

__all__: list[str] = []
