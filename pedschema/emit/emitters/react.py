"""React: hooks over the TypeScript client layer, in a folder of their own for apps that have React."""

from __future__ import annotations

__all__ = ["render"]

from importlib.resources import files
from typing import TYPE_CHECKING

from pedschema.emit.stamp import MARK

if TYPE_CHECKING:
    from pedschema.emit.names import Names

_HEADER = f"// {MARK}\n/* eslint-disable */\n"


def render(_: Names) -> dict[str, str]:
    """Return the one file with the hooks; the same for every contract, they import `../typescript`."""
    hooks = files("pedschema.emit.typescript").joinpath("hooks.ts").read_text(encoding="utf-8")
    return {"index.ts": _HEADER + hooks}
