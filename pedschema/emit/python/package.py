"""A package whose modules load when they are asked for."""

from __future__ import annotations

__all__ = ["render_package"]

from typing import TYPE_CHECKING

from pedschema.emit.python.source import docstring

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pedschema.model.wire import WireContract


def render_package(wire: WireContract, modules: Iterable[str], header: str) -> str:
    """Return the text of `__init__.py`.

    Args:
        wire: that the package is of.
        modules: names of the topics' modules.
        header: first line of the file.
    """
    names = sorted(modules)
    loaded = ["if TYPE_CHECKING:", *(f"    from . import {name} as {name}" for name in names), ""]
    listed = ["__all__ = [", *(f'    "{name}",' for name in names), "]"]
    lines = [
        header,
        docstring(f"The realtime channels of {wire.name}"),
        "",
        "from __future__ import annotations",
        "",
        "from importlib import import_module",
        "from types import ModuleType",
        *(["from typing import TYPE_CHECKING"] if names else []),
        "",
        *(loaded if names else []),
        *(listed if names else ["__all__: list[str] = []"]),
        "",
        "",
        "def __getattr__(name: str) -> ModuleType:",
        "    if name not in __all__:",
        '        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")',
        '    return import_module(f".{name}", __name__)',
    ]
    return "\n".join(lines) + "\n"
