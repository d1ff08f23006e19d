"""Patterns of LIKE and regular expressions as languages of the solver."""

from __future__ import annotations

__all__ = ["Domain", "UnsupportedError", "encode", "parse_like", "parse_regex", "part_language"]

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import z3

_HIGHEST = 0x2FFFF
"""The last character of SMT-LIB's strings; policies tell apart no character beyond."""

_SORT = z3.ReSort(z3.StringSort())
_ANY, _ALL = z3.AllChar(_SORT), z3.Full(_SORT)
_UUIDS = (
    "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
    "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "[0-9a-f-]{36}",
)
_SMALL = "[0-9a-f]{3}"
_QUANTIFIER = re.compile(r"(?P<sign>[*+?])|\{(?P<low>\d{1,3})(?P<comma>,(?P<high>\d{1,3})?)?\}")
_BIGINT = "0|-?[1-9][0-9]{0,17}"
_ANY_BIGINT = "0|-?[1-9][0-9]{0,18}"
_MOST = 255
"""Repetitions that a quantifier may name; PostgreSQL raises at more (15 to 18)."""


class UnsupportedError(ValueError):
    """A construct that the model does not have; the text names it."""


@dataclass(frozen=True)
class Domain:
    """How long a uuid is: 36 letters for proofs, 3 for the search of counterexamples."""

    small: bool = False

    @cached_property
    def uuid(self) -> Any:
        """The one spelling of a uuid."""
        return parse_regex(f"^{_UUIDS[0]}$", self)

    @cached_property
    def uuid_input(self) -> Any:
        """Every spelling that a cast to uuid takes (PostgreSQL 15 to 18: braces, hyphens after four)."""
        if self.small:
            return self.uuid
        bare = "[0-9a-fA-F]{4}(-?[0-9a-fA-F]{4}){7}"
        return parse_regex(f"^({bare}|\\{{{bare}\\}})$", self)

    @cached_property
    def bigint(self) -> Any:
        """The one spelling of an integer that a topic may hold; a longer one may be out of range."""
        return parse_regex(f"^({_BIGINT})$", self)

    @cached_property
    def any_bigint(self) -> Any:
        """The one spelling of every integer that PostgreSQL has."""
        return parse_regex(f"^({_ANY_BIGINT})$", self)


def part_language(number: int, language: Any) -> Any:
    """Return the language of the texts whose part of that number, between colons, is of `language`."""
    colon = z3.Re(":")
    part = z3.Star(z3.Union(z3.Range(_one(0), _one(ord(":") - 1)), z3.Range(";", _one(_HIGHEST))))
    before = z3.Concat(part, colon)
    inner = z3.Intersect(language, part)
    heads = [z3.Loop(before, number - 1, number - 1)] if number > 1 else []
    found = z3.Concat(*heads, inner, z3.Option(z3.Concat(colon, _ALL)))
    if number > 1 and z3.is_true(z3.simplify(z3.InRe(z3.StringVal(""), language))):
        # Behind the last part split_part gives an empty text.
        shorter = [z3.Concat(*[before] * count, part) if count else part for count in range(number - 1)]
        return z3.Union(found, *shorter)
    return found


def encode(text: str) -> str:
    """Return `text` as the solver's literals are written, which take a backslash for an escape.

    Raises:
        UnsupportedError: a character is beyond the solver's strings.
    """
    if any(ord(sign) > _HIGHEST for sign in text):
        raise UnsupportedError("a character beyond U+2FFFF")
    return "".join(sign if " " <= sign <= "~" and sign != "\\" else f"\\u{{{ord(sign):x}}}" for sign in text)


def parse_like(pattern: str) -> Any:
    """Return the language of a LIKE pattern with the usual escape."""
    parts, place = [], 0
    while place < len(pattern):
        sign = pattern[place]
        if sign == "\\":
            place += 1
            if place == len(pattern):
                raise UnsupportedError("a LIKE pattern that ends in its escape")
            parts.append(_letter(pattern[place]))
        else:
            parts.append(_ALL if sign == "%" else _ANY if sign == "_" else _letter(sign))
        place += 1
    return _concat(parts)


def parse_regex(pattern: str, domain: Domain) -> Any:
    """Return the language of the texts in which PostgreSQL's `~` finds the regular expression.

    Raises:
        UnsupportedError: it holds more than literals, classes of ASCII ranges, groups, alternatives,
            quantifiers and anchors at its ends.
    """
    if domain.small:
        for uuid in _UUIDS:
            pattern = pattern.replace(uuid, _SMALL)
    reader = _Reader(pattern)
    found = reader.read_alternatives(top=True)
    if reader.place != len(pattern):
        raise UnsupportedError(f'the regular expression "{pattern}"')
    return found


