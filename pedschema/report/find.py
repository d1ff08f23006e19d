"""The formats there are, found by walking their folder."""

from __future__ import annotations

__all__ = ["find_format", "list_formats"]

import importlib
import pkgutil
from typing import TYPE_CHECKING

from pedschema.report import formats

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.text import Text

    from pedschema.report.result import Result


def list_formats() -> tuple[str, ...]:
    """Return the names of the formats, sorted."""
    return tuple(sorted(found.name for found in pkgutil.iter_modules(formats.__path__)))


def find_format(name: str) -> Callable[[Result], str | Text]:
    """Return what renders a result; a text that is for people only comes with its colours.

    Raises:
        KeyError: there is no format of that name.
    """
    if name not in list_formats():
        raise KeyError(name)
    render: Callable[[Result], str | Text] = importlib.import_module(f"{formats.__name__}.{name}").render
    return render
