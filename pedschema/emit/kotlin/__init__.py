"""Kotlin source: texts of ASCII letters, whatever the names are."""

from __future__ import annotations

__all__: list[str] = []
