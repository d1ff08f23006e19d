"""Topics: the names of channels, and the patterns that describe families of them."""

from __future__ import annotations

__all__ = [
    "MAX_REPLAY",
    "MAX_TOPIC_BYTES",
    "PART_TYPES",
    "Budget",
    "ClientEvent",
    "Topic",
    "TopicPart",
    "TopicPattern",
]

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pedschema.model.publication import Publication
    from pedschema.model.table import Column

MAX_REPLAY = 25
"""How many messages the server replays at most (Realtime 2.129.8)."""
MAX_TOPIC_BYTES = 246
"""One length byte of a protocol 2 frame holds `realtime:` and the topic: 255 - 9 (Realtime 2.129.8)."""

PART_TYPES: dict[str, tuple[str, int]] = {
    "uuid": (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", 36),
    "bigint": (r"0|-?[1-9][0-9]{0,17}", 19),
    "text": (r"[a-z0-9_.-]{1,64}", 64),
}
"""Type of a part to the regular expression of its one spelling, and the most bytes it takes.

Spellings are canonical (lower-case uuid, no leading zero): triggers publish that spelling only, so a
policy that admitted another one would admit a topic that nothing ever reaches.
"""

_PART = re.compile(r"\{(?P<name>[a-z_][a-z0-9_]*)(?::(?P<type>[a-z]+))?\}")
_SEPARATOR = re.compile(r":(?![^{}]*\})")
_LITERAL = re.compile(r"[a-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class TopicPart:
    """One part between colons: a literal, or a named value of a type from `PART_TYPES`."""

    text: str
    type: str = ""

    @property
    def is_literal(self) -> bool:
        """Whether every topic of the pattern has this very text here."""
        return not self.type

    def admits(self, value: str) -> bool:
        """Return whether `value` may stand in this part of a topic."""
        if self.is_literal:
            return value == self.text
        return re.fullmatch(PART_TYPES[self.type][0], value) is not None


@dataclass(frozen=True, slots=True)
class TopicPattern:
    """Parts joined by `:`, such as `room:{room_id:uuid}:chat`."""

    parts: tuple[TopicPart, ...]

    @classmethod
    def parse(cls, text: str) -> TopicPattern:
        """Return the pattern written as `text`.

        Raises:
            ValueError: a part is neither a lower-case literal nor `{name:type}` with a known type,
                a name stands twice, or the pattern starts with `realtime:`. The message says which.
        """
        parts = tuple(_parse_part(part) for part in _SEPARATOR.split(text))
        names = [part.text for part in parts if not part.is_literal]
        if len(names) != len(set(names)):
            raise ValueError("a part name stands twice")
        if parts[0].is_literal and parts[0].text == "realtime":
            raise ValueError('the prefix "realtime:" belongs to the client, it never reaches the database')
        if parts[0].is_literal is False:
            raise ValueError("the first part must be a literal, or the pattern would match every topic")
        return cls(parts)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the parts that vary, in order."""
        return tuple(part.text for part in self.parts if not part.is_literal)

    @property
    def slug(self) -> str:
        """The literals joined by `_`: what a topic's database objects are named after."""
        return "_".join(part.text for part in self.parts if part.is_literal).replace("-", "_")

    @property
    def untyped(self) -> str:
        """The pattern as policies write it: `room:{room_id}:chat`."""
        return ":".join(p.text if p.is_literal else f"{{{p.text}}}" for p in self.parts)

    @property
    def max_bytes(self) -> int:
        """The bytes of the longest topic of this pattern."""
        sizes = (len(p.text.encode()) if p.is_literal else PART_TYPES[p.type][1] for p in self.parts)
        return sum(sizes) + len(self.parts) - 1

    def type_of(self, name: str) -> str:
        """Return the type of the part called `name`.

        Raises:
            KeyError: no part has that name.
        """
        return {part.text: part.type for part in self.parts if not part.is_literal}[name]

    def matches(self, topic: str) -> bool:
        """Return whether `topic` is of this pattern."""
        values = topic.split(":")
        return len(values) == len(self.parts) and all(map(TopicPart.admits, self.parts, values))

    def overlaps(self, other: TopicPattern) -> bool:
        """Return whether some topic is of both patterns."""
        return len(self.parts) == len(other.parts) and all(map(_parts_overlap, self.parts, other.parts))

    def fill(self, values: Mapping[str, str]) -> str:
        """Return the topic with `values` in its parts.

        Raises:
            KeyError: a part has no value.
            ValueError: a value is not of its part's type.
        """
        filled = [p.text if p.is_literal else values[p.text] for p in self.parts]
        for part, value in zip(self.parts, filled, strict=True):
            if not part.admits(value):
                raise ValueError(f'"{value}" is no {part.type}')
        return ":".join(filled)

    def __str__(self) -> str:
        """Return the pattern as the contract writes it."""
        return ":".join(p.text if p.is_literal else f"{{{p.text}:{p.type}}}" for p in self.parts)


def _parse_part(text: str) -> TopicPart:
    if match := _PART.fullmatch(text):
        name, type_ = match["name"], match["type"] or ""
        if type_ not in PART_TYPES:
            raise ValueError(f'part "{text}" needs a type, one of {", ".join(sorted(PART_TYPES))}')
        return TopicPart(name, type_)
    if not _LITERAL.fullmatch(text):
        raise ValueError(f'part "{text}" is neither a lower-case word nor "{{name:type}}"')
    return TopicPart(text)


def _parts_overlap(one: TopicPart, other: TopicPart) -> bool:
    if one.is_literal:
        return other.admits(one.text)
    if other.is_literal:
        return one.admits(other.text)
    return one.type == other.type or "text" in {one.type, other.type}


@dataclass(frozen=True, slots=True)
class Budget:
    """What a topic may cost: times in milliseconds, rates per second, counts for one topic.

    Attributes:
        refetch_ms: the trailing window in which a client merges refetches.
        max_wait_ms: the longest a steady stream may put a refetch off.
        per_second: refetches or renders of one client per second.
        burst: messages that one action of the app may send to one topic.
        subscribers: clients expected on one topic.
    """

    refetch_ms: int
    max_wait_ms: int
    per_second: float
    burst: int
    subscribers: int


@dataclass(frozen=True, slots=True)
class ClientEvent:
    """What clients broadcast to each other: the event, and the keys of its payload with their types."""

    name: str
    fields: tuple[Column, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """A family of topics: what feeds it, who may read and write it, what it may cost.

    Attributes:
        read: roles whose policies may admit readers.
        write: roles whose clients may broadcast; such a topic is fed by no table.
        replay: how many messages of the time away a client asks for when it comes back.
        where: `file:line` of the declaration.
    """

    pattern: TopicPattern
    feature: str
    summary: str
    surfaces: tuple[str, ...]
    read: tuple[str, ...]
    write: tuple[str, ...]
    presence: bool
    budget: Budget
    publications: tuple[Publication, ...] = ()
    client_events: tuple[ClientEvent, ...] = ()
    replaces: tuple[str, ...] = ()
    replay: int = 0
    where: str = field(default="", compare=False)
