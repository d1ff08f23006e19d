"""The wire as JSON, for generators of other languages and for `pedschema diff`."""

from __future__ import annotations

__all__ = ["FILE", "render"]

from typing import TYPE_CHECKING

from pedschema.emit.ir import render_ir

if TYPE_CHECKING:
    from pedschema.model.wire import WireContract

FILE = "ir.json"


def render(wire: WireContract) -> dict[str, str]:
    """Return the one file."""
    return {FILE: render_ir(wire)}
