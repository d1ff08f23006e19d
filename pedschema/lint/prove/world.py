"""One state of everything that policies ask: claims, role, topic, probe row, and rows that exist."""

from __future__ import annotations

__all__ = ["Link", "Row", "World"]

import re
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any

import z3

from pedschema.lint.prove.texts import Texts
from pedschema.lint.prove.topics import AnyTopic, PatternTopic
from pedschema.lint.prove.values import FALSE, TRUE, Kind, Origin, Piece, Plan, Value

if TYPE_CHECKING:
    from pedschema.lint.prove.languages import Domain
    from pedschema.lint.prove.question import Right
    from pedschema.lint.prove.topics import AskedTopic
    from pedschema.model.names import QualifiedName
    from pedschema.model.table import Column, SchemaLock, Table
    from pedschema.model.topic import TopicPattern

_KINDS = {
    "uuid": Kind.UUID,
    "boolean": Kind.BOOL,
    "smallint": Kind.INT,
    "integer": Kind.INT,
    "bigint": Kind.INT,
    "text": Kind.TEXT,
    "character varying": Kind.TEXT,
}
_LENGTH = re.compile(r"varying\(\d+\)")
_DOMAINS = 10
"""Domains over domains that are followed."""


@dataclass(slots=True, eq=False)
class Row:
    """A row that makes an EXISTS true, if one does.

    Attributes:
        exists: when it does, and every subquery around it holds as well.
        columns: those that policies name.
    """

    number: int
    alias: str
    name: QualifiedName
    table: Table | None
    exists: Any
    columns: dict[str, Value] = field(default_factory=dict)

    def has(self, column: str) -> bool | None:
        """Return whether the table has such a column; None when the table is not known."""
        return None if self.table is None else self.table.column(column) is not None


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """Two columns of different rows that a policy compares by `=`."""

    one: Origin
    other: Origin
    holds: Any


