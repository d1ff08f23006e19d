"""Reading the sources of clients: one file per language, one evaluation for all of them."""

from __future__ import annotations

__all__: list[str] = []
