"""PostgreSQL's own functions of text, by what the model may take for granted of them."""

from __future__ import annotations

__all__ = ["HARMLESS", "SCALAR"]

HARMLESS = frozenset(
    ("btrim", "concat", "initcap", "lower", "ltrim", "md5", "replace", "reverse", "rtrim", "upper")
)
"""They give text and never raise."""
SCALAR = HARMLESS | {"left", "right", "split_part", "starts_with", "substr", "substring"}
"""They are no aggregates: a SELECT of them has a row only where its FROM has one."""
