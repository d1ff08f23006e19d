"""The console: one page of the development server that shows the contract at work."""

from __future__ import annotations

__all__: list[str] = []
