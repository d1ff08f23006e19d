"""Alembic operations for owned objects, and the environment that runs them."""

from __future__ import annotations

__all__: list[str] = []

# Alembic imports the plugin of this package while it is imported itself. With Alembic first, no module of
# the package is ever found half-imported.
import alembic  # noqa: F401
