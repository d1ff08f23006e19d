"""Channels of clients beside the topics of a contract."""

from __future__ import annotations

__all__ = ["PREFIX", "find_closest", "find_topics", "list_names", "may_be", "name_channel"]

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from pedschema.lint.clients.values import HOLE
from pedschema.model.topic import PART_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pedschema.lint.client import ClientChannel
    from pedschema.model.catalogue import Catalogue
    from pedschema.model.topic import Topic, TopicPart, TopicPattern

PREFIX = "realtime:"
"""What client libraries put before a topic on their own."""

_LETTERS = {"uuid": r"[0-9a-f-]*", "bigint": r"[0-9-]*", "text": r"[a-z0-9_.-]*"}
_PART_NAME = re.compile(r"\{[^{}]*\}")


def find_topics(channel: ClientChannel, catalogue: Catalogue) -> tuple[Topic, ...]:
    """Return the topics of the contract that the channel may be; none when nothing of its name is known."""
    if channel.topic is None:
        return ()
    parts = channel.topic.split(":")
    return tuple(topic for topic in catalogue.topics if _may_match(parts, topic.pattern))


def find_closest(channel: ClientChannel, catalogue: Catalogue) -> Topic | None:
    """Return the topic whose pattern reads most like the channel's name, if one does."""
    patterns = {_PART_NAME.sub(HOLE, str(topic.pattern)): topic for topic in catalogue.topics}
    close = get_close_matches(channel.topic or "", patterns, n=1)
    return patterns[close[0]] if close else None


def may_be(text: str, name: str) -> bool:
    """Return whether a text with holes may be a name; client libraries do not tell capitals apart."""
    pieces = (re.escape(piece) for piece in text.split(HOLE))
    return re.fullmatch(".*".join(pieces), name, re.IGNORECASE) is not None


def name_channel(channel: ClientChannel) -> str:
    """Return what a finding calls the channel."""
    return "a channel" if channel.topic is None else f'channel "{channel.topic}"'


def list_names(names: Iterable[str], limit: int = 4) -> str:
    """Return the first of the names, in quotes."""
    quoted: Sequence[str] = [f'"{name}"' for name in dict.fromkeys(names)]
    return ", ".join(quoted[:limit]) + (", …" if len(quoted) > limit else "")


def _may_match(values: Sequence[str], pattern: TopicPattern) -> bool:
    """Return whether parts with holes may be a topic of the pattern; a hole holds no colon."""
    return len(values) == len(pattern.parts) and all(map(_may_stand, values, pattern.parts))


def _may_stand(value: str, part: TopicPart) -> bool:
    if HOLE not in value:
        return part.admits(value)
    if part.is_literal:
        return re.fullmatch(".*".join(map(re.escape, value.split(HOLE))), part.text) is not None
    known = value.replace(HOLE, "")
    return len(known) <= PART_TYPES[part.type][1] and re.fullmatch(_LETTERS[part.type], known) is not None
