"""Text as the model has it: pieces, of which some are the spelling of a number that stands for a uuid."""

from __future__ import annotations

__all__ = ["Texts", "flatten", "spell"]

import re
from itertools import pairwise
from typing import Any
from uuid import UUID

import z3

from pedschema.lint.prove.languages import Domain, encode, part_language
from pedschema.lint.prove.values import FALSE, TRUE, Kind, Piece

_CANONICAL = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_UUID_LENGTH = 36
_DIGITS = set("0123456789abcdef-")
_SIDE_EFFORT = 20_000_000
_ALL = z3.Full(z3.ReSort(z3.StringSort()))

Pieces = tuple[Piece, ...]


def spell(text: str) -> Pieces:
    """Return a literal as pieces."""
    return (Piece(Kind.LITERAL, text),) if text else ()


def flatten(pieces: Pieces) -> Pieces:
    """Return the pieces with neighbouring literals joined."""
    found: list[Piece] = []
    for piece in pieces:
        if piece.kind is Kind.LITERAL and found and found[-1].kind is Kind.LITERAL:
            found[-1] = Piece(Kind.LITERAL, found[-1].term + piece.term)
        elif piece.kind is not Kind.LITERAL or piece.term:
            found.append(piece)
    return tuple(found)


class Texts:
    """What is known of texts in one world: spellings, and which languages they are of."""

    def __init__(self, domain: Domain) -> None:
        self.domain = domain
        self.axioms: list[Any] = []
        self._languages: dict[int, Any] = {}
        self._spelled: dict[tuple[Kind, int], Any] = {}
        self._parts: dict[int, tuple[Any, int]] = {}
        self._pairs: list[tuple[Any, Any]] = []
        self._decided: dict[tuple[str, Pieces], bool | None] = {}
        self._functions = {
            kind: (
                z3.Function(f"text_of_{kind.value}", z3.IntSort(), z3.StringSort()),
                z3.Function(f"{kind.value}_of", z3.StringSort(), z3.IntSort()),
            )
            for kind in (Kind.UUID, Kind.INT)
        }

    def restrict(self, string: Any, language: Any) -> None:
        """Remember that a string of the solver is of a language."""
        self._languages[string.get_id()] = language
        self.axioms.append(z3.InRe(string, language))

    def split(self, string: Any, whole: Any, number: int) -> None:
        """Remember that a string is a part of another: a language of one is a language of the other."""
        self._parts[string.get_id()] = (whole, number)

    def string(self, pieces: Pieces) -> Any:
        """Return the pieces as one term."""
        terms = [self._term(piece) for piece in pieces]
        if not terms:
            return z3.StringVal("")
        return terms[0] if len(terms) == 1 else z3.Concat(*terms)

    def number(self, kind: Kind, pieces: Pieces) -> tuple[Any, Any]:
        """Return when a cast of the text to uuid or integer holds, and what it gives then."""
        if len(pieces) == 1 and pieces[0].kind is kind:
            return TRUE, pieces[0].term
        if all(piece.kind is Kind.LITERAL for piece in pieces):
            text = "".join(piece.term for piece in pieces)
            if kind is Kind.UUID and _CANONICAL.fullmatch(text):
                return TRUE, z3.IntVal(UUID(text).int)
            if kind is Kind.INT and re.fullmatch("0|-?[1-9][0-9]{0,17}", text):
                return TRUE, z3.IntVal(int(text))
        spelled, number_of = self._functions[kind]
        string = self.string(pieces)
        number = number_of(string)
        if kind is Kind.UUID:
            self._pairs.append((number, string))
        language = self._language(kind)
        canonical = self.matches(pieces, language)
        self.axioms.append(z3.Implies(canonical, spelled(number) == string))
        accepted = self.domain.uuid_input if kind is Kind.UUID else language
        return self.matches(pieces, accepted), number

    def matches(self, pieces: Pieces, language: Any) -> Any:
        """Return when the text is of the language; decided here where the pieces' own languages allow."""
        key = (language.sexpr(), pieces)
        if key not in self._decided:
            self._decided[key] = self._decide(pieces, language)
        known = self._decided[key]
        if known is not None:
            return TRUE if known else FALSE
        if len(pieces) == 1 and pieces[0].kind is Kind.TEXT and pieces[0].term.get_id() in self._parts:
            whole, number = self._parts[pieces[0].term.get_id()]
            return z3.InRe(whole, part_language(number, language))
        return z3.InRe(self.string(pieces), language)

    def contains(self, text: Pieces, inner: Pieces) -> Any:
        """Return when a text holds another somewhere."""
        if not self.domain.small and len(inner) == 1 and inner[0].kind is Kind.UUID and _keeps_apart(text):
            return z3.Or(*(piece.term == inner[0].term for piece in text if piece.kind is Kind.UUID))
        return z3.Contains(self.string(text), self.string(inner))

    def equal(self, one: Pieces, other: Pieces) -> Any:
        """Return when two texts are the same."""
        conditions: list[Any] = []
        sides = [list(flatten(one)), list(flatten(other))]
        lengths = [self._length(side) for side in sides]
        if None not in lengths and lengths[0] != lengths[1]:
            return FALSE
        for end in (0, -1):
            while all(sides):
                step = self._compare(sides[0], sides[1], end)
                if step is None:
                    break
                if z3.is_false(step):
                    return FALSE
                conditions.append(step)
        left, right = (tuple(side) for side in sides)
        if left or right:
            conditions.append(self._equal_rest(left, right))
        return z3.And(*conditions)

    def _equal_rest(self, left: Pieces, right: Pieces) -> Any:
        for side, other in ((left, right), (right, left)):
            split = len(side) == 1 and side[0].kind is Kind.TEXT and side[0].term.get_id() in self._parts
            if split and all(piece.kind is Kind.LITERAL for piece in other):
                text = "".join(piece.term for piece in other)
                return self.matches(side, z3.Re(z3.StringVal(encode(text))))
        if not (left and right) and any(piece.kind is not Kind.TEXT for piece in (*left, *right)):
            return FALSE
        return self.string(left) == self.string(right)

    def spellings(self, model: Any) -> list[tuple[int, str]]:
        """Return the numbers of uuids whose text a model has chosen, and those texts."""
        found = []
        for number, string in self._pairs:
            text = model.eval(string, model_completion=True)
            found.append((model.eval(number, model_completion=True).as_long(), text.as_string()))
        return found

    def _compare(  # noqa: PLR0911 - one for each pair of kinds
        self, one: list[Piece], other: list[Piece], end: int
    ) -> Any:
        """Take equal ends off both texts; return when they are equal, None when that cannot be told apart."""
        first, second = one[end], other[end]
        if first.kind is Kind.LITERAL and second.kind is Kind.LITERAL:
            size = min(len(first.term), len(second.term))
            ends = [p.term[:size] if end == 0 else p.term[-size:] for p in (first, second)]
            if ends[0] != ends[1]:
                return FALSE
            for side in (one, other):
                _cut(side, end, size)
            return TRUE
        if first.kind is second.kind and (
            first.kind is Kind.UUID or (first.kind is Kind.INT and _stops(one, end) and _stops(other, end))
        ):
            del one[end], other[end]
            return first.term == second.term
        if first.kind is Kind.TEXT and second.kind is Kind.TEXT and first.term.eq(second.term):
            del one[end], other[end]
            return TRUE
        if {first.kind, second.kind} == {Kind.LITERAL, Kind.UUID} and not self.domain.small:
            literal, uuid = (one, other) if first.kind is Kind.LITERAL else (other, one)
            text = literal[end].term
            text = text[:_UUID_LENGTH] if end == 0 else text[-_UUID_LENGTH:]
            if len(text) == _UUID_LENGTH and not _CANONICAL.fullmatch(text):
                return FALSE
            if len(text) == _UUID_LENGTH:
                term = uuid.pop(end).term
                _cut(literal, end, _UUID_LENGTH)
                return term == z3.IntVal(UUID(text).int)
            if len(literal) == 1 or set(text) - _DIGITS:
                return FALSE
        return None

    def _length(self, side: list[Piece]) -> int | None:
        """Return how long a text is, None when that is open."""
        if self.domain.small or any(piece.kind not in {Kind.LITERAL, Kind.UUID} for piece in side):
            return None
        return sum(len(p.term) if p.kind is Kind.LITERAL else _UUID_LENGTH for p in side)

    def _term(self, piece: Piece) -> Any:
        if piece.kind is Kind.LITERAL:
            return z3.StringVal(encode(piece.term))
        if piece.kind is Kind.TEXT:
            return piece.term
        key = (piece.kind, piece.term.get_id())
        if key not in self._spelled:
            spelled, number_of = self._functions[piece.kind]
            string = spelled(piece.term)
            self.axioms += [z3.InRe(string, self._language_of(piece)), number_of(string) == piece.term]
            self._spelled[key] = (string, piece.term)
            if piece.kind is Kind.UUID:
                self._pairs.append((piece.term, string))
        return self._spelled[key][0]

    def _language(self, kind: Kind) -> Any:
        return self.domain.uuid if kind is Kind.UUID else self.domain.bigint

    def _decide(self, pieces: Pieces, language: Any) -> bool | None:
        own = [self._language_of(piece) for piece in pieces] or [z3.Re("")]
        text = own[0] if len(own) == 1 else z3.Concat(*own)
        if z3.eq(text, _ALL):
            return None
        some = z3.String("some")
        for wanted, verdict in ((z3.Not(z3.InRe(some, language)), True), (z3.InRe(some, language), False)):
            solver = z3.Solver()
            solver.set("rlimit", _SIDE_EFFORT)
            if solver.check(z3.InRe(some, text), wanted) == z3.unsat:
                return verdict
        return None

    def _language_of(self, piece: Piece) -> Any:
        if piece.kind is Kind.LITERAL:
            return z3.Re(z3.StringVal(encode(piece.term)))
        if piece.kind is Kind.TEXT:
            return self._languages.get(piece.term.get_id(), _ALL)
        return self.domain.uuid if piece.kind is Kind.UUID else self.domain.any_bigint


