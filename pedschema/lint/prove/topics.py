"""The topic that a client asks for: of a declared pattern, or any text at all."""

from __future__ import annotations

__all__ = ["AnyTopic", "AskedTopic", "PatternTopic", "pattern_language"]

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

import z3

from pedschema.lint.prove.languages import UnsupportedError, encode, parse_regex
from pedschema.lint.prove.texts import Pieces, Texts, spell
from pedschema.lint.prove.values import FALSE, TRUE, Kind, Piece
from pedschema.model.topic import PART_TYPES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pedschema.lint.prove.languages import Domain
    from pedschema.model.topic import TopicPattern

_KINDS = {"uuid": Kind.UUID, "bigint": Kind.INT, "text": Kind.TEXT}


class AskedTopic(ABC):
    """A topic that policies read."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts

    @property
    @abstractmethod
    def pieces(self) -> Pieces:
        """The topic as text."""

    @abstractmethod
    def part(self, number: int) -> Pieces:
        """Return what `split_part(topic, ':', number)` gives, `number` from 1."""

    @abstractmethod
    def _parts(self, count: int) -> tuple[Any, list[Pieces]]:
        """Return when the topic has `count` parts, and those."""

    def read(self, pattern: str, name: str, type_: str) -> tuple[Any, Any]:
        """Return when `topic_<type>(pattern, name)` is not NULL, and the part's term or pieces then.

        Raises:
            UnsupportedError: the pattern names the part twice.
        """
        expected = pattern.split(":")
        if expected.count(f"{{{name}}}") > 1:
            raise UnsupportedError(f'a pattern that names "{name}" twice')
        holds, parts = self._parts(len(expected))
        if f"{{{name}}}" not in expected or z3.is_false(holds):
            return FALSE, _nothing(type_)
        conditions, found = [holds], _nothing(type_)
        for wanted, actual in zip(expected, parts, strict=True):
            if wanted == f"{{{name}}}":
                if [piece.kind for piece in actual] != [_KINDS[type_]] or type_ == "text":
                    conditions.append(self.texts.matches(actual, _language(type_, self.texts.domain)))
                found = actual if type_ == "text" else self.texts.number(_KINDS[type_], actual)[1]
            elif wanted.startswith("{") and wanted.endswith("}"):
                conditions.append(z3.Not(self.texts.equal(actual, ())))
            else:
                conditions.append(self.texts.equal(actual, spell(wanted)))
        return z3.simplify(z3.And(*conditions)), found


class PatternTopic(AskedTopic):
    """Any topic of a declared pattern."""

    def __init__(self, texts: Texts, pattern: TopicPattern) -> None:
        super().__init__(texts)
        self.pattern = pattern
        self.values: dict[str, Piece] = {}
        self._components: list[Pieces] = []
        for part in pattern.parts:
            if part.is_literal:
                self._components.append(spell(part.text))
            else:
                self.values[part.text] = self._make(part.text, part.type)
                self._components.append((self.values[part.text],))

    @property
    def pieces(self) -> Pieces:
        """The topic as text."""
        found: list[Piece] = []
        for component in self._components:
            found += [Piece(Kind.LITERAL, ":"), *component] if found else component
        return tuple(found)

    def part(self, number: int) -> Pieces:
        """Return the part of that number; an empty text behind the last."""
        return self._components[number - 1] if number <= len(self._components) else ()

    def _parts(self, count: int) -> tuple[Any, list[Pieces]]:
        return (TRUE if count == len(self._components) else FALSE), self._components

    def _make(self, name: str, type_: str) -> Piece:
        if type_ != "text":
            return Piece(_KINDS[type_], z3.Int(f"topic.{name}"))
        string = z3.String(f"topic.{name}")
        self.texts.restrict(string, _language(type_, self.texts.domain))
        return Piece(Kind.TEXT, string)


class AnyTopic(AskedTopic):
    """Any text but the empty one, which no client can ask for."""

    def __init__(self, texts: Texts) -> None:
        super().__init__(texts)
        self.string = z3.String("topic")
        texts.axioms.append(self.string != z3.StringVal(""))
        self._chain: list[tuple[Any, Any, Any]] = []
        self._read: dict[tuple[str, str, str], tuple[Any, Any]] = {}

    @property
    def pieces(self) -> Pieces:
        """The topic as text."""
        return (Piece(Kind.TEXT, self.string),)

    def part(self, number: int) -> Pieces:
        """Return the part of that number; an empty text behind the last."""
        _, part, _ = self._link(number)
        return (Piece(Kind.TEXT, part),)

    def read(self, pattern: str, name: str, type_: str) -> tuple[Any, Any]:
        """Return what the topic of any text has at a part; as for `AskedTopic`."""
        key = (pattern, name, type_)
        if key not in self._read:
            head, wanted, tail = pattern.partition(f"{{{name}}}")
            plain = wanted and "{" not in head + tail
            bounded = (not head or head.endswith(":")) and (not tail or tail.startswith(":"))
            whole = plain and bounded and type_ in {"uuid", "bigint"}
            self._read[key] = self._read_plain(head, tail, type_) if whole else super().read(*key)
        return self._read[key]

    def _read_plain(self, head: str, tail: str, type_: str) -> tuple[Any, Any]:
        number = z3.FreshInt(f"part.{type_}")
        language = _sequence([*spell(head), type_, *spell(tail)], self.texts.domain)
        matches = z3.InRe(self.string, language)
        spelled = self.texts.string((*spell(head), Piece(_KINDS[type_], number), *spell(tail)))
        self.texts.axioms.append(z3.Implies(matches, self.string == spelled))
        return matches, number

    def _parts(self, count: int) -> tuple[Any, list[Pieces]]:
        links = [self._link(number) for number in range(1, count + 1)]
        more = z3.Contains(self._rest(count - 1), z3.StringVal(":"))
        return z3.And(links[-1][0], z3.Not(more)), [(Piece(Kind.TEXT, part),) for _, part, _ in links]

    def _rest(self, number: int) -> Any:
        return self._link(number)[2] if number else self.string

    def _link(self, number: int) -> tuple[Any, Any, Any]:
        """Return whether there is a part of that number, the part, and what follows its colon."""
        colon = z3.StringVal(":")
        while len(self._chain) < number:
            at = len(self._chain)
            there, before = (TRUE, self.string) if at == 0 else self._following()
            part, rest = z3.String(f"topic.part{at + 1}"), z3.String(f"topic.rest{at + 1}")
            self.texts.split(part, self.string, at + 1)
            more = z3.And(there, z3.Contains(before, colon))
            self.texts.axioms += [
                z3.Implies(more, before == z3.Concat(part, colon, rest)),
                z3.Implies(z3.Not(more), z3.And(part == before, rest == z3.StringVal(""))),
                z3.Not(z3.Contains(part, colon)),
            ]
            self._chain.append((there, part, rest))
        return self._chain[number - 1]

    def _following(self) -> tuple[Any, Any]:
        there, _, rest = self._chain[-1]
        before = self.string if len(self._chain) == 1 else self._chain[-2][2]
        return z3.And(there, z3.Contains(before, z3.StringVal(":"))), rest


def pattern_language(pattern: TopicPattern, domain: Domain) -> Any:
    """Return the language of the topics of a declared pattern."""
    parts: list[Piece | str] = []
    for part in pattern.parts:
        parts += spell(":") if parts else ()
        parts += spell(part.text) if part.is_literal else (part.type,)
    return _sequence(parts, domain)


def _sequence(parts: Sequence[Piece | str], domain: Domain) -> Any:
    """Return the language of literals and typed parts: the same term however its literals are cut."""
    joined: list[str] = [""]
    languages: list[Any] = []
    for part in parts:
        if isinstance(part, Piece):
            joined[-1] += part.term
        else:
            languages += [_literal(joined[-1])] if joined[-1] else []
            languages.append(_language(part, domain))
            joined.append("")
    languages += [_literal(joined[-1])] if joined[-1] else []
    return languages[0] if len(languages) == 1 else z3.Concat(*languages)


def _language(type_: str, domain: Domain) -> Any:
    if type_ == "uuid":
        return domain.uuid
    return parse_regex(f"^({PART_TYPES[type_][0]})$", domain)


def _literal(text: str) -> Any:
    return z3.Re(z3.StringVal(encode(text)))


def _nothing(type_: str) -> Any:
    return () if type_ == "text" else z3.IntVal(0)
