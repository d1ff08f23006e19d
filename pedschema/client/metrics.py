"""What the client does, as structured events: no topic's ids, no payload, no token, no user."""

from __future__ import annotations

__all__ = [
    "CountingSink",
    "Event",
    "Metrics",
    "Name",
    "Sink",
    "StreamSink",
    "console_sinks",
    "match_pattern",
]

import json
import logging
import os
import re
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pedschema.client.status import Fault

Value = str | int | float | bool
FLAG = "PEDSCHEMA_REALTIME_DEBUG"
OTHER = "other"
_log = logging.getLogger("pedschema.client")


class Name(StrEnum):
    """The kinds of events."""

    SUBSCRIBE = "subscribe"
    SUBSCRIBED = "subscribed"
    ERROR = "error"
    CLOSED = "closed"
    REJOIN = "rejoin"
    UNSUBSCRIBE = "unsubscribe"
    HEARTBEAT = "heartbeat"
    REFETCH = "refetch"
    PATCH = "patch"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Event:
    """One event.

    Attributes:
        at: seconds since 1970.
        attributes: `topic` is the pattern, never the topic; times are in milliseconds, `…_ms`.
    """

    name: Name
    at: float
    attributes: Mapping[str, Value]


class Sink(Protocol):
    """Takes events; what it raises is dropped."""

    def emit(self, event: Event) -> None:
        """Take one event, without waiting."""


@dataclass(slots=True)
class CountingSink:
    """Counts events by name and by their attributes that are words or truth values."""

    counts: Counter[tuple[str, ...]] = field(default_factory=Counter)

    def emit(self, event: Event) -> None:
        """Count one event."""
        words = (f"{key}={told}" for key, told in event.attributes.items() if isinstance(told, str | bool))
        self.counts[event.name, *sorted(words)] += 1

    def count(self, name: Name, *words: str) -> int:
        """Return how many events have the name and all the words, each `key=value`."""
        return sum(
            n for (found, *told), n in self.counts.items() if found == name and set(words) <= set(told)
        )


@dataclass(frozen=True, slots=True)
class StreamSink:
    """Writes one line of JSON for each event."""

    stream: TextIO

    def emit(self, event: Event) -> None:
        """Write one event."""
        told = {"at": round(event.at, 3), "name": event.name, **event.attributes}
        self.stream.write(json.dumps(told, ensure_ascii=False) + "\n")


def console_sinks(environ: Mapping[str, str] = os.environ) -> list[Sink]:
    """Return a sink on stderr where PEDSCHEMA_REALTIME_DEBUG is `true` or `1`, else none."""
    return [StreamSink(sys.stderr)] if environ.get(FLAG, "").lower() in {"1", "true"} else []


class Metrics:
    """Hands events to sinks."""

    def __init__(self, sinks: Iterable[Sink] = (), patterns: Iterable[str] = ()) -> None:
        self._sinks = tuple(sinks)
        self._patterns = tuple(patterns)
        self._silenced: set[int] = set()

    def record(self, name: Name, topic: str | None = None, **attributes: Value) -> None:
        """Hand one event to every sink; of a topic, only its pattern is told."""
        told = {"topic": match_pattern(topic, self._patterns)} if topic is not None else {}
        event = Event(name, time.time(), told | attributes)
        for sink in self._sinks:
            try:
                sink.emit(event)
            except Exception as error:  # noqa: BLE001 - an app's sink may raise anything
                if id(sink) not in self._silenced:
                    self._silenced.add(id(sink))
                    _log.warning("a sink of metrics raises %s", type(error).__name__)

    def record_fault(self, fault: Fault, phase: str, topic: str | None = None) -> None:
        """Hand a fault to every sink, without its texts."""
        self.record(Name.ERROR, topic, code=fault.code, phase=phase, **{"class": fault.class_})


def match_pattern(topic: str, patterns: Iterable[str]) -> str:
    """Return the pattern that a topic has, the most literal first; `other` where none does."""
    for pattern in sorted(patterns, key=lambda told: (told.count("{"), told)):
        parts = re.split(r"\{[^}]*\}", pattern)
        if re.fullmatch("[^:]+".join(map(re.escape, parts)), topic):
            return pattern
    return OTHER
