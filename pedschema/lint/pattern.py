"""Patterns of LIKE and of regular expressions: what they leave open."""

from __future__ import annotations

__all__ = ["Strength", "find_wildcard", "is_anchored", "judge_regex"]

import re
import string
from enum import IntEnum
from itertools import product

_HEX, _ANY, _CLASS, _BEGIN, _END = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
_MOST = 64
"""Alternatives of one pattern that are told apart."""

_HEX_DIGITS = frozenset(string.hexdigits)
_NAMED = {"[:xdigit:]": string.hexdigits, "[:digit:]": string.digits, "\\d": string.digits}
_QUANTIFIER = re.compile(r"(?:[*+?]|\{(\d+)(,\d*)?\})\??")
_OPTIONS = re.compile(r"\*\*\*:|\(\?[a-z]+\)")
_CLASS_ITEM = re.compile(r"\[:[a-z]+:\]|\\.|.-[^\]]|.", re.DOTALL)

_DIGIT = f"[{_HEX}0-9a-fA-F]"
_UUID = re.compile(
    f"(?<![{_HEX}{_ANY}{_CLASS}0-9a-zA-Z]){_DIGIT}{{8}}(?:-{_DIGIT}{{4}}){{3}}-{_DIGIT}{{12}}(?=[{_END}:/.])"
)
_BARE_UUID = re.compile(f"{_DIGIT}{{8}}(?:-{_DIGIT}{{4}}){{3}}-{_DIGIT}{{12}}")


class Strength(IntEnum):
    """What a guard keeps away from a cast: nothing, other families, most junk, all that is no value."""

    NONE = 0
    FAMILY = 1
    WEAK = 2
    STRICT = 3


def judge_regex(pattern: str, type_: str, *, extracts: bool = False) -> Strength:
    """Return how well a regular expression keeps text that is no `type_` from a cast.

    Args:
        pattern: a PostgreSQL regular expression.
        type_: `uuid`; of other types every class of characters counts as strict.
        extracts: whether the cast gets what the pattern matches, not what stands at its place.
    """
    alternatives = _expand(pattern)
    if not all(_HEX in each or _CLASS in each for each in alternatives):
        return Strength.FAMILY
    uuid = _BARE_UUID if extracts else _UUID
    strict = type_ != "uuid" or all(uuid.search(each) for each in alternatives)
    return Strength.STRICT if strict else Strength.WEAK


def is_anchored(pattern: str) -> bool:
    """Return whether every alternative of a regular expression begins at the text's begin."""
    return all(each.startswith(_BEGIN) for each in _expand(pattern))


def find_wildcard(pattern: str, wildcard: str, escape: str = "\\") -> int:
    """Return the place of the first `wildcard` of a LIKE pattern that no escape takes its meaning, or -1."""
    place = 0
    while place < len(pattern):
        if pattern[place] == escape:
            place += 2
            continue
        if pattern[place] == wildcard:
            return place
        place += 1
    return -1


def _expand(pattern: str) -> tuple[str, ...]:
    """Return a regular expression's alternatives, every character of them one letter or one symbol."""
    options = _OPTIONS.match(pattern)
    reader = _Reader(pattern, options.end() if options else 0)
    return tuple(reader.read_alternatives())


class _Reader:
    """Reads a regular expression; one that is no valid one reads as something, never fails."""

    def __init__(self, pattern: str, place: int) -> None:
        self.pattern = pattern
        self.place = place
        self.depth = 0

    def read_alternatives(self) -> list[str]:
        found = self._read_sequence()
        while self._take("|"):
            found += self._read_sequence()
        return found if len(found) <= _MOST else [_ANY]

    def _read_sequence(self) -> list[str]:
        found = [""]
        while self.place < len(self.pattern) and self.pattern[self.place] != "|":
            if self.pattern[self.place] == ")" and self.depth:
                break
            atom = self._read_quantified(self._read_atom())
            found = [one + other for one, other in product(found, atom)]
            if len(found) > _MOST:
                found = [_ANY]
        return found

    def _read_quantified(self, atom: list[str]) -> list[str]:
        match = _QUANTIFIER.match(self.pattern, self.place)
        if not match:
            return atom
        self.place = match.end()
        if match[0].startswith("?"):
            return ["", *atom]
        if match[1] and not match[2] and len(atom) == 1 and int(match[1]) <= 2 * _MOST:
            return [atom[0] * int(match[1])]
        return [_CLASS if all(_HEX in each or _CLASS in each for each in atom) else _ANY]

    def _read_atom(self) -> list[str]:
        sign = self.pattern[self.place]
        self.place += 1
        if sign == "(":
            return self._read_group()
        if sign == "[":
            return [self._read_class()]
        if sign == "\\":
            return [self._read_escape()]
        return [{"^": _BEGIN, "$": _END, ".": _ANY}.get(sign, sign)]

    def _read_group(self) -> list[str]:
        self._take("?:")
        if self.depth > _MOST:
            return [_ANY]
        self.depth += 1
        found = self.read_alternatives()
        self.depth -= 1
        self._take(")")
        return found

    def _read_class(self) -> str:
        negated = self._take("^")
        items: list[str] = []
        while self.place < len(self.pattern) and (self.pattern[self.place] != "]" or not items):
            match = _CLASS_ITEM.match(self.pattern, self.place)
            items.append(match[0] if match else "")
            self.place += max(1, len(items[-1]))
        self._take("]")
        if negated:
            return _ANY
        letters = {letter for item in items for letter in _spread(item)}
        if len(letters) == 1:
            return letters.pop()
        return _HEX if letters <= _HEX_DIGITS else _CLASS

    def _read_escape(self) -> str:
        sign = self.pattern[self.place : self.place + 1]
        self.place += 1
        known = {"d": _HEX, "A": _BEGIN, "Z": _END}
        return known.get(sign, _ANY if sign.isalpha() else sign)

    def _take(self, text: str) -> bool:
        found = self.pattern.startswith(text, self.place)
        self.place += len(text) * found
        return found


def _spread(item: str) -> str:
    """Return the characters of one item of a class; those that cannot be listed as one that is no digit."""
    if item in _NAMED:
        return _NAMED[item]
    if len(item) == 3 and item[1] == "-":
        first, last = ord(item[0]), ord(item[2])
        return "".join(map(chr, range(first, last + 1))) if last - first < _MOST else "\0\1"
    return item if len(item) == 1 else "\0\1"
