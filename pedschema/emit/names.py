"""Names in generated code: of topics, of types, unique however many there are."""

from __future__ import annotations

__all__ = ["name_topics", "name_types", "pascal", "unique"]

import hashlib
import re
from collections import Counter
from typing import TYPE_CHECKING

from pedschema.model.topic import TopicPattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pedschema.model.names import QualifiedName
    from pedschema.model.wire import WireContract

_WORD = re.compile(r"[A-Za-z0-9]+")


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
    joined = "".join(words) or f"N{_digest(text)}"
    return joined if joined[0].isalpha() else f"N{joined}"


def unique(sources: Iterable[str], name: Callable[[str], str]) -> dict[str, str]:
    """Return a name for each source; those that would be the same, whatever their case, get a suffix.

    The suffix is made of the source alone, so that a new source never renames one that was unlike it.
    """
    named = {source: name(source) for source in sources}
    counted = Counter(given.lower() for given in named.values())
    return {
        source: given if counted[given.lower()] == 1 else f"{given}_{_digest(source)}"
        for source, given in named.items()
    }


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:6]
