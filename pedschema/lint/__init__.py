"""The linter: static checks of a contract and its SQL, and what only a database can tell."""

from __future__ import annotations

__all__: list[str] = []
