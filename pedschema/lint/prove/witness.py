"""What ties a caller to a topic: rows, from one that names the caller to one that names a part."""

from __future__ import annotations

__all__ = ["Tie", "find_ties"]

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import z3

from pedschema.lint.prove.topics import PatternTopic
from pedschema.lint.prove.values import FALSE, Kind, Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.prove.values import Value
    from pedschema.lint.prove.world import Row, World

_TYPED = {Kind.UUID, Kind.INT, Kind.TEXT}
_LONGEST = 6
"""Rows of one tie."""
_SHARED = {"aal", "amr", "aud", "exp", "iat", "is_anonymous", "iss", "user_metadata"}
"""Claims that many callers have alike, or write themselves (Supabase Auth)."""

Edges = tuple[tuple[str, Any], ...]
"""Descriptions of a column's condition, and when it holds."""


@dataclass(frozen=True, slots=True, eq=False)
class Tie:
    """One way to be tied to a part.

    Attributes:
        part: of the pattern.
        holds: when the rows exist and name caller and part.
        rows: of each the table, and its conditions with their terms.
    """

    part: str
    holds: Any
    rows: tuple[tuple[str, tuple[Edges, ...]], ...]

    def tell(self, implied: Any) -> str:
        """Return the tie in words; of several conditions each time the first that `implied` says yes to."""
        told = []
        for table, conditions in self.rows:
            chosen = [_first(edges, implied) for edges in conditions if edges]
            told.append(f"a row of {table} ({', '.join(chosen)})" if table else " and ".join(chosen))
        return " and ".join(told)


def find_ties(world: World) -> tuple[Tie, ...]:
    """Return the ways in which somebody can be tied to each part of the topic."""
    topic = world.topic
    if not isinstance(topic, PatternTopic):
        return ()
    finder = _Finder(world)
    return tuple(tie for name, piece in topic.values.items() for tie in finder.ties(name, piece))


class _Finder:
    def __init__(self, world: World) -> None:
        self.world = world
        self.callers = {row.number: self._caller_edges(row) for row in world.rows}
        self.links: dict[tuple[int, int], list[tuple[str, str, Any]]] = {}
        for link in world.links:
            for one, other in ((link.one, link.other), (link.other, link.one)):
                entry = (one.column, other.column, link.holds)
                self.links.setdefault((one.row, other.row), []).append(entry)

    def ties(self, name: str, piece: Piece) -> Iterator[Tie]:
        direct = self._direct(name, piece)
        if direct:
            yield Tie(name, z3.Or(*(holds for _, holds in direct)), (("", (direct,)),))
        ends = {row.number: self._part_edges(row, name, piece) for row in self.world.rows}
        for first in self.world.rows:
            if self.callers[first.number]:
                yield from self._walk(name, (first.number,), ends)

    def _walk(self, name: str, path: tuple[int, ...], ends: dict[int, Edges]) -> Iterator[Tie]:
        if ends[path[-1]]:
            yield self._tie(name, path, ends[path[-1]])
        if len(path) < _LONGEST:
            for one, other in self.links:
                if one == path[-1] and other not in path:
                    yield from self._walk(name, (*path, other), ends)

    def _tie(self, name: str, path: tuple[int, ...], end: Edges) -> Tie:
        conditions: list[list[Edges]] = [[] for _ in path]
        conditions[0].append(self.callers[path[0]])
        for place, (one, other) in enumerate(pairwise(path)):
            table = self.world.rows[other].name.name
            edges = [(f"{mine} = {table}.{theirs}", holds) for mine, theirs, holds in self.links[one, other]]
            conditions[place].append(tuple(edges))
        conditions[-1].append(end)
        rows = [self.world.rows[number] for number in path]
        needed = [z3.Or(*(holds for _, holds in edges)) for each in conditions for edges in each]
        holds = z3.And(*(row.exists for row in rows), *needed)
        told = tuple((str(row.name), tuple(each)) for row, each in zip(rows, conditions, strict=True))
        return Tie(name, holds, told)

    def _direct(self, name: str, piece: Piece) -> Edges:
        found = [(f"the caller's sub = {_braced(name)}", self._is_caller((piece,)))]
        for told, pieces in ((_braced(name), (piece,)), ("the topic", self.world.topic.pieces)):
            for path, claim in self._own_claims():
                same = z3.And(z3.Not(claim.null), self._same(claim.term, pieces))
                found.append((f"the claim {'.'.join(path)} = {told}", same))
        return _possible(found)

    def _caller_edges(self, row: Row) -> Edges:
        found = []
        for name, column in self._columns(row):
            found.append(
                (f"{name} = the caller's sub", z3.And(_known(column), self._is_caller(_pieces(column))))
            )
            for path, claim in self._own_claims():
                same = z3.And(_known(column), _known(claim), self._same(claim.term, _pieces(column)))
                found.append((f"{name} = the claim {'.'.join(path)}", same))
        return _possible(found)

    def _part_edges(self, row: Row, name: str, piece: Piece) -> Edges:
        found = []
        for column_name, column in self._columns(row):
            for told, pieces in ((_braced(name), (piece,)), ("the topic", self.world.topic.pieces)):
                same = z3.And(_known(column), self._same(_pieces(column), pieces))
                found.append((f"{column_name} = {told}", same))
        return _possible(found)

    def _columns(self, row: Row) -> Iterator[tuple[str, Value]]:
        for name, column in row.columns.items():
            known = row.table.column(name) if row.table else None
            if column.kind in _TYPED and known and not self.world.is_enum(known.type):
                yield name, column

    def _own_claims(self) -> Iterator[tuple[tuple[str, ...], Value]]:
        yield from ((path, claim) for path, claim in self.world.claims.items() if path[0] not in _SHARED)

    def _is_caller(self, pieces: tuple[Piece, ...]) -> Any:
        caller = self.world.caller
        return z3.And(_known(caller), self._same((Piece(Kind.UUID, caller.term),), pieces))

    def _same(self, one: tuple[Piece, ...], other: tuple[Piece, ...]) -> Any:
        kinds = {piece.kind for piece in (*one, *other)}
        if len(one) == len(other) == 1 and kinds == {Kind.UUID, Kind.INT}:
            return FALSE
        return self.world.texts.equal(one, other)


def _braced(name: str) -> str:
    return "{" + name + "}"


def _pieces(column: Value) -> tuple[Piece, ...]:
    return column.term if column.kind is Kind.TEXT else (Piece(column.kind, column.term),)


def _known(value: Value) -> Any:
    return z3.Not(value.null)


def _possible(edges: list[tuple[str, Any]]) -> Edges:
    simplified = [(told, z3.simplify(holds)) for told, holds in edges]
    return tuple((told, holds) for told, holds in simplified if not z3.is_false(holds))


def _first(edges: Edges, implied: Any) -> str:
    if len(edges) == 1:
        return edges[0][0]
    return next((told for told, holds in edges if implied(holds)), " or ".join(told for told, _ in edges))
