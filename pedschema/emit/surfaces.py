"""The screens of the app, as the contract's topics name them."""

from __future__ import annotations

__all__ = ["Screen", "name_surfaces"]

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pedschema.emit.names import pascal, unique

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pedschema.model.wire import WireContract, WireTopic


@dataclass(frozen=True, slots=True)
class Screen:
    """One surface.

    Attributes:
        name: as the contract writes it.
        class_name: in PascalCase, unique among surfaces.
        topics: that feed it, sorted by pattern.
        parts: the named parts of its topics, and whether every topic needs the part. A part that only some
            topics need may be missing; those topics are not joined then.
    """

    name: str
    class_name: str
    topics: tuple[WireTopic, ...]
    parts: Mapping[str, bool]

    @property
    def summary(self) -> str:
        """Return its name, and which hooks of the app it makes superfluous."""
        replaced = sorted({hook for topic in self.topics for hook in topic.replaces})
        return f"{self.name}; it replaces {', '.join(replaced)}" if replaced else self.name

    def parts_of(self, topic: WireTopic) -> list[str]:
        """Return the names of a topic's parts, in their order."""
        return _name_parts(topic)

    def is_optional(self, topic: WireTopic) -> bool:
        """Return whether a topic needs a part that may be missing."""
        return not all(self.parts[part] for part in _name_parts(topic))


def name_surfaces(wire: WireContract) -> tuple[Screen, ...]:
    """Return every surface that a topic names, sorted by name."""
    fed: dict[str, list[WireTopic]] = {}
    for topic in sorted(wire.topics, key=lambda topic: topic.pattern):
        for surface in set(topic.surfaces):
            fed.setdefault(surface, []).append(topic)
    names = sorted(fed)
    classes = unique(names, pascal)
    return tuple(Screen(name, classes[name], tuple(fed[name]), _list_parts(fed[name])) for name in names)


def _list_parts(topics: Sequence[WireTopic]) -> dict[str, bool]:
    """Return the parts of topics in their order, and whether all topics have the part."""
    counted = Counter(part for topic in topics for part in _name_parts(topic))
    return {part: times == len(topics) for part, times in counted.items()}


def _name_parts(topic: WireTopic) -> list[str]:
    return [part.text for part in topic.parts if not part.is_literal]
