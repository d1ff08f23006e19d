"""The screens of the app, as the contract's topics name them."""

from __future__ import annotations

__all__ = ["Screen", "name_surfaces"]

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pedschema.emit.names import pascal, unique

if TYPE_CHECKING:
    from pedschema.model.wire import WireContract, WireTopic


@dataclass(frozen=True, slots=True)
class Screen:
    """One surface.

    Attributes:
        name: as the contract writes it.
        class_name: in PascalCase, unique among surfaces.
        topics: that feed it, sorted by pattern.
    """

    name: str
    class_name: str
    topics: tuple[WireTopic, ...]

    @property
    def parts(self) -> dict[str, bool]:
        """Return the named parts of its topics, and whether every topic needs the part.

        A part that only some topics need may be missing; those topics are not joined then.
        """
        names = dict.fromkeys(part for topic in self.topics for part in self.parts_of(topic))
        return {name: all(name in self.parts_of(topic) for topic in self.topics) for name in names}

    @property
    def summary(self) -> str:
        """Return its name, and which hooks of the app it makes superfluous."""
        replaced = sorted({hook for topic in self.topics for hook in topic.replaces})
        return f"{self.name}; it replaces {', '.join(replaced)}" if replaced else self.name

    def parts_of(self, topic: WireTopic) -> list[str]:
        """Return the names of a topic's parts, in their order."""
        return [part.text for part in topic.parts if not part.is_literal]

    def is_optional(self, topic: WireTopic) -> bool:
        """Return whether a topic needs a part that may be missing."""
        needed = self.parts
        return not all(needed[part] for part in self.parts_of(topic))


def name_surfaces(wire: WireContract) -> tuple[Screen, ...]:
    """Return every surface that a topic names, sorted by name."""
    names = sorted({surface for topic in wire.topics for surface in topic.surfaces})
    classes = unique(names, pascal)
    topics = sorted(wire.topics, key=lambda topic: topic.pattern)
    return tuple(
        Screen(name, classes[name], tuple(topic for topic in topics if name in topic.surfaces))
        for name in names
    )
