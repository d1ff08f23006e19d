"""The command line: the only place that prints or exits."""

from __future__ import annotations

__all__ = ["main"]

from pedschema.cli.app import main
