"""Clients generated from the contract: the wire's shapes, and one file for each language."""

from __future__ import annotations

__all__: list[str] = []
