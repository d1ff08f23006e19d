"""Findings as text, JSON, SARIF, GitHub annotations and JUnit."""

from __future__ import annotations

__all__: list[str] = []
