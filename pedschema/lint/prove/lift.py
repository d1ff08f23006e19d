"""From the solver's model to something that a database can be asked."""

from __future__ import annotations

__all__ = ["lift"]

import re
from typing import TYPE_CHECKING, Any
from uuid import UUID

import z3

from pedschema.lint.prove.question import Candidate
from pedschema.lint.prove.topics import PatternTopic
from pedschema.lint.prove.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pedschema.lint.prove.texts import Pieces
    from pedschema.lint.prove.values import Value
    from pedschema.lint.prove.world import Row, World
    from pedschema.model.names import QualifiedName

_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}|\\u([0-9a-fA-F]{4})")
_CANONICAL = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SHORT = re.compile(r"(?<![0-9a-zA-Z-])[0-9a-f]{3}(?![0-9a-zA-Z-])")
_BASE = UUID("5eed0000-0000-4000-8000-000000000000").int
_ROOM = 2**48
_LITERALS = 2**64
"""Numbers above are uuids that a policy names."""


def lift(world: World, model: Any, *, raises: bool) -> Candidate:
    """Return the state that the model describes, its numbers as uuids."""
    lifter = _Lifter(world, model)
    topic = world.topic
    if isinstance(topic, PatternTopic):
        text = lifter.text(topic.pieces)
    else:
        text = lifter.lengthen(lifter.text(topic.pieces))
    return Candidate(world.right, text, lifter.claims(), lifter.rows(), raises)


class _Lifter:
    def __init__(self, world: World, model: Any) -> None:
        self.world, self.model = world, model
        self._uuids: dict[int, str] = {}
        self._short: dict[str, str] = {}
        for number, text in world.texts.spellings(model):
            if _CANONICAL.fullmatch(text):
                self._uuids[number] = text
            elif _SHORT.fullmatch(text):
                self._short[text] = self.uuid(number)

    def uuid(self, number: int) -> str:
        """Return the uuid that stands for a number."""
        if number not in self._uuids:
            literal = _LITERALS < number < 2**128
            self._uuids[number] = str(UUID(int=number if literal else _BASE + number % _ROOM))
        return self._uuids[number]

    def lengthen(self, text: str) -> str:
        """Return a text of the small domain with uuids in full."""
        if not self.world.domain.small:
            return text
        return _SHORT.sub(lambda match: self._short.setdefault(match[0], self._pad(match[0])), text)

    def text(self, pieces: Pieces) -> str:
        """Return what pieces are in the model."""
        return "".join(self._piece(piece.kind, piece.term) for piece in pieces)

    def claims(self) -> Mapping[str, object]:
        """Return the token."""
        claims: dict[str, Any] = {"role": self.world.roles[self._number(self.world.role)]}
        if not self._holds(self.world.caller.null):
            claims["sub"] = self.uuid(self._number(self.world.caller.term))
        for path, claim in self.world.claims.items():
            if not self._holds(claim.null):
                inner = claims
                for name in path[:-1]:
                    inner = inner.setdefault(name, {})
                inner[path[-1]] = self.lengthen(self.text(claim.term))
        return claims

    def rows(self) -> tuple[tuple[QualifiedName, Mapping[str, str | bool | None]], ...]:
        """Return the rows that exist; those of one primary key as one."""
        found: list[tuple[QualifiedName, dict[str, str | bool | None]]] = []
        for row in self.world.rows:
            if self._holds(row.exists):
                self._merge(found, row, dict(self._columns(row)))
        return tuple(found)

    def _merge(self, found: list[Any], row: Row, columns: dict[str, Any]) -> None:
        keys = row.table.primary_key if row.table else ()
        for name, others in found:
            same = keys and all(k in columns and columns[k] == others.get(k, columns) for k in keys)
            if name == row.name and (same or columns == others):
                others.update(columns)
                return
        found.append((row.name, columns))

    def _columns(self, row: Row) -> Iterable[tuple[str, str | bool | None]]:
        for name, value in row.columns.items():
            if self._holds(value.null):
                yield name, None
            elif value.kind is not Kind.OTHER:
                known = self._value(value)
                column = row.table.column(name) if row.table else None
                labels = next(
                    (e.labels for e in self.world.lock.enums if column and str(e.name) == column.type), None
                )
                if labels is None or known in labels:
                    yield name, known

    def _value(self, value: Value) -> str | bool:
        if value.kind is Kind.BOOL:
            return self._holds(value.term)
        if value.kind is Kind.TEXT:
            return self.lengthen(self.text(value.term))
        return self._piece(value.kind, value.term)

    def _piece(self, kind: Kind, term: Any) -> str:
        if kind is Kind.LITERAL:
            return str(term)
        if kind is Kind.UUID:
            return self.uuid(self._number(term))
        if kind is Kind.INT:
            return str(self._number(term))
        text: str = self.model.eval(term, model_completion=True).as_string()
        return _ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)), text)

    def _number(self, term: Any) -> int:
        return int(self.model.eval(term, model_completion=True).as_long())

    def _holds(self, term: Any) -> bool:
        return bool(z3.is_true(self.model.eval(term, model_completion=True)))

    @staticmethod
    def _pad(short: str) -> str:
        return f"{short}00000-0000-4000-8000-000000000000"
