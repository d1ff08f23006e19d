"""Findings as text, JSON, SARIF, GitHub annotations and JUnit: a file of `formats` each."""

from __future__ import annotations

__all__: list[str] = []