def _letter(sign: str) -> Any:
    return z3.Re(z3.StringVal(encode(sign)))


def _concat(parts: list[Any]) -> Any:
    if not parts:
        return z3.Re("")
    return parts[0] if len(parts) == 1 else z3.Concat(*parts)


class _Reader:
    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.place = 0
        if pattern.startswith(("***", "(?")):
            self._refuse()

    def read_alternatives(self, *, top: bool = False) -> Any:
        found = [self._read_branch(top=top)]
        while self._take("|"):
            found.append(self._read_branch(top=top))
        return found[0] if len(found) == 1 else z3.Union(*found)

    def _read_branch(self, *, top: bool) -> Any:
        begins, ends = top and self._take("^"), False
        parts: list[Any] = []
        while self.place < len(self.pattern) and self.pattern[self.place] not in "|)":
            if top and self.pattern[self.place] == "$":
                self.place += 1
                ends = True
                if self.place < len(self.pattern) and self.pattern[self.place] != "|":
                    self._refuse()
            else:
                parts.append(self._read_quantified(self._read_atom()))
        if not top:
            return _concat(parts)
        return _concat([*([] if begins else [_ALL]), *parts, *([] if ends else [_ALL])])

    def _read_quantified(self, atom: Any) -> Any:
        match = _QUANTIFIER.match(self.pattern, self.place)
        if not match:
            return atom
        self.place = match.end()
        if self.pattern[self.place : self.place + 1] in {"?", "*", "+", "{"}:
            self._refuse()
        if match["sign"]:
            return {"*": z3.Star, "+": z3.Plus, "?": z3.Option}[match["sign"]](atom)
        low = int(match["low"])
        if max(low, int(match["high"] or 0)) > _MOST:
            self._refuse()
        if not match["comma"]:
            return z3.Loop(atom, low, low) if low else z3.Re("")
        if match["high"] is None:
            return z3.Concat(z3.Loop(atom, low, low), z3.Star(atom)) if low else z3.Star(atom)
        high = int(match["high"])
        if not low <= high or high == 0:
            self._refuse()
        return z3.Loop(atom, low, high)

    def _read_atom(self) -> Any:
        sign = self.pattern[self.place]
        self.place += 1
        if sign == "(":
            if self.pattern.startswith("?", self.place) and not self._take("?:"):
                self._refuse()
            inner = self.read_alternatives()
            if not self._take(")"):
                self._refuse()
            return inner
        if sign == "[":
            return self._read_class()
        if sign == "\\":
            sign = self.pattern[self.place : self.place + 1]
            self.place += 1
            return _letter(sign) if sign and not sign.isalnum() else self._refuse()
        if sign in "*+?{}^$":
            self._refuse()
        return _ANY if sign == "." else _letter(sign)

    def _read_class(self) -> Any:
        negated = self._take("^")
        spans: list[tuple[int, int]] = []
        while not self._take("]") or not spans:
            first = self.pattern[self.place : self.place + 1]
            self.place += 1
            if not first or first in "[\\" or (first == "]" and spans) or not first.isascii():
                self._refuse()
            last = first
            if first == "-" and spans and self.pattern[self.place : self.place + 1] != "]":
                self._refuse()
            if (
                self.pattern[self.place : self.place + 1] == "-"
                and self.pattern[self.place + 1 : self.place + 2] != "]"
            ):
                last = self.pattern[self.place + 1 : self.place + 2]
                self.place += 2
                if not last or last in "[\\" or not first <= last or not last.isascii():
                    self._refuse()
            spans.append((ord(first), ord(last)))
        if negated:
            spans = _complement(spans)
        return _union([z3.Range(_one(low), _one(high)) for low, high in spans])

    def _take(self, text: str) -> bool:
        found = self.pattern.startswith(text, self.place)
        self.place += len(text) * found
        return found

    def _refuse(self) -> Any:
        raise UnsupportedError(f'the regular expression "{self.pattern}"')


def _complement(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found, place = [], 0
    for low, high in sorted(spans):
        if place < low:
            found.append((place, low - 1))
        place = max(place, high + 1)
    return [*found, (place, _HIGHEST)]


def _one(number: int) -> Any:
    return z3.StringVal(encode(chr(number)))


def _union(parts: list[Any]) -> Any:
    return parts[0] if len(parts) == 1 else z3.Union(*parts)