class World:
    """What one question is asked about; the solver finds the values.

    Attributes:
        axioms: what holds in every state.
        notes: constructs replaced by "anything".
        doubts: constructs that may raise for reasons that the model does not have.
    """

    def __init__(
        self,
        lock: SchemaLock,
        right: Right,
        domain: Domain,
        roles: frozenset[str],
        pattern: TopicPattern | None,
    ) -> None:
        self.lock, self.right, self.domain = lock, right, domain
        self.texts = Texts(domain)
        self.topic: AskedTopic = PatternTopic(self.texts, pattern) if pattern else AnyTopic(self.texts)
        self.rows: list[Row] = []
        self.links: list[Link] = []
        self.notes: list[str] = []
        self.doubts: list[str] = []
        self.claims: dict[tuple[str, ...], Value] = {}
        self.roles = sorted(roles)
        self.role = z3.Int("role")
        self.caller = Value(Kind.UUID, z3.Int("caller"), z3.Bool("caller.null"), plan=Plan.STABLE)
        self._axioms: list[Any] = [self.role >= 0, self.role < len(roles)]
        self._count = 0

    @property
    def rules(self) -> list[Any]:
        """What holds in every state of rows and callers."""
        return [*self._axioms, *(self._one_row(*pair) for pair in combinations(self.rows, 2))]

    @property
    def axioms(self) -> list[Any]:
        """What holds in every state."""
        return [*self.rules, *self.texts.axioms]

    def require(self, condition: Any) -> None:
        """Make a condition hold in every state."""
        self._axioms.append(condition)

    def is_role(self, name: str) -> Any:
        """Return when the caller has that role."""
        return self.role == self.roles.index(name) if name in self.roles else FALSE

    def flag(self, name: str) -> Any:
        """Return a new truth value that may be anything."""
        self._count += 1
        return z3.Bool(f"{name}.{self._count}")

    def unknown(self, kind: Kind, *, topical: bool = True, nullable: bool = True) -> Value:
        """Return a value that may be anything."""
        self._count += 1
        null = z3.Bool(f"null.{self._count}") if nullable else FALSE
        return Value(kind, self._term(kind, f"any.{self._count}"), null, topical=topical)

    def add_row(self, alias: str, name: QualifiedName, exists: Any) -> Row:
        """Return a new row of a table."""
        row = Row(len(self.rows), alias, name, self.lock.table(name), exists)
        self.rows.append(row)
        return row

    def column(self, row: Row, name: str) -> Value:
        """Return a column of a row."""
        if name not in row.columns:
            known = row.table.column(name) if row.table else None
            kind, text = self._kind_of(known), f"{row.alias}{row.number}.{name}"
            null = z3.Bool(f"{text}.null") if known is None or known.nullable else FALSE
            term = self._term(kind, text)
            row.columns[name] = Value(kind, term, null, origin=Origin(row.number, name))
        return row.columns[name]

    def is_enum(self, type_: str) -> bool:
        """Return whether a type, as `format_type` prints it, is one of the app's enums."""
        return any(str(each.name) == type_ for each in self.lock.enums)

    def claim(self, path: tuple[str, ...]) -> Value:
        """Return a claim of the token as text; `sub` and `role` are what everybody else sees of them."""
        if path == ("sub",):
            pieces = (Piece(Kind.UUID, self.caller.term),)
            return Value(Kind.TEXT, pieces, self.caller.null, plan=Plan.STABLE)
        if path == ("role",):
            return self.role_text()
        if path not in self.claims:
            name = f"claim.{'.'.join(path)}"
            term = self._term(Kind.TEXT, name)
            self.claims[path] = Value(Kind.TEXT, term, z3.Bool(f"{name}.null"), plan=Plan.STABLE)
        return self.claims[path]

    def role_text(self) -> Value:
        """Return the caller's role as text."""
        term: Any = z3.StringVal(self.roles[0])
        for number, name in enumerate(self.roles):
            term = z3.If(self.role == number, z3.StringVal(name), term)
        return Value(Kind.TEXT, (Piece(Kind.TEXT, term),), FALSE, plan=Plan.STABLE)

    def asked_topic(self, plan: Plan) -> Value:
        """Return the topic that the client asks for."""
        return Value(Kind.TEXT, self.topic.pieces, FALSE, plan=plan, topical=True)

    def probe_column(self, name: str) -> Value:
        """Return a column of the row that Realtime probes with (Realtime 2.129.8)."""
        if name == "topic":
            return self.asked_topic(Plan.RUN)
        if name == "extension":
            return Value(Kind.TEXT, (Piece(Kind.LITERAL, self.right.extension),))
        if name == "private":
            return Value(Kind.BOOL, FALSE)
        if name == "event":
            return Value(Kind.TEXT, (), TRUE)
        return Value(Kind.OTHER, None, TRUE if name in {"payload", "binary_payload"} else FALSE)

    def _one_row(self, one: Row, other: Row) -> Any:
        """Return that two rows of one primary key are the same row."""
        keys = one.table.primary_key if one.table and one.name == other.name else ()
        if not keys or not all(key in one.columns and key in other.columns for key in keys):
            return TRUE
        alike = z3.And(one.exists, other.exists, *(self._agree(one, other, key) for key in keys))
        shared = one.columns.keys() & other.columns.keys()
        return z3.Implies(alike, z3.And(*(self._agree(one, other, name) for name in sorted(shared))))

    def _agree(self, one: Row, other: Row, name: str) -> Any:
        first, second = one.columns[name], other.columns[name]
        if first.kind is Kind.OTHER:
            return first.null == second.null
        if first.kind is Kind.TEXT:
            same = self.texts.equal(first.term, second.term)
        else:
            same = first.term == second.term
        return z3.And(first.null == second.null, z3.Or(first.null, same))

    def _term(self, kind: Kind, name: str) -> Any:
        if kind is Kind.BOOL:
            return z3.Bool(name)
        if kind in {Kind.UUID, Kind.INT}:
            return z3.Int(name)
        return (Piece(Kind.TEXT, z3.String(name)),) if kind is Kind.TEXT else None

    def _kind_of(self, column: Column | None) -> Kind:
        type_ = column.type if column else ""
        for _ in range(_DOMAINS):
            inner = next((each.type for each in self.lock.domains if str(each.name) == type_), None)
            if inner is None:
                break
            type_ = inner
        if self.is_enum(type_):
            return Kind.TEXT
        return _KINDS.get(_LENGTH.sub("varying", type_), Kind.OTHER)
