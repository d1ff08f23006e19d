"""The channels that a program opens while it is followed."""

from __future__ import annotations

__all__ = ["Channels"]

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from pedschema.findings import Place
from pedschema.lint.clients.values import UNKNOWN, Opened, Use, Value, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.clients.language import Arguments, Library
    from pedschema.lint.clients.tree import Call, Span

    Key: TypeAlias = tuple[str, Span, tuple[tuple[str, Span], ...], tuple[int, ...]]


class Channels:
    """Channels by the file and call that opens them, the calls around it and the turns of loops."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._opened: dict[Key, Opened] = {}

    def __iter__(self) -> Iterator[Opened]:
        """Yield the channels that were opened since the last restart."""
        return (opened for opened in self._opened.values() if opened.seen)

    def restart(self) -> None:
        """Forget what was done with the channels; they stay the same where they are opened again."""
        for opened in self._opened.values():
            opened.seen = False
            opened.uses.clear()

    def open(self, key: Key, call: Call, arguments: Arguments) -> Value:
        """Return the channel that a call opens; a call without a topic opens none."""
        values = (*arguments.positional, *arguments.named.values())
        if not values:
            return UNKNOWN
        opened = self._opened.setdefault(key, Opened(key[0], call.span, call.topic, key[2]))
        settings = self.library.settings(arguments)
        opened.seen = True
        opened.topic = read_text(values[0])
        opened.private, opened.replay = settings.private, settings.replay
        return opened

    def use(self, opened: Opened, file: str, call: Call, arguments: Arguments) -> None:
        """Keep what a call of one of the channel's methods listens to or sends."""
        listened = self.library.listens(call.name, arguments)
        found = listened or self.library.sends(call.name, arguments)
        if found is not None:
            span = call.topic
            place = Place(file, span.line, span.column, span.end_line, span.end_column)
            opened.uses[Use(replace(found, place=place), sends=listened is None)] = None