def _keeps_apart(text: Pieces) -> bool:
    """Return whether a uuid found in the text can only be one of its pieces: nothing else is that long."""
    if any(piece.kind not in {Kind.LITERAL, Kind.UUID} for piece in text):
        return False
    places = [place for place, piece in enumerate(text) if piece.kind is Kind.UUID]
    if any(other - place == 1 for place, other in pairwise(places)):
        return False
    ends = [piece.term[-1:] for place in places for piece in text[max(place - 1, 0) : place]]
    begins = [piece.term[:1] for place in places for piece in text[place + 1 : place + 2]]
    literals = [piece.term for piece in text if piece.kind is Kind.LITERAL]
    alone = all(sign not in _DIGITS for sign in (*ends, *begins))
    return alone and not any(_CANONICAL.search(literal) for literal in literals)


def _cut(side: list[Piece], end: int, size: int) -> None:
    text = side[end].term
    rest = text[size:] if end == 0 else text[: len(text) - size]
    if rest:
        side[end] = Piece(Kind.LITERAL, rest)
    else:
        del side[end]


def _stops(side: list[Piece], end: int) -> bool:
    """Return whether a number at this end goes no further than its piece."""
    if len(side) == 1:
        return True
    neighbour = side[1 if end == 0 else -2]
    if neighbour.kind is not Kind.LITERAL:
        return False
    sign = neighbour.term[:1] if end == 0 else neighbour.term[-1:]
    return not (sign.isdigit() or sign == "-")
