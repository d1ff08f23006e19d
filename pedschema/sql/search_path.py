"""Where functions of the owned schema look names up."""

from __future__ import annotations

__all__ = ["SEARCH_PATH", "is_pinned"]

SEARCH_PATH = "set search_path = pg_catalog, pg_temp"
"""With an empty path `pg_temp` is still searched for types and relations, and first: whoever may create a
temporary type would decide what a cast in a SECURITY DEFINER function runs. Named last, it decides nothing
(PostgreSQL 15 to 18).
"""


def is_pinned(search_path: str | None) -> bool:
    """Return whether a path, its names joined by commas, means the same to every caller of a function."""
    return search_path == "pg_catalog,pg_temp"
