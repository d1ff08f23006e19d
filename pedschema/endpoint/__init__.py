"""A Realtime server for development and CI: real clients, the project's own database, this one process."""

from __future__ import annotations

__all__: list[str] = []
