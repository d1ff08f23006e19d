"""Values of SQL expressions as terms of the solver: NULL, errors and provenance beside the value itself."""

from __future__ import annotations

__all__ = ["FALSE", "TRUE", "Kind", "Origin", "Piece", "Plan", "Value", "boolean", "is_true", "join_plans"]

from dataclasses import dataclass, field
from enum import Enum, IntEnum
from typing import Any

import z3

TRUE, FALSE = z3.BoolVal(val=True), z3.BoolVal(val=False)


class Kind(Enum):
    """What stands for a value: a z3 Bool, an Int for uuid and integers, pieces for text, nothing for others.

    A uuid is a number, its text a function of it: the solver finds numbers at once and 36 letters hardly.
    """

    BOOL = "boolean"
    UUID = "uuid"
    INT = "integer"
    TEXT = "text"
    LITERAL = "literal"
    CLAIMS = "claims"
    OTHER = "other"


class Plan(IntEnum):
    """When PostgreSQL may know a value: a stable function is called while planning, a sub-select is not."""

    CONSTANT = 0
    STABLE = 1
    RUN = 2


@dataclass(frozen=True, slots=True)
class Origin:
    """The column of a row that a value is, unchanged."""

    row: int
    column: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: a literal, the text of a uuid or integer, or a string of the solver."""

    kind: Kind
    term: Any


@dataclass(frozen=True, slots=True)
class Value:
    """What an expression comes to.

    Attributes:
        term: as `Kind` says; a tuple of pieces for text, the text itself for a literal, the path for claims.
        null: when it is NULL; the term means nothing then.
        raises: when its evaluation raises.
        early: when a part of it raises that PostgreSQL may evaluate while planning the query around it.
        planned: when planning raises, whatever CASE stands around it.
        topical: whether the topic has a say in it.
    """

    kind: Kind
    term: Any
    null: Any = FALSE
    raises: Any = FALSE
    early: Any = FALSE
    planned: Any = FALSE
    plan: Plan = Plan.RUN
    topical: bool = False
    origin: Origin | None = field(default=None, compare=False)


def boolean(term: Any, null: Any = FALSE, plan: Plan = Plan.RUN) -> Value:
    """Return a truth value."""
    return Value(Kind.BOOL, term, null, plan=plan)


def is_true(value: Value) -> Any:
    """Return when a truth value is TRUE, which is what a policy asks."""
    return z3.And(z3.Not(value.null), value.term)


def join_plans(values: tuple[Value, ...]) -> Plan:
    """Return when a value made of these is known."""
    return max((value.plan for value in values), default=Plan.CONSTANT)
