"""The parts of a trigger's definition, as PostgreSQL writes it."""

from __future__ import annotations

__all__ = ["break_lines", "compare_parts"]

import re

_DEFINITION = re.compile(
    r"""
    CREATE \s (?:CONSTRAINT \s)? TRIGGER \s .+? \s (?P<moment>BEFORE|AFTER|INSTEAD\ OF) \s
    (?P<events>.+?) \s ON \s (?P<table>\S+) \s
    (?P<transitions>.*?) FOR \s EACH \s (?P<level>ROW|STATEMENT) \s
    (?:WHEN \s \((?P<when>.*)\) \s)? EXECUTE \s FUNCTION \s (?P<function>.+)
    """,
    re.VERBOSE | re.DOTALL,
)
_WORDS = {
    "moment": "moment",
    "events": "set of statements or columns",
    "transitions": "set of transition tables",
    "level": "level",
    "when": "WHEN",
    "function": "function",
}
_BREAKS = re.compile(
    r" (?=AFTER |BEFORE |INSTEAD OF |ON \S+ |REFERENCING |FOR EACH |WHEN \(|EXECUTE FUNCTION )"
)


def compare_parts(one: str, other: str) -> tuple[str, ...]:
    """Return what differs between two definitions, in words; empty when they cannot be taken apart."""
    before, after = _DEFINITION.fullmatch(one), _DEFINITION.fullmatch(other)
    if before is None or after is None:
        return ()
    return tuple(word for part, word in _WORDS.items() if before[part] != after[part])


def break_lines(definition: str) -> str:
    """Return a definition with its clauses on lines of their own."""
    return _BREAKS.sub("\n", definition)
