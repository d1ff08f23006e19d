"""Texts that go to a terminal; names in a database may hold whatever steers one."""

from __future__ import annotations

__all__ = ["make_plain"]


def make_plain(text: str) -> str:
    """Return the text without what would steer a terminal."""
    return "".join(letter if letter.isprintable() or letter == "\n" else "\ufffd" for letter in text)
