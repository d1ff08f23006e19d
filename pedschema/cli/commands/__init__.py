"""Subcommands, one file each: the file's name is the command's, its `run` is the command."""

from __future__ import annotations

__all__: list[str] = []
