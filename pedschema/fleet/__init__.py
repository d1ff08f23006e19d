"""One command on many databases: branches, previews, projects of tenants."""

from __future__ import annotations

__all__: list[str] = []
