"""The files of a new project, as they are copied."""

from __future__ import annotations

__all__: list[str] = []
