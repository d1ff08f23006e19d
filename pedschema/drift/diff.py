"""What is expected and what is there, line by line."""

from __future__ import annotations

__all__ = ["find_body", "render_diff"]

import difflib
import re

_BODY = re.compile(r"\bas\s+(\$\w*\$)(.*)\1", re.DOTALL | re.IGNORECASE)
_CONTEXT = 2


def render_diff(expected: str, actual: str) -> str:
    """Return a unified diff from what is expected to what is there; empty when both are the same lines."""
    lines = difflib.unified_diff(
        expected.splitlines(), actual.splitlines(), "expected", "actual", lineterm="", n=_CONTEXT
    )
    return "\n".join(lines)


def find_body(definition: str) -> str:
    """Return the body of a function out of its CREATE FUNCTION; the whole text when no dollars quote it."""
    found = _BODY.search(definition)
    return found[2].strip("\n") if found else definition
