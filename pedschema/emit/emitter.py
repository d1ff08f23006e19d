"""Emitters: one file each, found by walking their folder."""

from __future__ import annotations

__all__ = ["Emitter", "list_emitters", "load_emitter"]

import importlib
import pkgutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pedschema.emit import emitters
from pedschema.emit.names import Names

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pedschema.model.wire import WireContract


@dataclass(frozen=True, slots=True)
class Emitter:
    """One language or format.

    Attributes:
        name: the emitter's file, and the folder that its files go to.
        summary: first line of the file's docstring.
        render_named: a wire and its names to texts by path within the folder. Each text has `stamp.MARK`
            within its first lines. The same wire gives the same texts, sorted by code point, without date or
            version.
    """

    name: str
    summary: str
    render_named: Callable[[Names], Mapping[str, str]]

    def render(self, wire: WireContract) -> Mapping[str, str]:
        """Return the texts of a wire that no other emitter renders beside this one."""
        return self.render_named(Names.of(wire))


def list_emitters() -> tuple[str, ...]:
    """Return the names of the emitters, sorted."""
    return tuple(sorted(found.name for found in pkgutil.iter_modules(emitters.__path__)))


def load_emitter(name: str) -> Emitter:
    """Return the emitter of that name.

    Raises:
        KeyError: there is none.
    """
    if name not in list_emitters():
        raise KeyError(name)
    module = importlib.import_module(f"{emitters.__name__}.{name}")
    return Emitter(name, str(module.__doc__).partition("\n")[0], module.render)
