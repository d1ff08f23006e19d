"""Formats, one file each: the file's name is the format's, its `render` makes the text."""

from __future__ import annotations

__all__: list[str] = []
