"""Names in generated code: of topics, of types, unique however many there are."""

from __future__ import annotations

__all__ = ["Names", "TopicNames", "digest", "name_topics", "name_types", "pascal", "unique"]

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pedschema.model.topic import TopicPattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pedschema.model.names import QualifiedName
    from pedschema.model.wire import Record, WireContract, WireTopic

_WORD = re.compile(r"[A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class TopicNames:
    """What a topic is called in generated code, and what it has.

    Attributes:
        topic: that is named.
        stem: its literals joined by `_`, a file's stem as well; no other topic has it.
        events: a name in PascalCase for each event: `messages.INSERT` is `MessagesInsert`.
        records: a name for each record: of what events share it, else of the event. A record that events of
            one stem share is `MessagesRecord`, the one of the past `MessagesOldRecord`.
    """

    topic: WireTopic
    stem: str
    events: Mapping[str, str]
    records: Mapping[Record, str]


@dataclass(frozen=True, slots=True)
class Names:
    """A wire and the names that emitters share, each made once.

    Attributes:
        wire: that is named.
        topics: in the order of the wire.
        types: a name in PascalCase for each enum and object type.
    """

    wire: WireContract
    topics: tuple[TopicNames, ...]
    types: Mapping[QualifiedName, str]

    @classmethod
    def of(cls, wire: WireContract) -> Names:
        """Return the names of all that a wire has."""
        stems = name_topics(wire)
        topics = (
            TopicNames(topic, stems[topic.pattern], _name_events(topic), _name_records(topic))
            for topic in wire.topics
        )
        return cls(wire, tuple(topics), name_types(wire))

    @property
    def stems(self) -> dict[str, str]:
        """The stem of each topic by its pattern."""
        return {each.topic.pattern: each.stem for each in self.topics}


def name_topics(wire: WireContract) -> dict[str, str]:
    """Return a name for each pattern, its literals joined by `_`: lower case, and a file's stem as well."""
    return unique([topic.pattern for topic in wire.topics], lambda pattern: TopicPattern.parse(pattern).slug)


def name_types(wire: WireContract) -> dict[QualifiedName, str]:
    """Return a name in PascalCase for each enum and object type."""
    names = [*(enum.name for enum in wire.enums), *(each.name for each in wire.objects)]
    named = unique(map(str, names), lambda text: pascal(text.partition(".")[2]))
    return {name: named[str(name)] for name in names}


def pascal(text: str) -> str:
    """Return the words of a text in PascalCase, letters and digits of ASCII only; never empty."""
    words = [word[:1].upper() + word[1:] for word in _WORD.findall(text)]
    joined = "".join(words) or f"N{digest(text)}"
    return joined if joined[0].isalpha() else f"N{joined}"


def unique(sources: Iterable[str], name: Callable[[str], str]) -> dict[str, str]:
    """Return a name for each source; those that would be the same, whatever their case, get a suffix.

    The suffix is made of the source alone, so that a new source never renames one that was unlike it.
    """
    named = {source: name(source) for source in sources}
    counted = Counter(given.lower() for given in named.values())
    return {
        source: given if counted[given.lower()] == 1 else f"{given}_{digest(source)}"
        for source, given in named.items()
    }


def digest(text: str) -> str:
    """Return six hexadecimal digits that a text always gives."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:6]


def _name_events(topic: WireTopic) -> dict[str, str]:
    def name(event: str) -> str:
        given = pascal(_lowered(event))
        # The union of all messages is called like that.
        return f"{given}_{digest(event)}" if given == "Any" else given

    named = unique([event.name for event in topic.events], name)
    # Operations of an event have types of their own, called after both.
    taken = {
        f"{named[event.name]}{variant.operation}".lower()
        for event in topic.events
        if len(event.variants) > 1
        for variant in event.variants
    }
    return {
        event: f"{given}_{digest(event)}" if given.lower() in taken else given
        for event, given in named.items()
    }


def _name_records(topic: WireTopic) -> dict[Record, str]:
    named: dict[Record, str] = {}
    for event in topic.events:
        stem = pascal(_lowered(event.name.rpartition(".")[0] or event.name))
        for variant in event.variants:
            for record, suffix in ((variant.record, "Record"), (variant.old_record, "OldRecord")):
                if record is not None and record not in named:
                    whole = pascal(_lowered(f"{event.name} {variant.operation}"))
                    _name_record(named, record, (f"{stem}{suffix}", f"{whole}{suffix}"))
    return named


def _name_record(named: dict[Record, str], record: Record, candidates: tuple[str, str]) -> None:
    taken = {name.lower() for name in named.values()}
    free = [name for name in candidates if name.lower() not in taken]
    named[record] = free[0] if free else f"{candidates[1]}_{digest(repr(record))}"


def _lowered(name: str) -> str:
    """Return a name with words that shout in lower case: `messages.INSERT` becomes `messages.insert`."""
    return _WORD.sub(lambda word: word[0].lower() if word[0].isupper() else word[0], name)
