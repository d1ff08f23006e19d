"""Rules of drift, a file each; the file's name is the rule's."""

from __future__ import annotations

__all__: list[str] = []
